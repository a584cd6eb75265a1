"""Pictures of watched pages: of the first look, and of each change that is sure, where prices and features stand; of
every look where the source asks for it. A picture is taken moments after its look, by the browser, with the same manners;
one that cannot be taken says why and changes nothing.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from competedexter.foundation.unit_of_work import OpenWork, Work
from competedexter.integrations.archive.errors import ArchiveError
from competedexter.integrations.web.errors import WebError
from competedexter.integrations.web.picturing import MAX_PICTURE_BYTES, MEDIA_TYPE
from competedexter.integrations.web.protocol import MB, WebRequest, WebResponse
from competedexter.jobs import TakePicture
from competedexter.market.crawlers.reading.response_class import classify
from competedexter.market.evidence import pictures
from competedexter.market.evidence.schemas import NewObject
from competedexter.market.sources import service as sources
from competedexter.market.sources.errors import SourceNotFound
from competedexter.market.sources.schemas import SourceView

from .host_slots import released
from .repository import CrawlRunRepository
from .schemas import Parties, Trigger
from .told_repository import ToldRepository

log = logging.getLogger(__name__)

PICTURED: Final = frozenset({"pricing", "features", "home"})  # slots, and types of sources that fill none
TOO_LARGE: Final = f"Even a coarse one is larger than {MAX_PICTURE_BYTES // MB} MB."
OVERTAKEN: Final = "The page was looked at again before one could be taken."


async def ask(work: Work, crawl_run_id: UUID, sure: Sequence[UUID]) -> bool:
    """Asks for a picture of what this run saw, if one is wanted. `sure` are the changes that are sure now.

    Whether a job follows. Safe to run twice.
    """
    run = await CrawlRunRepository(work).get(crawl_run_id)
    if run is None or run.trigger == Trigger.IMPORT:  # what was brought to us is no page of today
        return False
    try:
        source = await sources.get(work, run.data_source_id)
    except SourceNotFound:  # removed meanwhile
        return False
    page = await pictures.newest_page(work, source.id)
    if page is None or page.settled or not page.is_html:
        return False
    of_this_look = source.config.get("screenshot") is True and run.document_id == page.document_id
    watched_closely = not PICTURED.isdisjoint({source.slot, source.source_type})
    if not of_this_look and watched_closely and page.source_pictured:
        watched_closely = await ToldRepository(work).any_told(sure)
    if of_this_look or watched_closely:
        work.enqueue(TakePicture(work.tenant, page.document_id))
        return True
    return False


async def take(open_work: OpenWork, document_id: UUID, parties: Parties) -> bool:
    """Takes the picture, keeps it, ties it to its document. Whether there is one now. Safe to run twice."""
    async with open_work() as work:
        source = await _page_of(work, document_id)
    if source is None:
        return False
    host, holder = urlsplit(source.source_url).netloc.casefold(), f"picture:{document_id}"
    seconds = await _wait(open_work, source, host, holder, parties)
    if seconds > 0:
        async with open_work() as work:
            work.enqueue(TakePicture(work.tenant, document_id), delay_seconds=seconds)
        return False
    try:
        async with released(parties.slots, host, holder):
            response = await parties.web.get(WebRequest(source.source_url, render=True, picture=True))
        reason = await asyncio.to_thread(_unfit, source, response)
        if reason:
            return await _without(open_work, document_id, reason)
        async with open_work() as work:
            tenant = work.tenant
        put = await parties.archive.put(tenant, response.picture, MEDIA_TYPE)
    except (WebError, ArchiveError) as error:
        return await _without(open_work, document_id, str(error))
    async with open_work() as work:
        await pictures.keep(work, document_id, NewObject(put.key, put.size, put.stored_size, MEDIA_TYPE, put.sha256))
    return True


async def _page_of(work: Work, document_id: UUID) -> SourceView | None:
    """The source of a document that is still to be pictured."""
    source_id = await pictures.source_of(work, document_id)
    page = await pictures.newest_page(work, source_id) if source_id is not None else None
    if source_id is None or page is None or (page.document_id == document_id and page.settled):
        return None
    if page.document_id != document_id:  # the site shows something newer already
        await pictures.note_none(work, document_id, OVERTAKEN)
        return None
    try:
        return await sources.get(work, source_id)
    except SourceNotFound:
        return None


async def _wait(open_work: OpenWork, source: SourceView, host: str, holder: str, parties: Parties) -> float:
    """Seconds until it is this picture's turn at the host; 0 when it holds a slot."""
    async with open_work() as work:
        now = work.now().timestamp()
    rest = await parties.slots.rest(host, now=now)
    if rest > 0:
        return rest
    try:
        delay = (await parties.web.robots(source.source_url)).crawl_delay
    except WebError:
        delay = None  # the browser will meet the same error and name it
    return await parties.slots.acquire(host, holder, delay=delay, now=now)


def _unfit(source: SourceView, response: WebResponse) -> str:
    """Why this is no picture of the page; empty when it is one."""
    verdict = classify(response, expects_plans=source.source_type == "pricing")
    if verdict.state != "succeeded":
        return f"The browser was shown something else. {verdict.reason}"
    return "" if response.picture else TOO_LARGE


async def _without(open_work: OpenWork, document_id: UUID, reason: str) -> bool:
    log.info("no picture of document %s: %s", document_id, reason)
    async with open_work() as work:
        await pictures.note_none(work, document_id, reason)
    return False

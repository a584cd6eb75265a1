"""A better reader reads again what is archived: a new version of the newest look at a source, and no change of it.

Its state is a new baseline (`rebased`), so the next look is compared with what the same reader made of the last one.
Each look is read again once by each version; what fails then says why, and the next look is the new baseline.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from competedexter.foundation.unit_of_work import OpenWork, Work
from competedexter.integrations.archive.errors import ArchiveError
from competedexter.integrations.archive.protocol import Archive
from competedexter.integrations.web.content import charset_of
from competedexter.integrations.web.errors import WebError
from competedexter.integrations.web.protocol import WebResponse
from competedexter.jobs import RereadSource
from competedexter.market.crawlers.bundle import MEDIA_TYPE as BUNDLE
from competedexter.market.crawlers.crawler import Crawler, Finding, SourceRef
from competedexter.market.crawlers.outside import Outside
from competedexter.market.crawlers.reading.data_class import is_data
from competedexter.market.crawlers.registry import SOURCE_TYPES, crawler_for
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.events import store_events
from competedexter.market.evidence.listings import EventsRecord
from competedexter.market.evidence.records import Quality
from competedexter.market.evidence.schemas import NewDocument
from competedexter.market.snapshots import service as snapshots
from competedexter.market.snapshots.schemas import NewSnapshot
from competedexter.market.sources import rebasing
from competedexter.market.sources import service as sources

from .deliveries import added_to
from .keeping import blocks_in
from .outcome import SUSPECT_BELOW
from .reading import told
from .reread_repository import RereadRepository

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200  # jobs a duty sends; a new version is through ten thousand sources in an hour


@dataclass(frozen=True)
class Look:
    """A look as it is archived, and the source it was a look at."""

    document_id: UUID
    url: str
    raw: dict[str, Any]  # Any: JSON
    archive_key: str
    observed_at: datetime
    reference: SourceRef


async def queue_outdated(work: Work) -> int:
    """Sends a job for each source whose newest look an older reader read. System work; safe to run twice."""
    found = await RereadRepository(work).outdated(_versions(), MOST_AT_ONCE)
    for workspace_id, source_id in found:
        work.enqueue(RereadSource(workspace_id, source_id))
    return len(found)


class ReadLater(Exception):  # not an error: another time
    """The archive is away for now, so that what it holds cannot be read again yet."""


async def reread(open_work: OpenWork, source_id: UUID, archive: Archive, outside: Outside) -> bool:
    """Reads the newest look again, if another version read it. Whether there is a new reading. Safe to run twice.

    Raises ReadLater.
    """
    async with open_work() as work:
        look = await _begin(work, source_id, outside)
    if look is None:
        return False
    crawler = crawler_for(look.reference.source_type)
    try:
        response = response_of(look, await archive.get(look.archive_key))
        findings = await asyncio.to_thread(_read, crawler, look.reference, response)
    except ArchiveError as error:
        if not error.retryable:
            return await _give_up(open_work, look, str(error), {})
        await _give_up(open_work, look, str(error), {"rereadBy": None})
        raise ReadLater(str(error)) from error
    except WebError as error:
        return await _give_up(open_work, look, str(error), {})
    if not findings or min(finding.quality.score for finding in findings) < SUSPECT_BELOW:
        return await _give_up(open_work, look, "The new reading is worse than the old one.", {})
    async with open_work() as work:
        return await _keep(work, look, crawler, response, findings)


async def _begin(work: Work, source_id: UUID, outside: Outside) -> Look | None:
    """Notes the attempt first: a page that kills its reader does so once."""
    rereads = RereadRepository(work)
    row = await rereads.outdated_look(source_id, _versions())
    if row is None:
        return None
    source = await sources.get(work, source_id)
    await rereads.note(row.id, {"rereadBy": crawler_for(source.source_type).extractor_version})
    before = await added_to(work, source) if source.config.get("feedBy") == "webhook" else None
    reference = SourceRef(
        source.id, source.competitor_id, source.source_type, source.source_url, source.config,
        outside=outside, before=before,
    )  # fmt: skip
    return Look(row.id, row.source_url, row.raw_data, row.archive_key, row.observed_at, reference)


def response_of(look: Look, body: bytes) -> WebResponse:
    """What the site answered then, as far as it is kept."""
    raw = look.raw
    headers = {str(name): str(value) for name, value in (raw.get("headers") or {}).items()}
    rendered, media_type = bool(raw.get("rendered")), str(raw.get("media_type") or "")
    is_ours = rendered or media_type == BUNDLE  # written down by us, whatever the site's header says
    return WebResponse(
        url=str(raw.get("url") or look.url),
        status=int(raw.get("status") or 200),
        headers=headers,
        body=body,
        media_type=media_type,
        charset="utf-8" if is_ours else str(raw.get("charset") or charset_of(headers.get("content-type", ""), body)),
        redirects=tuple(raw.get("redirects") or ()),
        rendered=rendered,
    )


def _read(crawler: Crawler, reference: SourceRef, response: WebResponse) -> tuple[Finding, ...]:
    return tuple(crawler.read(reference, response))


async def _keep(work: Work, look: Look, crawler: Crawler, response: WebResponse, findings: tuple[Finding, ...]) -> bool:
    source = look.reference
    if not await rebasing.hold(work, source.source_id):
        return False
    if await RereadRepository(work).newest_look(source.source_id) != look.document_id:
        return False  # a look that ended meanwhile was read by this version already
    document = _document(look, crawler, findings)
    document_id = await evidence.store(work, document)
    feeds = [finding.record for finding in findings if isinstance(finding.record, EventsRecord)]
    await store_events(work, document, [event for feed in feeds for event in feed.events])
    for finding in findings:
        await snapshots.keep(
            work,
            NewSnapshot(
                source_id=source.source_id,
                competitor_id=source.competitor_id,
                snapshot_type=finding.snapshot_type,
                record=finding.record,
                document_id=document_id,
                crawl_run_id=None,  # no run brought it, so nothing compares it with what was before
                extractor_version=crawler.extractor_version,
                rebased=True,
                observed_at=look.observed_at,
                occurred_at=finding.occurred_at,
            ),
        )
    by_reading = crawler.reads_data and is_data(response)
    await rebasing.rebase(
        work,
        source.source_id,
        fingerprint=told(findings) if by_reading else None,
        text_length=len(findings[0].text),
    )
    return True


def _document(look: Look, crawler: Crawler, findings: tuple[Finding, ...]) -> NewDocument:
    first, worst = findings[0], min((finding.quality for finding in findings), key=lambda quality: quality.score)
    kept = {name: value for name, value in look.raw.items() if name not in ("rereadBy", "rereadReason")}
    return NewDocument(
        source_id=look.reference.source_id,
        competitor_id=look.reference.competitor_id,
        crawl_run_id=None,
        data_type=look.reference.source_type,
        url=look.url,
        title=first.title,
        text=first.text,
        records=tuple(finding.record for finding in findings),
        blocks=blocks_in(findings),
        quality=Quality(score=worst.score, reasons=worst.reasons),
        suspect=False,
        archive_key=look.archive_key,
        raw=kept | {"rereadOf": str(look.document_id)},
        extractor_version=crawler.extractor_version,
        observed_at=look.observed_at,
        occurred_at=first.occurred_at,
        split=all(isinstance(finding.record, EventsRecord) for finding in findings),
    )


async def _give_up(open_work: OpenWork, look: Look, reason: str, again: dict[str, Any]) -> bool:  # Any: JSON
    log.warning("source %s is not read again: %s", look.reference.source_id, reason)
    async with open_work() as work:
        await RereadRepository(work).note(look.document_id, {"rereadReason": reason} | again)
    return False


def _versions() -> dict[str, str]:
    return {kind: crawler_for(kind).extractor_version for kind in SOURCE_TYPES}

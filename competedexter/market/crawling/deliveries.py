"""What is brought to a source, uploaded or through its hook: kept first, then read in the order it came."""

from typing import Final
from uuid import UUID

import orjson

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.errors import TooManyRequests
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.unit_of_work import OpenWork, Work
from competedexter.integrations.archive.protocol import Archive
from competedexter.integrations.web.content import charset_of, media_type_of
from competedexter.integrations.web.protocol import WebResponse
from competedexter.jobs import CrawlNow
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.errors import CompetitorArchived
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.listings import RowsRecord
from competedexter.market.evidence.records import Record
from competedexter.market.evidence.schemas import NewObject
from competedexter.market.snapshots import service as snapshots
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import SourceView
from competedexter.models import CrawlRun

from .errors import NothingDelivered
from .repository import DELIVERED, CrawlRunRepository
from .schemas import Attempt, Delivery, Parties, Trigger

MOST_WAITING: Final = 200  # deliveries to one source; a second's work is about ten
WAIT_SECONDS: Final = 10.0
MAX_CONTENT_TYPE: Final = 200
# What was fetched before says nothing of what is fetched after something was brought.
_NO_VALIDATORS: Final = {"etag": "", "last-modified": ""}


class TooManyWaiting(TooManyRequests):
    code = "deliveries_waiting"
    sentence = "{waiting} deliveries to this source wait to be read. Send the next one in a moment."


async def expect(open_work: OpenWork, source_id: UUID, viewer: Viewer | None = None) -> SourceView:
    """The source that something is about to be brought to, before it is read; no viewer where a hook's token was enough.

    Raises SourceNotFound, CompetitorArchived, TooManyWaiting.
    """
    async with open_work() as work:
        source = await sources.get(work, source_id)
        if viewer is not None:
            viewer.require(Role.ADMIN)
            if (await competitors.get(work, viewer, source.competitor_id)).archived_at is not None:
                raise CompetitorArchived
        waiting = await CrawlRunRepository(work).count_deliveries(source_id)
        if waiting >= MOST_WAITING:
            raise TooManyWaiting(waiting=waiting, retry_after=WAIT_SECONDS)
    return source


async def deliver(
    open_work: OpenWork,
    parties: Parties,
    workspace_id: UUID,
    source: SourceView,
    body: bytes,
    content_type: str,
    *,
    adds: bool,
) -> UUID:
    """Keeps what was brought and asks for it to be read; the id of the run that does. Nothing is open while it is kept.

    `adds` is what it does unless the source's config says `complete`. Raises NothingDelivered, ArchiveError.
    """
    if not body.strip():
        raise NothingDelivered
    complete = source.config.get("complete")
    adds = adds if not isinstance(complete, bool) else not complete
    media_type = media_type_of(content_type, body)
    put = await parties.archive.put(workspace_id, body, media_type)
    async with open_work() as work:
        await evidence.note_object(work, NewObject(put.key, put.size, put.stored_size, media_type, put.sha256))
        return await _queue(work, source, Delivery(put.key, content_type[:MAX_CONTENT_TYPE], adds))


async def _queue(work: Work, source: SourceView, delivery: Delivery) -> UUID:
    run = CrawlRun(
        id=new_id(),
        workspace_id=work.tenant,
        data_source_id=source.id,
        competitor_id=source.competitor_id,
        slot="",
        trigger=Trigger.IMPORT,
        queued_at=work.now(),
        created_at=work.now(),
    )
    told = {"run": str(run.id), "key": delivery.key, "type": delivery.content_type, "adds": delivery.adds}
    run.slot = DELIVERED + orjson.dumps(told).decode()
    await CrawlRunRepository(work).add(run)
    work.enqueue(CrawlNow(run.workspace_id, run.id))
    return run.id


def delivery_of(slot: str) -> Delivery | None:
    """None for the slot of a run that fetches."""
    if not slot.startswith(DELIVERED):
        return None
    told = orjson.loads(slot.removeprefix(DELIVERED))
    return Delivery(told["key"], told["type"], told["adds"])


async def added_to(work: Work, source: SourceView) -> Record:
    """What a delivery that adds is added to: what is known, or an empty list at the first one."""
    known = await snapshots.newest(work, source.id, "custom")
    return known.record if known is not None else RowsRecord()


async def brought(attempt: Attempt, delivery: Delivery, archive: Archive) -> WebResponse:
    """The answer that a fetch would have given. Raises ArchiveError."""
    body = await archive.get(delivery.key)
    return WebResponse(
        url=attempt.source.source_url,
        status=200,
        headers={"content-type": delivery.content_type, **_NO_VALIDATORS},
        body=body,
        media_type=media_type_of(delivery.content_type, body),
        charset=charset_of(delivery.content_type, body),
    )


async def send_next(open_work: OpenWork, source_id: UUID) -> None:
    """The job of the delivery that waits longest, now that the one before it is read."""
    async with open_work() as work:
        run = await CrawlRunRepository(work).next_delivery(source_id)
        if run is not None:
            work.enqueue(CrawlNow(run.workspace_id, run.id))

"""One look of the past, kept whole or not at all: run, document, states, events and changes, in one transaction."""

from collections import Counter
from uuid import UUID

from competedexter.foundation.identifiers import new_id
from competedexter.foundation.unit_of_work import Work
from competedexter.integrations.archive.protocol import ArchivedObject
from competedexter.market.changes import backfilling
from competedexter.market.changes.comparing import State
from competedexter.market.crawlers.crawler import Finding
from competedexter.market.crawlers.reading.listing_text import blocks_of
from competedexter.market.crawling import past_looks
from competedexter.market.crawling.past_looks import PastLook
from competedexter.market.crawling.schemas import RunState
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.events import store_events
from competedexter.market.evidence.listings import Event, EventsRecord, JobsRecord
from competedexter.market.evidence.past import store_past
from competedexter.market.evidence.records import PageRecord, Quality
from competedexter.market.evidence.schemas import NewDocument, NewObject
from competedexter.market.snapshots import service as snapshots
from competedexter.market.snapshots.schemas import NewSnapshot, StoredSnapshot
from competedexter.market.sources import history
from competedexter.market.sources.schemas import SourceView

from .schemas import Planned


async def keep(work: Work, planned: Planned, stored: ArchivedObject, job_id: UUID) -> Counter[str]:
    """Counts what was new (schemas.Brought). A look that is there already adds nothing. Raises InvalidSourceUrl.

    What falls into a time in which we looked ourselves is kept as a document, and is no state: we know what was shown
    then, and an import must not put itself before it.
    """
    look = planned.look
    source = await history.of_history(work, planned.competitor_id, planned.source_type, planned.address)
    await backfilling.hold(work, source.id)
    run_id = await past_looks.note(work, source, look)
    if run_id is None:
        return Counter(looks=1, known=1)
    if not look.outcome.keeps_document:
        return Counter(looks=1, no_page=1)
    own = await past_looks.first_own_look(work, source.id)
    own_time = own is not None and look.observed_at >= own
    if not own_time and await _stands(work, source, look):
        await past_looks.bind(work, run_id, None, None, RunState.UNCHANGED)
        return Counter(looks=1, unchanged=1)
    return await _Keeping(work, source, look, run_id, job_id).whole(stored, own_time=own_time)


async def join(work: Work, planned: Planned) -> Counter[str]:
    """What is to be told once all looks at a source are kept: the changes from them to what was there before."""
    source = await history.of_history(work, planned.competitor_id, planned.source_type, planned.address)
    await backfilling.hold(work, source.id)
    return Counter(changes=await backfilling.join_past(work, source.id))


class _Keeping:
    """A new look on its way into the archive's rows."""

    def __init__(self, work: Work, source: SourceView, look: PastLook, run_id: UUID, job_id: UUID) -> None:
        self.work, self.source, self.look, self.run_id, self.job_id = work, source, look, run_id, job_id
        self.suspect = look.outcome.state is RunState.SUSPECT

    async def whole(self, stored: ArchivedObject, *, own_time: bool) -> Counter[str]:
        work, document = self.work, self._document(stored)
        object_ = NewObject(stored.key, stored.size, stored.stored_size, self.look.media_type, stored.sha256)
        await evidence.note_object(work, object_)
        document_id = await store_past(work, document)
        events = 0 if self.suspect else await store_events(work, document, self._events())
        kept = [] if self.suspect or own_time else await self._states(document_id)
        await past_looks.bind(work, self.run_id, document_id, kept[0] if kept else None, self.look.outcome.state)
        changes = await backfilling.record_past(work, self.run_id, self._openings(document_id))
        counts = Counter(looks=1, documents=1, snapshots=len(kept), events=events, changes=changes)
        return counts + Counter(while_watched=int(own_time), no_page=int(self.suspect))

    async def _states(self, document_id: UUID) -> list[UUID]:
        """The states that are new by it."""
        new = [
            await snapshots.keep(self.work, _new_snapshot(self.source, self.look, one, document_id, self.run_id))
            for one in _states_of(self.look)
        ]
        return [kept.snapshot_id for kept in new if kept.is_new]

    def _document(self, stored: ArchivedObject) -> NewDocument:
        outcome = self.look.outcome
        findings, response = outcome.findings, outcome.response
        worst = min((finding.quality for finding in findings), key=lambda quality: quality.score)
        reasons = (outcome.reason,) if self.suspect and outcome.reason and not worst.reasons else worst.reasons
        blocks = next((one.record.blocks for one in findings if isinstance(one.record, PageRecord)), None)
        return NewDocument(
            source_id=self.source.id,
            competitor_id=self.source.competitor_id,
            crawl_run_id=self.run_id,
            data_type=self.source.source_type,
            url=self.look.told_at,
            title=findings[0].title,
            text=findings[0].text,
            records=tuple(finding.record for finding in findings),
            blocks=blocks_of(findings[0].text) if blocks is None else blocks,
            quality=Quality(score=worst.score, reasons=reasons),
            suspect=self.suspect,
            archive_key=stored.key,
            raw={
                "imported": str(self.job_id),
                "media_type": self.look.media_type,
                "status": response.status if response else None,
            },
            extractor_version=outcome.extractor_version,
            observed_at=self.look.observed_at,
            occurred_at=self.look.observed_at,
            split=all(isinstance(finding.record, EventsRecord) for finding in findings),
        )

    def _events(self) -> list[Event]:
        records = (finding.record for finding in self.look.outcome.findings)
        return [event for record in records if isinstance(record, EventsRecord) for event in record.events]

    def _openings(self, document_id: UUID) -> State | None:
        """Openings of a table: what else was open then it does not say, so they are no state of a board."""
        for finding in self.look.outcome.findings:
            if isinstance(finding.record, JobsRecord):
                new = _new_snapshot(self.source, self.look, finding, document_id, self.run_id)
                return State(_unkept(new), finding.text)
        return None


def _states_of(look: PastLook) -> list[Finding]:
    return [one for one in look.outcome.findings if not isinstance(one.record, (EventsRecord, JobsRecord))]


async def _stands(work: Work, source: SourceView, look: PastLook) -> bool:
    """Whether the look shows just what the one before showed."""
    states = _states_of(look)
    if len(states) < len(look.outcome.findings) or look.outcome.state is not RunState.SUCCEEDED:
        return False
    return all([await snapshots.stands(work, _new_snapshot(source, look, one, source.id, source.id)) for one in states])


def _new_snapshot(source: SourceView, look: PastLook, finding: Finding, document_id: UUID, run_id: UUID) -> NewSnapshot:
    return NewSnapshot(
        source_id=source.id,
        competitor_id=source.competitor_id,
        snapshot_type=finding.snapshot_type,
        record=finding.record,
        document_id=document_id,
        crawl_run_id=run_id,
        extractor_version=look.outcome.extractor_version,
        observed_at=look.observed_at,
        occurred_at=look.observed_at,
    )


def _unkept(new: NewSnapshot) -> StoredSnapshot:
    """A state as changes are told from it, though no row keeps it."""
    return StoredSnapshot(
        id=new_id(),
        source_id=new.source_id,
        competitor_id=new.competitor_id,
        snapshot_type=new.snapshot_type,
        record=new.record,
        data_hash="",
        document_id=new.document_id,
        crawl_run_id=new.crawl_run_id,
        extractor_version=new.extractor_version,
        rebased=False,
        observed_at=new.observed_at,
        occurred_at=new.occurred_at,
    )

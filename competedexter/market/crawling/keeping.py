"""The end of a run: archive, document, snapshots, health and the slot it fills, in one short transaction."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from competedexter.foundation.unit_of_work import OpenWork, Work
from competedexter.integrations.archive.errors import ArchiveError
from competedexter.integrations.web.protocol import WebResponse
from competedexter.jobs import CompareSnapshots
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import SlotState, SlotView
from competedexter.market.crawlers.crawler import Finding
from competedexter.market.crawlers.reading.listing_text import blocks_of
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.events import store_events
from competedexter.market.evidence.listings import Event, EventsRecord, RowsRecord, SiteRecord
from competedexter.market.evidence.records import Block, BlockKind, PageRecord, Quality
from competedexter.market.evidence.schemas import NewDocument, NewObject
from competedexter.market.snapshots import service as snapshots
from competedexter.market.snapshots.schemas import NewSnapshot
from competedexter.market.sources.cadence import Health
from competedexter.market.sources.looks import keep

from .attempt_repository import AttemptRepository, Ending
from .discovery import repeat_if_unanswered
from .outcome import Outcome
from .preview import preview_of
from .schemas import Attempt, Parties, RunState, Trigger

SLOT_HEADERS = ("content-type", "etag", "last-modified", "server", "content-language")


async def finish(open_work: OpenWork, attempt: Attempt, parties: Parties, outcome: Outcome) -> None:
    stored: NewObject | None = None
    if outcome.keeps_document and outcome.response is not None:
        try:
            stored = await _archive(attempt, parties, outcome.response)
        except ArchiveError as error:
            outcome = Outcome(RunState.FAILED, error.code, str(error), outcome.response)
    async with open_work() as work:
        attempts = AttemptRepository(work)
        ending = _ending(work, attempt, outcome)
        if stored is not None:
            if not await attempts.hold(attempt.run_id):
                return
            document_id, snapshot_id = await _keep(work, attempt, outcome, stored)
            ending = replace(ending, document_id=document_id, snapshot_id=snapshot_id)
        if not await attempts.end(attempt.run_id, ending):
            return
        if ending.settled_at is None:
            work.enqueue(CompareSnapshots(work.tenant, attempt.run_id))
        await keep(work, attempt.source, attempt.memory, outcome.look())
        await _note_slot(work, attempt, outcome)
        push_state(work, parties, attempt, outcome.state)


def _ending(work: Work, attempt: Attempt, outcome: Outcome) -> Ending:
    """Settled at once, unless there is something to compare or a second look was waited for."""
    response = outcome.response
    compares = outcome.state is RunState.SUCCEEDED or (
        outcome.state is RunState.UNCHANGED and attempt.trigger is Trigger.CONFIRMATION
    )
    return Ending(
        state=outcome.state.value,
        code=outcome.code,
        reason=outcome.reason,
        http_status=response.status if response else None,
        bytes=len(response.body) if response else None,
        rendered=bool(response and response.rendered),
        event=outcome.event(attempt.source.health),
        settled_at=None if compares else work.now(),
    )


async def _archive(attempt: Attempt, parties: Parties, response: WebResponse) -> NewObject:
    put = await parties.archive.put(attempt.workspace_id, response.body, response.media_type)
    return NewObject(put.key, put.size, put.stored_size, response.media_type, put.sha256)


def _document(work: Work, attempt: Attempt, outcome: Outcome, stored: NewObject, response: WebResponse) -> NewDocument:
    """The document with what was read, labelled when the look is suspect."""
    findings, suspect = outcome.findings, outcome.state is RunState.SUSPECT
    first, worst = findings[0], min((finding.quality for finding in findings), key=lambda quality: quality.score)
    reasons = (outcome.reason,) if suspect and outcome.reason and not worst.reasons else worst.reasons
    return NewDocument(
        source_id=attempt.source.id,
        competitor_id=attempt.source.competitor_id,
        crawl_run_id=attempt.run_id,
        data_type=attempt.source.source_type,
        url=first.url,
        title=first.title,
        text=first.text,
        records=tuple(finding.record for finding in findings),
        blocks=blocks_in(findings),
        quality=Quality(score=worst.score, reasons=reasons),
        suspect=suspect,
        archive_key=stored.key,
        raw={
            "url": response.url,
            "status": response.status,
            "charset": response.charset,
            "media_type": response.media_type,
            "headers": {name: response.headers[name] for name in SLOT_HEADERS if name in response.headers},
            "rendered": response.rendered,
            "redirects": list(response.redirects),
        },
        extractor_version=outcome.extractor_version,
        observed_at=work.now(),
        occurred_at=first.occurred_at,
        split=all(isinstance(finding.record, EventsRecord) for finding in findings),
    )


def blocks_in(findings: Sequence[Finding]) -> tuple[Block, ...]:
    """What search finds of it: the blocks of a page, of an article its main text only, else each line told.

    A list of addresses is found by nobody.
    """
    article = next((finding.main for finding in findings if finding.main is not None), None)
    if article is not None:
        return article
    records = [finding.record for finding in findings]
    page = next((record for record in records if isinstance(record, PageRecord)), None)
    if page is not None:
        return page.blocks
    kind: BlockKind = "link" if any(isinstance(record, SiteRecord) for record in records) else "item"
    starts = {row.start for record in records if isinstance(record, RowsRecord) for row in record.rows}
    blocks = blocks_of(findings[0].text, kind)  # a record's name is the heading of what it says
    return tuple(b.model_copy(update={"kind": "heading"}) if b.start in starts else b for b in blocks)


async def _keep(work: Work, attempt: Attempt, outcome: Outcome, stored: NewObject) -> tuple[UUID | None, UUID | None]:
    """The document and, unless suspect, its typed states. Returns (document, first snapshot)."""
    response, findings = outcome.response, outcome.findings
    if response is None:
        return None, None
    await evidence.note_object(work, stored)
    suspect = outcome.state is RunState.SUSPECT
    look = _document(work, attempt, outcome, stored, response)
    document_id = await evidence.store(work, look)
    if not suspect:
        await store_events(work, look, _events(findings))
    kept = None
    for finding in () if suspect else findings:
        new = await snapshots.keep(
            work,
            NewSnapshot(
                source_id=attempt.source.id,
                competitor_id=attempt.source.competitor_id,
                snapshot_type=finding.snapshot_type,
                record=finding.record,
                document_id=document_id,
                crawl_run_id=attempt.run_id,
                extractor_version=outcome.extractor_version,
                rebased=attempt.memory.fingerprint is None,  # nothing was read at this address before: a baseline
                observed_at=work.now(),
                occurred_at=finding.occurred_at,
            ),
        )
        kept = kept or (new.snapshot_id if new.is_new else None)
    return document_id, kept


def _events(findings: Sequence[Finding]) -> list[Event]:
    return [
        event for finding in findings if isinstance(finding.record, EventsRecord) for event in finding.record.events
    ]


async def _note_slot(work: Work, attempt: Attempt, outcome: Outcome) -> None:
    """What this look says about the place among the six that its source fills."""
    slot = attempt.source.slot
    if slot == "home":
        if outcome.health is Health.OK and attempt.trigger is not Trigger.DISCOVERY:
            await repeat_if_unanswered(work, attempt.source.competitor_id)
        return
    if slot is None or (outcome.state is RunState.UNCHANGED and _is_known(attempt)):
        return
    view = SlotView(
        slot=slot,
        state=_slot_state(outcome),
        url=attempt.source.source_url,
        preview=preview_of(outcome.findings),
        reason="" if outcome.health is Health.OK else outcome.reason,
    )
    await competitors.note_slots(work, attempt.source.competitor_id, [view])


def _is_known(attempt: Attempt) -> bool:
    """Whether the slot says already what an unchanged page would say: not after a discovery, nor after bad looks."""
    return attempt.trigger is not Trigger.DISCOVERY and attempt.source.health in (Health.OK, Health.SUSPECT)


def _slot_state(outcome: Outcome) -> SlotState:
    if outcome.health in (Health.OK, Health.SUSPECT):
        return SlotState.FOUND
    is_missing = outcome.state is RunState.GONE or outcome.code == "not_found_once"
    return SlotState.MISSING if is_missing else SlotState.BLOCKED


def push_state(work: Work, parties: Parties, attempt: Attempt, state: RunState) -> None:
    message = {
        "type": "crawl",
        "competitorId": str(attempt.source.competitor_id),
        "sourceId": str(attempt.source.id),
        "crawlRunId": str(attempt.run_id),
        "state": state.value,
    }
    tenant = work.tenant

    async def push() -> None:
        await parties.push(tenant, message)

    work.then(push)

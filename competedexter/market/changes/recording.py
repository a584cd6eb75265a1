"""What a crawl run brought, compared with the state before and stored as changes with their first labels."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from competedexter.foundation.identifiers import new_id
from competedexter.foundation.unit_of_work import Work
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.events import events_of_run
from competedexter.market.evidence.listings import EventsRecord
from competedexter.market.evidence.schemas import EventDocument
from competedexter.market.snapshots import service as snapshots
from competedexter.market.snapshots.schemas import StoredSnapshot
from competedexter.models import Change, ChangeLabel, CrawlRun

from .comparing import Opinion, State, exact, opinions
from .confirmation import first_state, suspicion
from .diffing import differences
from .drafts import Draft, SpanRef
from .first_look import dated_past
from .kinds import ChangeState, Label, LabelSource
from .repository import ChangeRepository
from .told_elsewhere import SAME_EVENT, Elsewhere, told_by_pages
from .told_events import told_event
from .told_once import Told, told_by
from .variant_repository import VariantRepository

_TYPES: dict[str, str] = {
    "news": "news", "post": "social", "filing": "filings", "funding": "funding", "review": "reviews", "patent": "patents",
}  # fmt: skip
_PRICING_FIRST = {"pricing": 0}  # its typed changes tell the page what is told already


async def record(work: Work, run: CrawlRun) -> list[UUID]:
    """Stores the changes between each snapshot of the run and the one before it; returns the ids of new ones.

    A first snapshot is a baseline and one read anew by a better extractor is a new baseline: neither makes a change that
    is alerted; what in the first of all has a date is told as the past. Events are told once each.
    """
    told: dict[UUID, Callable[[UUID], Told]] = {}
    made: list[UUID] = []
    found = await snapshots.of_run(work, run.id)
    for after in sorted(found, key=lambda one: _PRICING_FIRST.get(one.snapshot_type, 1)):
        before = None if after.rebased else await snapshots.before(work, after.id)
        if before is None:
            made += await _store_past(work, run, after)
            continue
        old, new = await _state(work, before), await _state(work, after)
        known = told[after.document_id](before.document_id) if after.document_id in told else Told()
        if after.snapshot_type == "page":
            known = replace(known, elsewhere=await _told_elsewhere(work, before, after))
        drafts = await asyncio.to_thread(differences, before.record, after.record, old.text, new.text, known)
        if after.snapshot_type == "pricing":
            told[after.document_id] = partial(_told_to, told_by(drafts), old)
        made += await _store(work, run, old, new, drafts)
    return made + await _store_events(work, run, found)


async def _store_past(work: Work, run: CrawlRun, after: StoredSnapshot) -> list[UUID]:
    """The dated past of a first look; none when something was seen at this source before."""
    drafts = () if after.rebased and await snapshots.before(work, after.id) else dated_past(after.record)
    if not drafts:
        return []
    new = await _state(work, after)
    tier = await ChangeRepository(work).tier_of(after.competitor_id)
    rows = [_row(work, run, None, new, draft.for_tier(tier), backfilled=True) for draft in drafts]
    return await _add(work, rows, drafts)


async def _store_events(work: Work, run: CrawlRun, found: Sequence[StoredSnapshot]) -> list[UUID]:
    """One change for each event that this run brought first."""
    told = await events_of_run(work, run.id)
    if not told:
        return []
    feed = next((one for one in found if isinstance(one.record, EventsRecord)), None)
    backfilled = feed is not None and (feed.rebased or await snapshots.before(work, feed.id) is None)
    tier = await ChangeRepository(work).tier_of(run.competitor_id)
    drafts = [told_event(event, backfilled=backfilled).for_tier(tier) for event in told]
    rows = [
        _event_row(work, run, event, draft, feed.id if feed else None, backfilled=backfilled)
        for event, draft in zip(told, drafts, strict=True)
    ]
    return await _add(work, rows, drafts)


async def _add(work: Work, rows: Sequence[Change], drafts: Sequence[Draft]) -> list[UUID]:
    """Stores what is sure at first sight, with its label."""
    changes = ChangeRepository(work)
    stored = await changes.add(rows)
    labels = [
        _label(work, row.id, Opinion(draft.label, draft.reason), ChangeState.CONFIRMED)
        for row, draft in zip(rows, drafts, strict=True)
        if row.id in stored
    ]
    await changes.add_labels(labels)
    return [row.id for row in rows if row.id in stored]


async def _told_elsewhere(work: Work, before: StoredSnapshot, after: StoredSnapshot) -> Elsewhere:
    """What other pages of the site told since this one was as before; comparisons of one site wait for each other."""
    changes = ChangeRepository(work)
    await changes.lock_competitor(after.competitor_id)
    since = min(before.observed_at, after.observed_at - SAME_EVENT)
    rows = await changes.of_other_pages(after.competitor_id, after.source_id, since, after.observed_at)
    return told_by_pages(((change.observed_at, change.data) for change in rows), after.observed_at)


def _told_to(told: Told, old: State, before_document: UUID) -> Told:
    """The prices may have been kept with an older document than the page: they moved less often."""
    return told if before_document == old.snapshot.document_id else told.in_lines(old.text)


async def _state(work: Work, snapshot: StoredSnapshot) -> State:
    return State(snapshot, await evidence.text_of(work, snapshot.document_id))


async def _store(work: Work, run: CrawlRun, before: State, after: State, drafts: Sequence[Draft]) -> list[UUID]:
    changes = ChangeRepository(work)
    old, new = before.snapshot, after.snapshot
    tier = await changes.tier_of(new.competitor_id)
    variants = await VariantRepository(work).is_variant(
        new.source_id, new.snapshot_type, [old.data_hash, new.data_hash]
    )
    seen = await snapshots.seen_before(work, new.id)
    rows: list[Change] = []
    labels: list[ChangeLabel] = []
    for draft in drafts:
        weighed = draft.for_tier(tier)
        row = _row(work, run, before, after, weighed)
        told = list(
            opinions(
                weighed,
                enters_variant=new.data_hash in variants,
                leaves_variant=old.data_hash in variants,
                seen_before=seen,
            )
        )
        state = _first_state(weighed, told, enters=new.data_hash in variants, seen=seen)
        rows.append(row)
        labels += [_label(work, row.id, opinion, state) for opinion in told]
    stored = await changes.add(rows)
    await changes.add_labels([label for label in labels if label.change_id in stored])
    return [row.id for row in rows if row.id in stored]


def _first_state(draft: Draft, told: Sequence[Opinion], *, enters: bool, seen: datetime | None) -> ChangeState:
    """Held-back changes need no second look, unless they are a view of the page that may have come to stay."""
    if told[-1].label is Label.VARIANT and draft.label is not Label.VARIANT:
        return ChangeState.PENDING if enters else ChangeState.CONFIRMED
    if draft.label.held_back:
        return ChangeState.CONFIRMED
    returns = suspicion(draft.kind, draft.data, returns=seen is not None) is not None
    return first_state(suspicious=draft.suspicious or returns)


def _event_row(
    work: Work, run: CrawlRun, event: EventDocument, draft: Draft, feed_id: UUID | None, *, backfilled: bool
) -> Change:
    return Change(
        id=new_id(),
        workspace_id=work.tenant,
        competitor_id=run.competitor_id,
        data_source_id=run.data_source_id,
        crawl_run_id=run.id,
        snapshot_type=_TYPES[event.event.what],
        before_id=None,
        after_id=feed_id,
        kind=draft.kind,
        subject=draft.subject,
        summary=draft.summary,
        data=draft.data,
        severity=draft.severity,
        severity_reason=draft.severity_reason,
        observed_at=event.observed_at,
        occurred_at=draft.occurred_at,
        backfilled=backfilled,
        evidence_before=None,
        evidence_after=_evidence(exact(draft.after, event.text), event.document_id),
        created_at=work.now(),
    )


def _row(
    work: Work, run: CrawlRun, before: State | None, after: State, draft: Draft, *, backfilled: bool = False
) -> Change:
    new = after.snapshot
    return Change(
        id=new_id(),
        workspace_id=work.tenant,
        competitor_id=new.competitor_id,
        data_source_id=new.source_id,
        crawl_run_id=run.id,
        snapshot_type=new.snapshot_type,
        before_id=before.snapshot.id if before else None,
        after_id=new.id,
        kind=draft.kind,
        subject=draft.subject,
        summary=draft.summary,
        data=draft.data,
        severity=draft.severity,
        severity_reason=draft.severity_reason,
        observed_at=new.observed_at,
        occurred_at=draft.occurred_at or new.occurred_at,
        backfilled=backfilled,
        evidence_before=_evidence(exact(draft.before, before.text), before.snapshot.document_id) if before else None,
        evidence_after=_evidence(exact(draft.after, after.text), new.document_id),
        created_at=work.now(),
    )


def _evidence(span: SpanRef | None, document_id: UUID) -> dict[str, Any] | None:  # Any: JSON
    return None if span is None else {"documentId": str(document_id)} | span.as_json()


def _label(work: Work, change_id: UUID, opinion: Opinion, state: ChangeState) -> ChangeLabel:
    return ChangeLabel(
        id=new_id(),
        workspace_id=work.tenant,
        change_id=change_id,
        label=opinion.label,
        reason=opinion.reason,
        source=LabelSource.RULE,
        state=state,
        at=work.now(),
        created_at=work.now(),
    )

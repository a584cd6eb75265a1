"""What a crawl run brought, compared with the state before and stored as changes with their first labels."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from competedexter.foundation.unit_of_work import Work
from competedexter.market.evidence.events import events_of_run
from competedexter.market.evidence.listings import EventsRecord
from competedexter.market.snapshots import service as snapshots
from competedexter.market.snapshots.schemas import StoredSnapshot
from competedexter.models import Change, ChangeLabel, CrawlRun

from .backfilling import PastComparison
from .comparing import Opinion, State, opinions
from .confirmation import first_state, suspicion
from .diffing import differences
from .drafts import Draft
from .first_look import dated_past
from .kinds import ChangeState, Label
from .repository import ChangeRepository
from .rows import change_row, event_row, label_row, state_of
from .told_already import PRICING_FIRST, told_on_other_pages, told_to
from .told_events import told_event
from .told_once import Told, told_by
from .variant_repository import VariantRepository
from .watch_repository import WatchRepository


async def record(work: Work, run: CrawlRun) -> list[UUID]:
    """Stores the changes between each snapshot of the run and the one before it; returns the ids of new ones.

    A first snapshot is a baseline and one read anew by a better extractor is a new baseline: neither makes a change that
    is alerted; what in the first of all has a date is told as the past, as is what changed since an imported state.
    Events are told once each.
    """
    told: dict[UUID, Callable[[UUID], Told]] = {}
    made: list[UUID] = []
    past = PastComparison(work, run)
    found = await snapshots.of_run(work, run.id)
    for after in sorted(found, key=lambda one: PRICING_FIRST.get(one.snapshot_type, 1)):
        before = None if after.rebased else await snapshots.before(work, after)
        if before is None:
            made += await _store_past(work, run, after)
            made += await past.since_import(after)
            continue
        old, new = await state_of(work, before), await state_of(work, after)
        known = told[after.document_id](before.document_id) if after.document_id in told else Told()
        if after.snapshot_type == "page":
            known = replace(known, elsewhere=await told_on_other_pages(work, before, after))
        drafts = await asyncio.to_thread(differences, before.record, after.record, old.text, new.text, known)
        if after.snapshot_type == "pricing":
            told[after.document_id] = partial(told_to, told_by(drafts), old)
        made += await _store(work, run, old, new, drafts)
    return made + await _store_events(work, run, found)


async def _store_past(work: Work, run: CrawlRun, after: StoredSnapshot) -> list[UUID]:
    """The dated past of a first look; none when something was seen at this source before."""
    drafts = () if after.rebased and await snapshots.before(work, after) else dated_past(after.record)
    if not drafts:
        return []
    new = await state_of(work, after)
    tier = await ChangeRepository(work).tier_of(after.competitor_id)
    rows = [change_row(work, run, None, new, draft.for_tier(tier), backfilled=True) for draft in drafts]
    return await _add(work, rows, drafts)


async def _store_events(work: Work, run: CrawlRun, found: Sequence[StoredSnapshot]) -> list[UUID]:
    """One change for each event that this run brought first."""
    told = await events_of_run(work, run.id)
    if not told:
        return []
    feed = next((one for one in found if isinstance(one.record, EventsRecord)), None)
    is_first = feed is not None and (feed.rebased or await snapshots.before(work, feed) is None)
    since = await WatchRepository(work).elsewhere_since(run.data_source_id) if is_first else None
    past = [is_first and not _is_later(event.event.occurred_at, since) for event in told]
    tier = await ChangeRepository(work).tier_of(run.competitor_id)
    drafts = [told_event(event, backfilled=old).for_tier(tier) for event, old in zip(told, past, strict=True)]
    rows = [
        event_row(work, run, event, draft, feed.id if feed else None, backfilled=old)
        for event, draft, old in zip(told, drafts, past, strict=True)
    ]
    return await _add(work, rows, drafts)


def _is_later(happened: datetime | None, since: datetime | None) -> bool:
    """Whether it happened when another source of its kind was watched already: then it is news, whoever tells it first."""
    return happened is not None and since is not None and happened > since


async def _add(work: Work, rows: Sequence[Change], drafts: Sequence[Draft]) -> list[UUID]:
    """Stores what is sure at first sight, with its label."""
    changes = ChangeRepository(work)
    stored = await changes.add(rows)
    labels = [
        label_row(work, row.id, Opinion(draft.label, draft.reason), ChangeState.CONFIRMED)
        for row, draft in zip(rows, drafts, strict=True)
        if row.id in stored
    ]
    await changes.add_labels(labels)
    return [row.id for row in rows if row.id in stored]


async def _store(work: Work, run: CrawlRun, before: State, after: State, drafts: Sequence[Draft]) -> list[UUID]:
    changes = ChangeRepository(work)
    old, new = before.snapshot, after.snapshot
    tier = await changes.tier_of(new.competitor_id)
    variants = await VariantRepository(work).is_variant(
        new.source_id, new.snapshot_type, [old.data_hash, new.data_hash]
    )
    seen = await snapshots.seen_before(work, new)
    rows: list[Change] = []
    labels: list[ChangeLabel] = []
    for draft in drafts:
        weighed = draft.for_tier(tier)
        row = change_row(work, run, before, after, weighed)
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
        labels += [label_row(work, row.id, opinion, state) for opinion in told]
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

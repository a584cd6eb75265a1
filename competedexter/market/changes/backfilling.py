"""Changes of a past that was imported: dated, labelled, sure, and never alerted.

Two imported states are compared as two looks are, when one reader read both; what another reader made of another kind of
file is a new baseline. So is the first look of our own, but its difference from an imported state is told as the past.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final
from uuid import UUID

from competedexter.foundation.unit_of_work import Work
from competedexter.market.evidence.events import events_of_run
from competedexter.market.evidence.listings import JobsRecord
from competedexter.market.snapshots import service as snapshots
from competedexter.market.snapshots.schemas import StoredSnapshot
from competedexter.models import Change, CrawlRun

from .comparing import Opinion, State
from .diffing import differences
from .drafts import Draft
from .first_look import dated_past
from .kinds import ChangeState, Label
from .repository import ChangeRepository
from .rows import change_row, event_row, label_row, state_of
from .told_already import PRICING_FIRST, told_on_other_pages, told_to
from .told_events import told_event
from .told_once import Told, told_by

BROUGHT: Final = "delivery:"  # how the slot of a run begins whose answer was uploaded or sent to a hook
IMPORT: Final = "import"  # the trigger of runs that looked into the past
IMPORTED: Final = "It was imported, with its own date."
BETWEEN: Final = "An imported look in between tells it more closely."


async def hold(work: Work, source_id: UUID) -> None:
    """The past of one source is written by one at a time; held until the transaction ends."""
    await ChangeRepository(work).lock_source(source_id)


async def record_past(work: Work, crawl_run_id: UUID, openings: State | None = None) -> int:
    """Stores what an imported look changed from the one before it; returns how many changes are new.

    `openings` is a list of openings that is no state: each is told at its own date. Safe to run twice.
    """
    run = await ChangeRepository(work).run(crawl_run_id)
    if run is None:
        return 0
    past = PastComparison(work, run)
    made: list[UUID] = []
    found = await snapshots.of_run(work, run.id)
    for one in sorted(found, key=lambda one: PRICING_FIRST.get(one.snapshot_type, 1)):
        made += await past.tell(await snapshots.before(work, one), one)
    made += await past.events()
    if openings is not None:
        made += await past.openings(openings)
    return len(made)


async def join_past(work: Work, source_id: UUID) -> int:
    """Stores what changed from imported states to states that were there before them, and takes back what those were
    said to have changed from older ones; returns how many changes are new. Called when an import is done with a source.
    """
    made: list[UUID] = []
    comparisons: dict[UUID, PastComparison] = {}
    placed = await snapshots.line_up(work, source_id)
    order = sorted(range(1, len(placed)), key=lambda at: PRICING_FIRST.get(placed[at].snapshot_type, 1))
    for at in order:
        last, one = placed[at - 1], placed[at]
        if last.snapshot_type != one.snapshot_type or last.id < one.id:
            continue  # told when the later one was kept
        before, after = await snapshots.stored(work, last.id), await snapshots.stored(work, one.id)
        run = await ChangeRepository(work).run(before.crawl_run_id) if before.crawl_run_id else None
        if run is None or not _is_import(run):
            continue
        made += await comparisons.setdefault(run.id, PastComparison(work, run)).tell(before, after)
        older = (two for two in reversed(placed[: at - 1]) if two.id < one.id)
        if (known := next(older, None)) is not None and known.snapshot_type == one.snapshot_type:
            await _retell(work, known.id, one.id)
    return len(made)


class PastComparison:
    """Comparisons of one run; the prices of a page are compared before its words, and say what is told already."""

    def __init__(self, work: Work, run: CrawlRun) -> None:
        self._work = work
        self._run = run
        self._changes = ChangeRepository(work)
        self._told: dict[UUID, Callable[[UUID], Told]] = {}

    async def since_import(self, first: StoredSnapshot) -> list[UUID]:
        """What changed from the last imported state to the first that we saw ourselves."""
        before = await snapshots.before(self._work, first) if first.rebased else None
        if before is None or before.crawl_run_id is None:
            return []
        run = await self._changes.run(before.crawl_run_id)
        return await self.tell(before, first) if run is not None and _is_import(run) else []

    async def tell(self, before: StoredSnapshot | None, after: StoredSnapshot | None) -> list[UUID]:
        """The changes between two states that one reader read; nothing of others."""
        if before is None or after is None or before.extractor_version != after.extractor_version:
            return []
        old, new = await state_of(self._work, before), await state_of(self._work, after)
        known = self._told[after.document_id](before.document_id) if after.document_id in self._told else Told()
        if after.snapshot_type == "page":
            known = replace(known, elsewhere=await told_on_other_pages(self._work, before, after))
        drafts = await asyncio.to_thread(differences, before.record, after.record, old.text, new.text, known)
        if after.snapshot_type == "pricing":
            self._told[after.document_id] = partial(told_to, told_by(drafts), old)
        return await self._store(
            drafts, lambda draft: change_row(self._work, self._run, old, new, draft, backfilled=True)
        )

    async def events(self) -> list[UUID]:
        """One change for each event that this run brought first."""
        made: list[UUID] = []
        for event in await events_of_run(self._work, self._run.id):
            draft = replace(told_event(event, backfilled=True), reason=IMPORTED)
            row = partial(event_row, self._work, self._run, event, feed_id=None, backfilled=True)
            made += await self._store([draft], row)
        return made

    async def openings(self, listed: State) -> list[UUID]:
        """An opening that was there on a day; what else was there is not known, so none is missing."""
        if not isinstance(listed.snapshot.record, JobsRecord):
            return []
        drafts = [replace(draft, reason=IMPORTED) for draft in dated_past(listed.snapshot.record)]

        def row(draft: Draft) -> Change:
            change = change_row(self._work, self._run, None, listed, draft, backfilled=True)
            change.after_id = None
            return change

        return await self._store(drafts, row)

    async def _store(self, drafts: Sequence[Draft], row: Callable[[Draft], Change]) -> list[UUID]:
        tier = await self._changes.tier_of(self._run.competitor_id)
        rows = [row(draft.for_tier(tier)) for draft in drafts]
        stored = await self._changes.add(rows)
        labels = [
            label_row(
                self._work,
                one.id,
                Opinion(draft.label, draft.reason),
                ChangeState.CONFIRMED,
                at=one.observed_at,  # then it could be known: `asOf` finds it from then on
            )
            for one, draft in zip(rows, drafts, strict=True)
            if one.id in stored
        ]
        await self._changes.add_labels(labels)
        return [one.id for one in rows if one.id in stored]


async def _retell(work: Work, before_id: UUID, after_id: UUID) -> None:
    """Imported changes from one state to another count no more when a state between them comes to light."""
    changes = ChangeRepository(work)
    labels = [
        label_row(
            work,
            one.change.id,
            Opinion(Label(one.label.label), BETWEEN),
            ChangeState.REVERTED,
            at=max(one.change.observed_at, one.label.at),
        )
        for one in await changes.between(before_id, after_id)
        if one.label.state != ChangeState.REVERTED
    ]
    await changes.add_labels(labels)


def _is_import(run: CrawlRun) -> bool:
    """A look of the past that was sent; what was brought to a source by upload or hook is a look of its own time."""
    return run.trigger == IMPORT and not run.slot.startswith(BROUGHT)

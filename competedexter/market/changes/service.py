"""The verbs of changes: compare what a crawl brought, confirm what was seen twice, find, label, tell the timeline."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.pagination import Cursor, PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.foundation.views import Page, Pagination
from competedexter.jobs import ConfirmChanges, EvaluateAlerts
from competedexter.market.evidence import service as evidence
from competedexter.market.snapshots import service as snapshots
from competedexter.market.snapshots.errors import NotComparable
from competedexter.models import ChangeLabel

from . import second_look
from .diffing import differences
from .errors import ChangeNotFound
from .kinds import ChangeKind, ChangeState, LabelSource, SourceEvent
from .mark_repository import MarkRepository
from .recording import record
from .repository import ChangeRepository, LabelledChange
from .schemas import (
    ChangeFilters,
    ChangeView,
    Compared,
    NewLabel,
    SnapshotDiff,
    TimelineEntry,
    TimelineFilters,
    TypedDifference,
)
from .text_diff import text_diff
from .told_once import Told
from .views import entry_of_change, entry_of_event, view_of

CONFIRM_AFTER_SECONDS = 60.0
LOOKED_AT = ("succeeded", "unchanged")  # states of a run that saw the page whole
QUIET = timedelta(minutes=10)  # without a look for so long, a pending change's second look was lost


async def compare(work: Work, crawl_run_id: UUID, *, confirm_after: float = CONFIRM_AFTER_SECONDS) -> Compared:
    """Turns what a run brought into changes, and settles what waited for this second look. Safe to run twice.

    Sends EvaluateAlerts when something is sure now, ConfirmChanges after `confirm_after` seconds for the others.
    """
    changes = ChangeRepository(work)
    run = await changes.run(crawl_run_id)
    if run is None or run.state not in LOOKED_AT:
        return Compared()
    await changes.lock_source(run.data_source_id)
    settled = await second_look.settle(work, run)
    made = await record(work, run)
    ours = await MarkRepository(work).of_run(run)
    sure = [id_ for id_, state, backfilled in ours if state == ChangeState.CONFIRMED and not backfilled]
    if settled.confirmed or sure:
        work.enqueue(EvaluateAlerts(work.tenant, run.id))
    if any(state == ChangeState.PENDING for _, state, _ in ours) or settled.waiting:
        delay = max(confirm_after, settled.wait_seconds)
        work.enqueue(ConfirmChanges(work.tenant, run.data_source_id), delay_seconds=delay)
    return Compared(tuple(made), (*settled.confirmed, *sure), settled.reverted)


async def await_second_look(work: Work, source_id: UUID) -> bool:
    """Whether a change of this source still waits for one: a request that arrives again may find it done."""
    pending = ChangeFilters(source_id=source_id, states=(ChangeState.PENDING,))
    return await ChangeRepository(work).count(pending) > 0


async def sweep(work: Work, *, confirm_after: float = CONFIRM_AFTER_SECONDS) -> int:
    """Asks again for second looks that were lost. System work."""
    since = work.now() - timedelta(seconds=confirm_after)
    waiting = await ChangeRepository(work).waiting_sources(since, QUIET)
    for workspace_id, source_id in waiting:
        work.enqueue(ConfirmChanges(workspace_id, source_id))
    return len(waiting)


async def find(work: Work, viewer: Viewer, filters: ChangeFilters, page: PageRequest) -> Page[ChangeView]:
    """The ledger, held-back changes included, newest first."""
    viewer.require(Role.VIEWER)
    changes = ChangeRepository(work)
    rows = await changes.find(filters, page)
    shown = rows[: page.page_size]
    last = shown[-1].change if len(rows) > page.page_size else None
    return Page(
        items=tuple(view_of(row) for row in shown),
        pagination=Pagination.counted(await changes.count(filters), page.page, page.page_size),
        next_cursor=Cursor(last.observed_at, last.id).encode() if last else None,
    )


async def get(work: Work, viewer: Viewer, change_id: UUID) -> ChangeView:
    """Raises ChangeNotFound."""
    viewer.require(Role.VIEWER)
    return view_of(await _existing(work, change_id))


async def label(work: Work, viewer: Viewer, change_id: UUID, new: NewLabel) -> ChangeView:
    """What a person thinks of a change; it stands from now on and alters no alert of before. Raises ChangeNotFound."""
    viewer.require(Role.ADMIN)
    found = await _existing(work, change_id)
    if found.label.label != new.label:
        said = ChangeLabel(
            id=new_id(),
            workspace_id=work.tenant,
            change_id=change_id,
            label=new.label,
            reason=new.reason or f"{viewer.name} labelled it {new.label.value}.",
            source=LabelSource.PERSON,
            state=found.label.state,
            user_id=viewer.user_id,
            at=work.now(),
            created_at=work.now(),
        )
        await ChangeRepository(work).add_labels([said])
    return view_of(await _existing(work, change_id))


async def timeline(
    work: Work, viewer: Viewer, competitor_id: UUID, filters: TimelineFilters, page: PageRequest
) -> Page[TimelineEntry]:
    """Changes and source events of a competitor, latest to happen first."""
    viewer.require(Role.VIEWER)
    changes = ChangeRepository(work)
    most = page.offset + page.page_size + 1 if page.cursor is None else page.page_size + 1
    entries: list[TimelineEntry] = []
    total = 0
    if _wants(filters, ChangeKind):
        entries += [entry_of_change(row) for row in await changes.timeline(competitor_id, filters, page, most)]
        total += await changes.count_timeline(competitor_id, filters)
    if _wants(filters, SourceEvent) and not filters.labels:
        entries += [entry_of_event(run) for run in await changes.events(competitor_id, filters, page, most)]
        total += await changes.count_events(competitor_id, filters)
    entries.sort(key=lambda entry: (entry.occurred_at or entry.observed_at, entry.id), reverse=True)
    start = page.offset if page.cursor is None else 0
    shown = entries[start : start + page.page_size]
    more = shown[-1] if len(entries) > start + page.page_size else None
    return Page(
        items=tuple(shown),
        pagination=Pagination.counted(total, page.page, page.page_size),
        next_cursor=Cursor(more.occurred_at or more.observed_at, more.id).encode() if more else None,
    )


async def diff(work: Work, viewer: Viewer, before_id: UUID, after_id: UUID) -> SnapshotDiff:
    """The typed and the text difference of any two snapshots of one type. Raises SnapshotNotFound, NotComparable."""
    viewer.require(Role.VIEWER)
    before, after = await snapshots.stored(work, before_id), await snapshots.stored(work, after_id)
    if before.snapshot_type != after.snapshot_type:
        raise NotComparable(before=before.snapshot_type, after=after.snapshot_type)
    old, new = await evidence.text_of(work, before.document_id), await evidence.text_of(work, after.document_id)
    drafts = await asyncio.to_thread(differences, before.record, after.record, old, new, Told())
    return SnapshotDiff(
        before_id=before.id,
        after_id=after.id,
        snapshot_type=before.snapshot_type,
        before_observed_at=before.observed_at,
        after_observed_at=after.observed_at,
        changes=tuple(
            TypedDifference(
                kind=draft.kind,
                subject=draft.subject,
                summary=draft.summary,
                data=draft.data,
                label=draft.label,
                label_reason=draft.reason,
                severity=draft.severity,
            )
            for draft in drafts
        ),
        text=await asyncio.to_thread(text_diff, old, new),
    )


def _wants(filters: TimelineFilters, kinds: type[ChangeKind] | type[SourceEvent]) -> bool:
    asked: Sequence[str] = filters.kinds
    return not asked or any(kind in tuple(kinds) for kind in asked)


async def _existing(work: Work, change_id: UUID) -> LabelledChange:
    found = await ChangeRepository(work).get(change_id)
    if found is None:
        raise ChangeNotFound
    return found

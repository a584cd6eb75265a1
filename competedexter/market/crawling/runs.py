"""Runs as rows: asked for, claimed, found, settled, swept. Carrying one out is in service.py."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.pagination import Cursor, PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.foundation.views import Page, Pagination
from competedexter.jobs import CompareSnapshots, CrawlNow, CrawlSource, RenderSource
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.errors import CompetitorArchived
from competedexter.market.sources import service as sources
from competedexter.market.sources.errors import SourceIsFed
from competedexter.market.sources.mapping import is_fed
from competedexter.market.sources.schemas import SourceView
from competedexter.models import CrawlRun

from .errors import CrawlRunNotFound
from .repository import CrawlRunRepository
from .schemas import CrawlRunView, DueRun, RunFilters, RunState, Trigger

LEFT_BEHIND = timedelta(seconds=30)  # longer than a job ever waits while the queue is well
SENT_AGAIN = timedelta(minutes=1)  # a full queue is not filled further with jobs it holds already
SWEEP_MOST = 1_000
CLAIMED_AT_ONCE = 1_000
AHEAD = 300  # jobs sent before their threads are free: three seconds' work of one process, and the longest detour
SOMEBODY_WAITS = (Trigger.MANUAL, Trigger.DISCOVERY, Trigger.CONFIRMATION)


async def request(work: Work, viewer: Viewer, source_id: UUID, *, trigger: Trigger = Trigger.MANUAL) -> CrawlRunView:
    """Look now. A run that waits already is the answer to a second request.

    Raises SourceNotFound, SourceIsFed, CompetitorArchived.
    """
    viewer.require(Role.ADMIN)
    source = await sources.watched(work, source_id)
    if is_fed(source.config):
        raise SourceIsFed(by=source.config["feedBy"])
    return await queue(work, source, trigger)


async def refresh(work: Work, viewer: Viewer, competitor_id: UUID) -> tuple[CrawlRunView, ...]:
    """Look at every source of a competitor that is not paused, and has something to look at."""
    viewer.require(Role.ADMIN)
    await _refuse_archived(work, viewer, competitor_id)
    known = await sources.list_for(work, viewer, competitor_id)
    wanted = [source for source in known if source.status != "paused" and not is_fed(source.config)]
    return tuple([await queue(work, source, Trigger.MANUAL) for source in wanted])


async def look_again(work: Work, source_id: UUID) -> CrawlRunView:
    """The second look that confirms or reverts a suspicious change; the one under way, if there is one."""
    under_way = await CrawlRunRepository(work).confirming(source_id)
    if under_way is not None:
        return view_of(under_way)
    return await queue(work, await sources.get(work, source_id), Trigger.CONFIRMATION)


async def queue(work: Work, source: SourceView, trigger: Trigger) -> CrawlRunView:
    """A run for this source; the one that waits already, if there is one."""
    runs = CrawlRunRepository(work)
    run_id = new_id()
    run = CrawlRun(
        id=run_id,
        workspace_id=work.tenant,
        data_source_id=source.id,
        competitor_id=source.competitor_id,
        slot=f"{trigger}:{run_id}",
        trigger=trigger.value,
        queued_at=work.now(),
        created_at=work.now(),
    )
    if not await runs.add_unless_waiting(run):
        waiting = await runs.waiting(source.id)
        if waiting is not None:
            return await _hurried(work, waiting, trigger)
        await runs.add(run)  # somebody has begun it since
    work.enqueue(job_for(run, renders=bool(source.config.get("render"))))
    return view_of(run)


async def _hurried(work: Work, waiting: CrawlRun, trigger: Trigger) -> CrawlRunView:
    """The run that waits already; its job is sent now if somebody waits for it."""
    if waiting.held or trigger in (Trigger.MANUAL, Trigger.DISCOVERY):
        waiting.held, waiting.lease_until = False, waiting.lease_until or work.now()
        if trigger is Trigger.DISCOVERY:
            waiting.trigger = trigger  # its slot waits for what it says, even that nothing has changed
        await CrawlRunRepository(work).save(waiting)
        work.enqueue(job_for(waiting, soon=True))
    return view_of(waiting)


async def queue_due(work: Work) -> int:
    """A run for sources that are due, CLAIMED_AT_ONCE of them; the slot makes it one, however many tickers run.

    Their jobs are sent by `send_held`. Returns how many sources were claimed. System work.
    """
    runs = CrawlRunRepository(work)
    claimed = await sources.claim_due(work, most=CLAIMED_AT_ONCE)
    waiting = await runs.waiting_among([due.source_id for due in claimed])
    await runs.add_due(
        [
            DueRun(due.workspace_id, due.source_id, due.competitor_id, f"schedule:{due.due_at.isoformat()}")
            for due in claimed
            if due.source_id not in waiting  # a look that waits for its turn is not asked for twice
        ]
    )
    return len(claimed)


async def send_held(work: Work, *, ahead: int = AHEAD) -> int:
    """Sends jobs of runs that are due, workspaces in turn, until `ahead` wait in the queue: a workspace with ten thousand
    sources does not keep one with ten waiting. System work."""
    runs = CrawlRunRepository(work)
    turns = await runs.take_turns(ahead)
    for workspace_id, run_id in turns:
        work.enqueue(CrawlSource(workspace_id, run_id))
    return len(turns)


async def sweep(work: Work) -> int:
    """Sends the jobs of runs that were left behind once more, each at most once in SENT_AGAIN. System work."""
    runs = CrawlRunRepository(work)
    left = await runs.left_behind(LEFT_BEHIND, SWEEP_MOST)
    await runs.note_sent([run.id for run in left], work.now() + SENT_AGAIN - LEFT_BEHIND)
    for run in left:
        is_open = run.state in (RunState.QUEUED, RunState.RUNNING)
        work.enqueue(job_for(run) if is_open else CompareSnapshots(run.workspace_id, run.id))
    return len(left)


async def settle(work: Work, run_id: UUID) -> None:
    """Comparison and rules are done too."""
    await CrawlRunRepository(work).settle(run_id)


async def find(work: Work, viewer: Viewer, filters: RunFilters, page: PageRequest) -> Page[CrawlRunView]:
    """Newest first."""
    viewer.require(Role.VIEWER)
    runs = CrawlRunRepository(work)
    rows = await runs.find(filters, page)
    shown = rows[: page.page_size]
    changes = await runs.changes_of([row.id for row in shown])
    more = Cursor(shown[-1].queued_at, shown[-1].id).encode() if len(rows) > page.page_size else None
    pagination = Pagination(total=await runs.count(filters), page=page.page, page_size=page.page_size)
    items = tuple(view_of(row, changes.get(row.id, ())) for row in shown)
    return Page(items=items, pagination=pagination, next_cursor=more)


async def under_way(work: Work, viewer: Viewer, source_ids: Collection[UUID]) -> dict[UUID, CrawlRunView]:
    """The look that waits or runs now, of those of these sources that have one."""
    viewer.require(Role.VIEWER)
    rows = await CrawlRunRepository(work).open_among(source_ids) if source_ids else []
    return {row.data_source_id: view_of(row) for row in rows}


async def get(work: Work, viewer: Viewer, run_id: UUID) -> CrawlRunView:
    """Raises CrawlRunNotFound."""
    viewer.require(Role.VIEWER)
    runs = CrawlRunRepository(work)
    row = await runs.get(run_id)
    if row is None:
        raise CrawlRunNotFound
    return view_of(row, (await runs.changes_of([run_id])).get(run_id, ()))


def job_for(run: CrawlRun, *, renders: bool = False, soon: bool = False) -> CrawlSource | RenderSource:
    if renders or run.rendered:
        return RenderSource(run.workspace_id, run.id)
    kind = CrawlNow if soon or run.trigger in SOMEBODY_WAITS else CrawlSource
    return kind(run.workspace_id, run.id)


def view_of(row: CrawlRun, change_ids: tuple[UUID, ...] = ()) -> CrawlRunView:
    values = row.model_dump(include=set(CrawlRunView.model_fields) - {"source_id", "change_ids"})
    return CrawlRunView.model_validate({**values, "source_id": row.data_source_id, "change_ids": change_ids})


async def _refuse_archived(work: Work, viewer: Viewer, competitor_id: UUID) -> None:
    if (await competitors.get(work, viewer, competitor_id)).archived_at is not None:
        raise CompetitorArchived

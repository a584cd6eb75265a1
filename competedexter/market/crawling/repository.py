"""All SQL of crawl runs."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, Text, Uuid, bindparam, func, or_, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from competedexter.foundation.identifiers import new_id
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.models import Change, CrawlRun, Workspace

from .schemas import DueRun, RunFilters, RunState, Trigger

DELIVERED = "delivery:"  # how the slot of a run begins whose answer was brought
OPEN = (RunState.QUEUED, RunState.RUNNING)
MOST_OPEN = 500  # of a page of sources; each has one that waits and one that runs

_ADD_DUE = text("""
INSERT INTO crawl_runs (id, workspace_id, data_source_id, competitor_id, slot, trigger, state, code, reason, held, attempts,
                        rendered, queued_at, created_at)
SELECT n.id, n.workspace, n.source, n.competitor, n.slot, 'schedule', 'queued', '', '', true, 0, false, :now, :now
FROM unnest(:ids, :workspaces, :sources, :competitors, :slots) AS n(id, workspace, source, competitor, slot)
ON CONFLICT (data_source_id, slot) DO NOTHING
""").bindparams(
    *(bindparam(name, type_=ARRAY(Uuid)) for name in ("ids", "workspaces", "sources", "competitors")),
    bindparam("slots", type_=ARRAY(Text)),
)
_ADD_UNLESS_WAITING = text("""
INSERT INTO crawl_runs (id, workspace_id, data_source_id, competitor_id, slot, trigger, state, code, reason, held, attempts,
                        rendered, queued_at, created_at)
SELECT :id, :workspace, :source, :competitor, :slot, :trigger, 'queued', '', '', false, 0, false, :now, :now
WHERE NOT EXISTS (SELECT FROM crawl_runs w WHERE w.workspace_id = :workspace AND w.data_source_id = :source AND w.state = 'queued'
  AND NOT starts_with(w.slot, 'delivery:'))
ON CONFLICT (data_source_id, slot) DO NOTHING RETURNING id
""")
# A workspace's next held run ranks behind as many as it has in the queue already: whoever has fewest goes first.
_TAKE_TURNS = text("""
WITH sent AS (
  SELECT workspace_id, count(*) AS jobs FROM crawl_runs
  WHERE settled_at IS NULL AND state = 'queued' AND trigger = 'schedule' AND NOT held
    AND (lease_until IS NULL OR lease_until <= :now) -- not those that wait for a host
  GROUP BY workspace_id
), ranked AS (
  SELECT h.id, h.queued_at, coalesce(s.jobs, 0) + row_number() OVER (PARTITION BY h.workspace_id ORDER BY h.queued_at, h.id) AS rank
  FROM crawl_runs h LEFT JOIN sent s ON s.workspace_id = h.workspace_id WHERE h.held
), chosen AS (
  SELECT id FROM ranked ORDER BY rank, queued_at, id
  LIMIT greatest(0, :ahead - (SELECT coalesce(sum(jobs), 0) FROM sent))
)
UPDATE crawl_runs r SET held = false, lease_until = :now FROM chosen
WHERE r.id = chosen.id AND r.held RETURNING r.workspace_id, r.id
""")


class CrawlRunRepository:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    async def add(self, run: CrawlRun) -> bool:
        """False when this source has a run for this slot already."""
        statement = insert(CrawlRun).values(run.model_dump())
        statement = statement.on_conflict_do_nothing(index_elements=["data_source_id", "slot"])
        return (await self._session.execute(statement.returning(col(CrawlRun.id)))).first() is not None

    async def add_unless_waiting(self, run: CrawlRun) -> bool:
        """False when this source has a run already that nobody has begun."""
        values = {
            "id": run.id,
            "workspace": run.workspace_id,
            "source": run.data_source_id,
            "competitor": run.competitor_id,
            "slot": run.slot,
            "trigger": run.trigger,
            "now": run.queued_at,
        }
        return (await self._session.execute(_ADD_UNLESS_WAITING, values)).first() is not None

    async def add_due(self, due: Sequence[DueRun]) -> None:
        """Held runs of the clock, for sources that have none for their slot yet. Over all workspaces: system work."""
        if not due:
            return
        now = self._work.now()
        columns = {
            "ids": [new_id() for _ in due],
            "workspaces": [one.workspace_id for one in due],
            "sources": [one.source_id for one in due],
            "competitors": [one.competitor_id for one in due],
            "slots": [one.slot for one in due],
        }
        await self._session.execute(_ADD_DUE, {**columns, "now": now})

    async def take_turns(self, ahead: int) -> list[tuple[UUID, UUID]]:
        """(workspace, run) of held runs whose turn it is; they are held no longer. Over all workspaces: system work."""
        rows = await self._session.execute(_TAKE_TURNS, {"ahead": ahead, "now": self._work.now()})
        return [(row[0], row[1]) for row in rows]

    async def locked(self, run_id: UUID) -> CrawlRun | None:
        statement = self._mine().where(col(CrawlRun.id) == run_id).with_for_update()
        return (await self._session.execute(statement)).scalars().first()

    async def get(self, run_id: UUID) -> CrawlRun | None:
        return (await self._session.execute(self._mine().where(col(CrawlRun.id) == run_id))).scalars().first()

    async def waiting(self, source_id: UUID) -> CrawlRun | None:
        """A look at this source that nobody has begun; what was brought to it is no look."""
        statement = self._mine().where(
            col(CrawlRun.data_source_id) == source_id,
            col(CrawlRun.state) == RunState.QUEUED,
            ~col(CrawlRun.slot).startswith(DELIVERED),
        )
        return (await self._session.execute(statement.order_by(col(CrawlRun.queued_at)).limit(1))).scalars().first()

    async def confirming(self, source_id: UUID) -> CrawlRun | None:
        """A second look at this source whose comparison is still to come."""
        statement = self._mine().where(
            col(CrawlRun.data_source_id) == source_id,
            col(CrawlRun.trigger) == Trigger.CONFIRMATION,
            col(CrawlRun.settled_at).is_(None),
        )
        return (await self._session.execute(statement.order_by(col(CrawlRun.queued_at)).limit(1))).scalars().first()

    async def delivered_before(self, run: CrawlRun) -> CrawlRun | None:
        """A delivery to the same source that came before this one and is not read yet."""
        earlier = tuple_(col(CrawlRun.queued_at), col(CrawlRun.id)) < (run.queued_at, run.id)
        return (
            (await self._session.execute(self._deliveries(run.data_source_id).where(earlier).limit(1)))
            .scalars()
            .first()
        )

    async def next_delivery(self, source_id: UUID) -> CrawlRun | None:
        """The oldest one that is not read yet."""
        ordered = self._deliveries(source_id).order_by(col(CrawlRun.queued_at), col(CrawlRun.id))
        return (await self._session.execute(ordered.limit(1))).scalars().first()

    async def count_deliveries(self, source_id: UUID) -> int:
        """How many are not read yet."""
        statement = select(func.count()).select_from(self._deliveries(source_id).subquery())
        return await self._session.scalar(statement) or 0

    def _deliveries(self, source_id: UUID) -> Select[CrawlRun]:
        return self._mine().where(
            col(CrawlRun.data_source_id) == source_id,
            col(CrawlRun.slot).startswith(DELIVERED),
            col(CrawlRun.finished_at).is_(None),
        )

    async def waiting_among(self, source_ids: Sequence[UUID]) -> set[UUID]:
        """Those of these sources that have a run nobody has begun. Over all workspaces: system work."""
        statement = select(col(CrawlRun.data_source_id)).where(
            col(CrawlRun.data_source_id).in_(source_ids),
            col(CrawlRun.state) == RunState.QUEUED,
            ~col(CrawlRun.slot).startswith(DELIVERED),
        )
        return set((await self._session.execute(statement)).scalars())

    async def open_among(self, source_ids: Collection[UUID]) -> list[CrawlRun]:
        """Runs of these sources that nobody has finished, the one that is under way last."""
        statement = self._mine().where(col(CrawlRun.data_source_id).in_(source_ids), col(CrawlRun.state).in_(OPEN))
        begun_last = statement.where(col(CrawlRun.settled_at).is_(None)).order_by(
            col(CrawlRun.state) == RunState.RUNNING, col(CrawlRun.queued_at)
        )
        return list((await self._session.execute(begun_last.limit(MOST_OPEN))).scalars())

    async def first_good(self, source_id: UUID) -> datetime | None:
        """When a look of our own first went well."""
        statement = select(func.min(col(CrawlRun.finished_at))).where(
            col(CrawlRun.workspace_id) == self._work.tenant,
            col(CrawlRun.data_source_id) == source_id,
            col(CrawlRun.trigger) != Trigger.IMPORT,
            col(CrawlRun.state).in_((RunState.SUCCEEDED, RunState.UNCHANGED)),
        )
        return await self._session.scalar(statement)

    async def extend(self, run_id: UUID, until: datetime) -> None:
        await self._session.execute(
            update(CrawlRun)
            .where(
                col(CrawlRun.workspace_id) == self._work.tenant,
                col(CrawlRun.id) == run_id,
                col(CrawlRun.state) == RunState.RUNNING,
            )
            .values(lease_until=until)
        )

    async def save(self, run: CrawlRun) -> None:
        self._session.add(run)
        await self._session.flush()

    async def end_open(self, source_id: UUID, code: str, reason: str) -> None:
        """Runs of this source that nobody has finished end here, and nobody finishes them any more."""
        now = self._work.now()
        await self._session.execute(
            update(CrawlRun)
            .where(
                col(CrawlRun.workspace_id) == self._work.tenant,
                col(CrawlRun.data_source_id) == source_id,
                col(CrawlRun.state).in_(OPEN),
            )
            .values(
                state=RunState.FAILED,
                code=code,
                reason=reason,
                finished_at=now,
                settled_at=now,
                lease_until=None,
                held=False,
            )
            .execution_options(synchronize_session=False)
        )

    async def find(self, filters: RunFilters, page: PageRequest) -> list[CrawlRun]:
        """Newest first; one row more than asked for when there are more."""
        statement = self._mine().where(*_conditions(filters))
        if page.cursor is not None:
            statement = statement.where(
                tuple_(col(CrawlRun.queued_at), col(CrawlRun.id)) < tuple_(page.cursor.at, page.cursor.id)
            )
        else:
            statement = statement.offset(page.offset)
        ordered = statement.order_by(col(CrawlRun.queued_at).desc(), col(CrawlRun.id).desc())
        return list((await self._session.execute(ordered.limit(page.page_size + 1))).scalars())

    async def count(self, filters: RunFilters) -> int:
        statement = select(func.count(col(CrawlRun.id))).where(
            col(CrawlRun.workspace_id) == self._work.tenant, *_conditions(filters)
        )
        return await self._session.scalar(statement) or 0

    async def changes_of(self, run_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, ...]]:
        statement = (
            select(col(Change.crawl_run_id), func.array_agg(col(Change.id)))
            .where(col(Change.workspace_id) == self._work.tenant, col(Change.crawl_run_id).in_(run_ids))
            .group_by(col(Change.crawl_run_id))
        )
        return {run_id: tuple(ids) for run_id, ids in await self._session.execute(statement) if run_id is not None}

    async def settle(self, run_id: UUID) -> None:
        await self._session.execute(
            update(CrawlRun)
            .where(
                col(CrawlRun.workspace_id) == self._work.tenant,
                col(CrawlRun.id) == run_id,
                col(CrawlRun.finished_at).is_not(None),
                col(CrawlRun.settled_at).is_(None),
            )
            .values(settled_at=self._work.now())
        )

    async def left_behind(self, older_than: timedelta, most: int) -> list[CrawlRun]:
        """Unsettled runs whose job may be lost. Over all workspaces: system work."""
        before = self._work.now() - older_than
        statement = (
            select(CrawlRun)
            .join(Workspace, col(Workspace.id) == col(CrawlRun.workspace_id))
            .where(
                or_(col(Workspace.importing_until).is_(None), col(Workspace.importing_until) <= self._work.now()),
                col(CrawlRun.settled_at).is_(None),
                ~col(CrawlRun.held),
                func.greatest(col(CrawlRun.queued_at), col(CrawlRun.lease_until), col(CrawlRun.finished_at)) < before,
            )
            .order_by(col(CrawlRun.queued_at))
            .limit(most)
        )
        return list((await self._session.execute(statement)).scalars())

    async def note_sent(self, run_ids: Sequence[UUID], until: datetime) -> None:
        """Nobody need look for the jobs of these runs before `until`; runs under way keep their lease. System work."""
        await self._session.execute(
            update(CrawlRun)
            .where(col(CrawlRun.id).in_(run_ids), col(CrawlRun.state) != RunState.RUNNING)
            .values(lease_until=until)
        )

    def _mine(self) -> Select[CrawlRun]:
        return select(CrawlRun).where(col(CrawlRun.workspace_id) == self._work.tenant)


def _conditions(filters: RunFilters) -> list[Any]:  # Any: SQL expressions
    conditions: list[Any] = []
    if filters.competitor_id:
        conditions.append(col(CrawlRun.competitor_id) == filters.competitor_id)
    if filters.source_id:
        conditions.append(col(CrawlRun.data_source_id) == filters.source_id)
    if filters.state:
        conditions.append(col(CrawlRun.state) == filters.state)
    if filters.as_of:
        conditions.append(col(CrawlRun.queued_at) <= filters.as_of)
    return conditions

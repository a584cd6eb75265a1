"""All SQL of snapshots."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select, text, true, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased
from sqlmodel import col

from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.models import CrawlRun, DataSource, Snapshot

from .schemas import Marked, Placed, StoredSnapshot

# What the current pages of a workspace link to and its sites name, where the address matches.
_ADDRESSES = text("""
WITH current AS (
  SELECT DISTINCT ON (data_source_id, snapshot_type) competitor_id, snapshot_date, snapshot_type, data
  FROM competitor_snapshots WHERE workspace_id = :workspace AND snapshot_type IN ('site', 'page')
  ORDER BY data_source_id, snapshot_type, snapshot_date DESC
)
SELECT DISTINCT ON (competitor_id, found.url) competitor_id, found.url, snapshot_date
FROM current CROSS JOIN LATERAL (
  SELECT jsonb_path_query(data, CASE snapshot_type WHEN 'site' THEN '$.pages[*].url' ELSE '$.blocks[*].target' END::jsonpath)
         #>> '{}' AS url
) found WHERE found.url ~* :pattern ORDER BY competitor_id, found.url, snapshot_date DESC LIMIT :most
""")
_NEVER = text("'infinity'::timestamptz")


class SnapshotRepository:
    def __init__(self, work: Work) -> None:
        self._session = work.session
        self._tenant = work.tenant

    async def add(self, snapshot: Snapshot) -> None:
        self._session.add(snapshot)
        await self._session.flush()

    async def get(self, snapshot_id: UUID) -> Snapshot | None:
        return (await self._session.execute(self._mine().where(col(Snapshot.id) == snapshot_id))).scalars().first()

    async def newest(self, source_id: UUID, snapshot_type: str, *, until: datetime | None = None) -> Snapshot | None:
        """The latest state of one thing, at `until` if given."""
        statement = self._mine().where(
            col(Snapshot.data_source_id) == source_id, col(Snapshot.snapshot_type) == snapshot_type
        )
        if until is not None:
            statement = statement.where(col(Snapshot.snapshot_date) <= until)
        return (await self._session.execute(_newest_first(statement).limit(1))).scalars().first()

    async def newest_mark(self, source_id: UUID, snapshot_type: str, *, until: datetime) -> Marked | None:
        """Which state was the latest of one thing at `until`, without what it says."""
        statement = (
            select(col(Snapshot.id), col(Snapshot.data_hash), col(Snapshot.extractor_version))
            .where(
                col(Snapshot.workspace_id) == self._tenant,
                col(Snapshot.data_source_id) == source_id,
                col(Snapshot.snapshot_type) == snapshot_type,
                col(Snapshot.snapshot_date) <= until,
            )
            .order_by(col(Snapshot.snapshot_date).desc(), col(Snapshot.id).desc())
        )
        row = (await self._session.execute(statement.limit(1))).first()
        return None if row is None else Marked(*row)

    async def addresses(self, pattern: str, most: int) -> list[tuple[UUID, str, datetime]]:
        """(competitor, address, when it was seen) of what current pages link to and sites name."""
        wanted = {"workspace": self._tenant, "pattern": pattern, "most": most}
        return [(row[0], row[1], row[2]) for row in await self._session.execute(_ADDRESSES, wanted)]

    async def of_run(self, crawl_run_id: UUID) -> Sequence[Snapshot]:
        statement = self._mine().where(col(Snapshot.crawl_run_id) == crawl_run_id).order_by(col(Snapshot.id))
        return (await self._session.execute(statement)).scalars().all()

    async def before(self, snapshot: StoredSnapshot) -> Snapshot | None:
        statement = self._mine().where(
            col(Snapshot.data_source_id) == snapshot.source_id,
            col(Snapshot.snapshot_type) == snapshot.snapshot_type,
            tuple_(col(Snapshot.snapshot_date), col(Snapshot.id)) < tuple_(snapshot.observed_at, snapshot.id),
        )
        return (await self._session.execute(_newest_first(statement).limit(1))).scalars().first()

    async def after(self, snapshot: Snapshot) -> Snapshot | None:
        statement = self._mine().where(
            col(Snapshot.data_source_id) == snapshot.data_source_id,
            col(Snapshot.snapshot_type) == snapshot.snapshot_type,
            tuple_(col(Snapshot.snapshot_date), col(Snapshot.id)) > tuple_(snapshot.snapshot_date, snapshot.id),
        )
        oldest = statement.order_by(col(Snapshot.snapshot_date), col(Snapshot.id)).limit(1)
        return (await self._session.execute(oldest)).scalars().first()

    async def line_up(self, source_id: UUID) -> list[Placed]:
        """All states of a source by type, oldest first."""
        statement = (
            select(col(Snapshot.id), col(Snapshot.snapshot_type), col(Snapshot.extractor_version))
            .where(col(Snapshot.workspace_id) == self._tenant, col(Snapshot.data_source_id) == source_id)
            .order_by(col(Snapshot.snapshot_type), col(Snapshot.snapshot_date), col(Snapshot.id))
        )
        return [Placed(*row) for row in await self._session.execute(statement)]

    async def same_state_before(self, snapshot: StoredSnapshot) -> datetime | None:
        """When the state of this snapshot was seen last before it."""
        statement = select(func.max(col(Snapshot.snapshot_date))).where(
            col(Snapshot.workspace_id) == self._tenant,
            col(Snapshot.data_source_id) == snapshot.source_id,
            col(Snapshot.snapshot_type) == snapshot.snapshot_type,
            col(Snapshot.data_hash) == snapshot.data_hash,
            tuple_(col(Snapshot.snapshot_date), col(Snapshot.id)) < tuple_(snapshot.observed_at, snapshot.id),
        )
        return await self._session.scalar(statement)

    async def current(
        self, competitor_ids: Collection[UUID], snapshot_type: str | None, until: datetime | None
    ) -> Sequence[Snapshot]:
        """The latest state of each source and type; of sources that were watched (then)."""
        removed = col(DataSource.removed_at)
        statement = (
            self._mine()
            .join(DataSource, col(DataSource.id) == col(Snapshot.data_source_id))
            .where(col(Snapshot.competitor_id).in_(competitor_ids))
            .where(removed.is_(None) if until is None else or_(removed.is_(None), removed > until))
        )
        if snapshot_type:
            statement = statement.where(col(Snapshot.snapshot_type) == snapshot_type)
        if until is not None:
            statement = statement.where(col(Snapshot.snapshot_date) <= until)
        each = distinct_on(col(Snapshot.data_source_id), col(Snapshot.snapshot_type))
        latest = statement.ext(each).order_by(
            col(Snapshot.data_source_id),
            col(Snapshot.snapshot_type),
            col(Snapshot.snapshot_date).desc(),
            col(Snapshot.id).desc(),
        )
        return (await self._session.execute(latest)).scalars().all()

    async def history(
        self, competitor_id: UUID, snapshot_type: str | None, page: PageRequest, until: datetime | None
    ) -> tuple[Sequence[Snapshot], int]:
        statement = self._mine().where(col(Snapshot.competitor_id) == competitor_id)
        if snapshot_type:
            statement = statement.where(col(Snapshot.snapshot_type) == snapshot_type)
        if until is not None:
            statement = statement.where(col(Snapshot.snapshot_date) <= until)
        total = await self._session.scalar(select(func.count()).select_from(statement.subquery()))
        rows = await self._session.execute(_newest_first(statement).offset(page.offset).limit(page.page_size))
        return rows.scalars().all(), total or 0

    async def last_seen(self, snapshot_ids: Collection[UUID], until: datetime | None) -> dict[UUID, datetime]:
        """The last good look at each state, changed page or not: before the next state came, and not after `until`."""
        later = aliased(Snapshot)
        replaced = (
            select(func.min(col(later.snapshot_date)))
            .where(
                col(later.workspace_id) == self._tenant,
                col(later.data_source_id) == col(Snapshot.data_source_id),
                col(later.snapshot_type) == col(Snapshot.snapshot_type),
                tuple_(col(later.snapshot_date), col(later.id)) > tuple_(col(Snapshot.snapshot_date), col(Snapshot.id)),
            )
            .correlate(Snapshot)
            .scalar_subquery()
        )
        looks = (
            select(func.max(col(CrawlRun.finished_at)))
            .where(
                col(CrawlRun.workspace_id) == self._tenant,
                col(CrawlRun.data_source_id) == col(Snapshot.data_source_id),
                col(CrawlRun.state).in_(("succeeded", "unchanged")),
                col(CrawlRun.finished_at) >= col(Snapshot.snapshot_date),
                col(CrawlRun.finished_at) < func.coalesce(replaced, _NEVER),
                true() if until is None else col(CrawlRun.finished_at) <= until,
            )
            .correlate(Snapshot)
            .scalar_subquery()
        )
        statement = select(col(Snapshot.id), looks).where(
            col(Snapshot.workspace_id) == self._tenant, col(Snapshot.id).in_(snapshot_ids)
        )
        return {row: seen for row, seen in await self._session.execute(statement) if seen is not None}

    def _mine(self) -> Select[Snapshot]:
        return select(Snapshot).where(col(Snapshot.workspace_id) == self._tenant)


def _newest_first(statement: Select[Snapshot]) -> Select[Snapshot]:
    return statement.order_by(col(Snapshot.snapshot_date).desc(), col(Snapshot.id).desc())

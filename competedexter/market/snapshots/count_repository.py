"""SQL that counts what states list, without reading the lists themselves: a job board of a thousand openings is 300 KB."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col

from competedexter.foundation.unit_of_work import Work
from competedexter.models import DataSource, Snapshot

from .schemas import Counted

# The list of each record, the finer one first where a record has two (listings.py, records.py).
_LISTS = (
    "jobs",
    "events",
    "technologies",
    "facts",
    "features",
    "ratings",
    "figures",
    "pages",
    "rows",
    "plans",
    "blocks",
)


class CountRepository:
    def __init__(self, work: Work) -> None:
        self._session = work.session
        self._tenant = work.tenant

    async def now(self, condition: ColumnElement[bool]) -> list[Counted]:
        """Of the latest state of each watched source and type."""
        each = distinct_on(col(Snapshot.data_source_id), col(Snapshot.snapshot_type))
        statement = (
            self._counts()
            .join(DataSource, col(DataSource.id) == col(Snapshot.data_source_id))
            .where(col(DataSource.removed_at).is_(None), condition)
            .ext(each)
            .order_by(
                col(Snapshot.data_source_id),
                col(Snapshot.snapshot_type),
                col(Snapshot.snapshot_date).desc(),
                col(Snapshot.id).desc(),
            )
        )
        return await self._rows(statement)

    async def of_source(self, source_id: UUID) -> list[Counted]:
        return await self.now(col(Snapshot.data_source_id) == source_id)

    async def of_competitors(self, competitor_ids: Collection[UUID], snapshot_type: str) -> list[Counted]:
        mine = col(Snapshot.competitor_id).in_(competitor_ids) & (col(Snapshot.snapshot_type) == snapshot_type)
        return await self.now(mine)

    async def over_time(self, competitor_id: UUID, snapshot_type: str, since: datetime, most: int) -> list[Counted]:
        """Of each state since then, oldest first; of more than `most` the newest."""
        statement = self._counts().where(
            col(Snapshot.competitor_id) == competitor_id,
            col(Snapshot.snapshot_type) == snapshot_type,
            col(Snapshot.snapshot_date) >= since,
        )
        newest = statement.order_by(col(Snapshot.snapshot_date).desc(), col(Snapshot.id).desc()).limit(most)
        return (await self._rows(newest))[::-1]

    async def _rows(self, statement: Select[Any]) -> list[Counted]:  # Any: the row type is lost by columns of functions
        return [Counted(*row) for row in await self._session.execute(statement)]

    def _counts(self) -> Select[Any]:  # Any: as above
        listed = func.coalesce(*[col(Snapshot.data)[name] for name in _LISTS], func.jsonb_build_array())
        return select(
            col(Snapshot.data_source_id),
            col(Snapshot.competitor_id),
            col(Snapshot.snapshot_type),
            func.jsonb_array_length(listed),
            col(Snapshot.snapshot_date),
            col(Snapshot.document_id),
        ).where(col(Snapshot.workspace_id) == self._tenant)

"""SQL of changes by the many: how many a day, and the newest of each competitor."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Date, cast, func, select, text
from sqlmodel import col

from competedexter.foundation.unit_of_work import Work
from competedexter.models import Change

from .filtering import happened_at
from .schemas import DayCount, LastChange

# One index probe a competitor: the newest change that people are told of.
_LAST = text("""
SELECT k.id, c.id, c.summary, c.kind, c.observed_at
FROM unnest(CAST(:ids AS uuid[])) AS k(id)
CROSS JOIN LATERAL (
  SELECT c.id, c.summary, c.kind, c.observed_at FROM changes c
  JOIN LATERAL (
    SELECT l.label, l.state FROM change_labels l WHERE l.change_id = c.id ORDER BY l.at DESC, l.id DESC LIMIT 1
  ) newest ON newest.label IN ('significant', 'minor') AND newest.state <> 'reverted'
  WHERE c.workspace_id = :tenant AND c.competitor_id = k.id AND NOT c.backfilled
  ORDER BY c.observed_at DESC, c.id DESC LIMIT 1
) c
""")


class VolumeRepository:
    def __init__(self, work: Work) -> None:
        self._session = work.session
        self._tenant = work.tenant

    async def by_day(
        self, competitor_ids: Collection[UUID], kinds: Sequence[str], since: datetime, until: datetime
    ) -> list[DayCount]:
        at = happened_at()
        day = cast(func.timezone("UTC", at), Date)
        statement = (
            select(col(Change.competitor_id), day, func.count())
            .where(
                col(Change.workspace_id) == self._tenant,
                col(Change.competitor_id).in_(competitor_ids),
                col(Change.kind).in_(kinds),
                at >= since,
                at <= until,
            )
            .group_by(col(Change.competitor_id), day)
            .order_by(day)
        )
        return [DayCount(*row) for row in await self._session.execute(statement)]

    async def last_of(self, competitor_ids: Collection[UUID]) -> list[LastChange]:
        rows = await self._session.execute(_LAST, {"ids": list(competitor_ids), "tenant": self._tenant})
        return [LastChange(*row) for row in rows]

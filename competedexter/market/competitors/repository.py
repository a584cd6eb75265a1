"""All SQL of competitors."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, any_, bindparam, case, delete, func, literal, select, text
from sqlmodel import col

from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.models import Competitor

from .schemas import CompetitorFilters

PALETTE = 10  # colour slots 0-9; what comes later shares slot 10, which is drawn faint with a label

_TIER_ORDER = case({"primary": 0, "secondary": 1, "watch": 2}, value=col(Competitor.tier), else_=3)
_SORTS = {
    "name": func.lower(col(Competitor.name)),
    "createdAt": col(Competitor.created_at),
    "updatedAt": col(Competitor.updated_at),
    "tier": _TIER_ORDER,
}

# Almost every request asks for one; the statement is built once because building it costs as much as running it.
_ONE = select(Competitor).where(
    col(Competitor.workspace_id) == bindparam("workspace_id"), col(Competitor.id) == bindparam("id")
)


# Over all workspaces, so this runs in system work. A slot that is looked for and has no address yet waits for discovery
# itself; one with an address waits for its crawl run, which is swept as a run. SKIP LOCKED: two clocks share the work.
_CLAIM_UNDISCOVERED = text("""
UPDATE competitors c SET discovered_at = CAST(:now AS timestamptz)
FROM (
  SELECT lost.id FROM competitors lost
  JOIN workspaces w ON w.id = lost.workspace_id AND w.deleted_at IS NULL
  WHERE lost.archived_at IS NULL AND coalesce(lost.discovered_at, lost.created_at) <= CAST(:before AS timestamptz)
    AND EXISTS (
      SELECT 1 FROM jsonb_each(lost.discovery) slot
      WHERE slot.value ->> 'state' = 'looking' AND slot.value ->> 'url' IS NULL)
  ORDER BY lost.created_at LIMIT :most FOR UPDATE OF lost SKIP LOCKED
) waiting WHERE c.id = waiting.id
RETURNING c.workspace_id, c.id
""")


class CompetitorRepository:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    async def watched_only(self) -> tuple[UUID, ...] | None:
        """Ids of those that are not archived; None when none is archived."""
        mine = col(Competitor.workspace_id) == self._tenant
        archived = select(col(Competitor.id)).where(mine, col(Competitor.archived_at).is_not(None)).limit(1)
        if await self._session.scalar(archived) is None:
            return None
        watched = select(col(Competitor.id)).where(mine, col(Competitor.archived_at).is_(None))
        return tuple((await self._session.execute(watched)).scalars())

    @property
    def _tenant(self) -> UUID:
        return self._work.tenant

    async def add(self, competitor: Competitor) -> None:
        self._session.add(competitor)
        await self._session.flush()

    async def get(self, competitor_id: UUID) -> Competitor | None:
        found = await self._session.execute(_ONE, {"workspace_id": self._tenant, "id": competitor_id})
        return found.scalars().first()

    # NO KEY UPDATE: rows that refer to the competitor may be written meanwhile, else two crawls of it deadlock.
    async def locked(self, competitor_id: UUID) -> Competitor | None:
        statement = self._mine().where(col(Competitor.id) == competitor_id).with_for_update(key_share=True)
        return (await self._session.execute(statement)).scalars().first()

    async def hold(self, competitor_id: UUID) -> bool:
        """FOR UPDATE: rows that refer to it cannot be written meanwhile. Whether it is there."""
        statement = select(col(Competitor.id)).where(
            col(Competitor.workspace_id) == self._tenant, col(Competitor.id) == competitor_id
        )
        return await self._session.scalar(statement.with_for_update()) is not None

    async def by_domain(self, domain: str) -> Competitor | None:
        statement = self._mine().where(col(Competitor.domain) == domain, col(Competitor.archived_at).is_(None))
        return (await self._session.execute(statement)).scalars().first()

    async def find(self, filters: CompetitorFilters, page: PageRequest) -> tuple[list[Competitor], int]:
        narrowed = self._narrowed(filters)
        total = await self._session.scalar(select(func.count()).select_from(narrowed.order_by(None).subquery()))
        name, descending = filters.sort.lstrip("-"), filters.sort.startswith("-")
        order = _SORTS[name].desc() if descending else _SORTS[name].asc()
        rows = await self._session.execute(
            narrowed.order_by(order, col(Competitor.id)).offset(page.offset).limit(page.page_size)
        )
        return list(rows.scalars()), total or 0

    async def all_active(self) -> Sequence[Competitor]:
        statement = self._mine().where(col(Competitor.archived_at).is_(None)).order_by(func.lower(col(Competitor.name)))
        return (await self._session.execute(statement)).scalars().all()

    async def names(self, competitor_ids: Collection[UUID]) -> dict[UUID, str]:
        statement = select(col(Competitor.id), col(Competitor.name)).where(
            col(Competitor.workspace_id) == self._tenant, col(Competitor.id).in_(competitor_ids)
        )
        return {row[0]: row[1] for row in await self._session.execute(statement)}

    async def claim_undiscovered(self, after: timedelta, most: int) -> list[tuple[UUID, UUID]]:
        """(workspace, competitor) whose discovery was asked for or begun longer ago than `after` and brought nothing.

        Each is given out once in that time. Over all workspaces: system work.
        """
        now = self._work.now()
        rows = await self._session.execute(_CLAIM_UNDISCOVERED, {"now": now, "before": now - after, "most": most})
        return [(row[0], row[1]) for row in rows]

    async def free_colour(self) -> int:
        """The smallest slot that no watched competitor has."""
        statement = select(col(Competitor.colour_slot)).where(
            col(Competitor.workspace_id) == self._tenant, col(Competitor.archived_at).is_(None)
        )
        taken = set((await self._session.execute(statement)).scalars())
        return next((slot for slot in range(PALETTE) if slot not in taken), PALETTE)

    async def remove(self, competitor_id: UUID) -> None:
        """Rows of every room go with it (foreign keys cascade)."""
        await self._session.execute(
            delete(Competitor).where(col(Competitor.workspace_id) == self._tenant, col(Competitor.id) == competitor_id)
        )

    def _mine(self) -> Select[Competitor]:
        return select(Competitor).where(col(Competitor.workspace_id) == self._tenant)

    def _narrowed(self, filters: CompetitorFilters) -> Select[Any]:  # Any: the row type is lost by where()
        statement = self._mine()
        if filters.only_archived:
            statement = statement.where(col(Competitor.archived_at).is_not(None))
        elif not filters.include_archived:
            statement = statement.where(col(Competitor.archived_at).is_(None))
        if filters.tier:
            statement = statement.where(col(Competitor.tier) == filters.tier)
        if filters.tag:
            statement = statement.where(literal(filters.tag) == any_(col(Competitor.tags)))
        for word in (filters.q or "").split()[:10]:
            like = f"%{_escaped(word)}%"
            statement = statement.where(
                col(Competitor.name).ilike(like, escape="\\")
                | col(Competitor.domain).ilike(like, escape="\\")
                | func.array_to_string(col(Competitor.aliases), " ").ilike(like, escape="\\")
                | func.array_to_string(col(Competitor.tags), " ").ilike(like, escape="\\")
            )
        return statement


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

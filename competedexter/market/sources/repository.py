"""All SQL of sources."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, Select, bindparam, case, func, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col

from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.models import Competitor, DataSource, Workspace

from .recalled import RECALLED
from .schemas import Claimed, SourceFilters

# Over all workspaces, so this runs in system work. SKIP LOCKED lets any number of tickers claim without overlap;
# next_due_at moves on at once, and the crawl sets it anew when it knows how the look ended.
_CLAIM = text("""
UPDATE data_sources s SET next_due_at = CAST(:now AS timestamptz) + CASE s.crawl_frequency
         WHEN 'hourly' THEN interval '1 hour' WHEN 'daily' THEN interval '1 day' ELSE interval '7 days' END
FROM (
  SELECT d.id, d.next_due_at AS due_at FROM data_sources d
  JOIN competitors c ON c.id = d.competitor_id AND c.archived_at IS NULL
  JOIN workspaces w ON w.id = d.workspace_id AND w.deleted_at IS NULL AND coalesce(w.importing_until, '-infinity') <= CAST(:now AS timestamptz)
  WHERE d.status <> 'paused' AND d.removed_at IS NULL AND d.next_due_at <= CAST(:now AS timestamptz)
  ORDER BY d.next_due_at LIMIT :most FOR UPDATE OF d SKIP LOCKED
) due WHERE s.id = due.id
RETURNING s.workspace_id, s.id, s.competitor_id, due.due_at
""")

_RECALL = text(f"""
SELECT {RECALLED}, c.archived_at FROM data_sources s JOIN competitors c ON c.id = s.competitor_id
WHERE s.workspace_id = :workspace AND s.id = :source AND s.removed_at IS NULL
""")  # noqa: S608  # our own words
_NOTE_LOOK = text("""
UPDATE data_sources s SET error_count = :error_count, status = :status, health = :health, health_reason = :health_reason,
  health_since = :health_since, last_crawled_at = :last_crawled_at, next_due_at = :next_due_at,
  last_success_at = coalesce(:last_success_at, s.last_success_at), etag = coalesce(:etag, s.etag),
  last_modified = coalesce(:last_modified, s.last_modified), fingerprint = coalesce(:fingerprint, s.fingerprint),
  text_length = coalesce(:text_length, s.text_length), config = coalesce(:config, s.config),
  doubtful_fingerprint = :doubtful_fingerprint
WHERE s.workspace_id = :workspace AND s.id = :source AND s.removed_at IS NULL AND s.xmin::text = :version
""").bindparams(bindparam("config", type_=JSONB(none_as_null=True)))
_KEPT = dict.fromkeys(("last_success_at", "etag", "last_modified", "fingerprint", "text_length", "config"))


class SourceRepository:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    async def add(self, *rows: DataSource) -> None:
        self._session.add_all(rows)
        await self._session.flush()

    async def get(self, source_id: UUID) -> DataSource | None:
        return (await self._session.execute(self._mine().where(col(DataSource.id) == source_id))).scalars().first()

    async def locked(self, source_id: UUID) -> DataSource | None:
        statement = self._mine().where(col(DataSource.id) == source_id).with_for_update()
        return (await self._session.execute(statement)).scalars().first()

    async def recalled(self, source_id: UUID) -> Mapping[str, Any] | None:  # Any: columns
        """RECALLED, and since when its competitor is archived."""
        values = {"workspace": self._work.tenant, "source": source_id}
        row = (await self._session.execute(_RECALL, values)).mappings().first()
        return None if row is None else dict(row)

    async def note_look(self, source_id: UUID, version: str, values: Mapping[str, Any]) -> bool:  # Any: columns
        """Writes what a look left behind, unless somebody wrote to the source since it was recalled as `version`."""
        fence = {"workspace": self._work.tenant, "source": source_id, "version": version}
        result = await self._session.execute(_NOTE_LOOK, {**_KEPT, **values, **fence})
        return cast("CursorResult[Any]", result).rowcount == 1  # cast: an UPDATE gives one

    async def at(self, competitor_id: UUID, source_type: str, url: str) -> DataSource | None:
        statement = self._mine().where(
            col(DataSource.competitor_id) == competitor_id,
            col(DataSource.source_type) == source_type,
            col(DataSource.source_url) == url,
        )
        return (await self._session.execute(statement)).scalars().first()

    async def among(self, competitor_id: UUID, places: Collection[tuple[str, str]]) -> list[DataSource]:
        """Those of a competitor at any of these (type, address)."""
        statement = self._mine().where(
            col(DataSource.competitor_id) == competitor_id,
            col(DataSource.source_type).in_({kind for kind, _ in places}),
            col(DataSource.source_url).in_({url for _, url in places}),
        )
        return list((await self._session.execute(statement)).scalars())

    async def of_competitor(self, competitor_id: UUID) -> list[DataSource]:
        statement = self._mine().where(col(DataSource.competitor_id) == competitor_id)
        return list((await self._session.execute(statement.order_by(col(DataSource.id)))).scalars())

    async def find(self, filters: SourceFilters, page: PageRequest) -> tuple[list[DataSource], int]:
        statement = self._mine().join(Competitor, col(Competitor.id) == col(DataSource.competitor_id))
        statement = statement.where(col(Competitor.archived_at).is_(None))
        if filters.health:
            statement = statement.where(col(DataSource.health) == filters.health)
        if filters.status:
            statement = statement.where(col(DataSource.status) == filters.status)
        if filters.source_type:
            statement = statement.where(col(DataSource.source_type) == filters.source_type)
        if filters.competitor_id:
            statement = statement.where(col(DataSource.competitor_id) == filters.competitor_id)
        total = await self._session.scalar(select(func.count()).select_from(statement.subquery()))
        ordered = statement.order_by(col(DataSource.competitor_id), col(DataSource.id))
        rows = await self._session.execute(ordered.offset(page.offset).limit(page.page_size))
        return list(rows.scalars()), total or 0

    async def count_unwell(self) -> int:
        statement = self._mine().join(Competitor, col(Competitor.id) == col(DataSource.competitor_id))
        unwell = statement.where(
            col(Competitor.archived_at).is_(None), col(DataSource.health) != "ok", col(DataSource.status) != "paused"
        )
        return await self._session.scalar(select(func.count()).select_from(unwell.subquery())) or 0

    async def health_of(self, competitor_ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
        how = case((col(DataSource.status) == "paused", "paused"), else_=col(DataSource.health))
        statement = (
            select(col(DataSource.competitor_id), how, func.count())
            .where(
                col(DataSource.workspace_id) == self._work.tenant,
                col(DataSource.removed_at).is_(None),
                col(DataSource.competitor_id).in_(competitor_ids),
            )
            .group_by(col(DataSource.competitor_id), how)
        )
        found: dict[UUID, dict[str, int]] = {}
        for competitor_id, health, count in await self._session.execute(statement):
            found.setdefault(competitor_id, {})[health] = count
        return found

    async def claim_due(self, now: datetime, most: int) -> list[Claimed]:
        rows = await self._session.execute(_CLAIM, {"now": now, "most": most})
        return [Claimed(*row) for row in rows]

    async def hooked(self, source_id: UUID) -> DataSource | None:
        """A source that somebody sends things to without signing in. Over all workspaces: system work."""
        statement = (
            select(DataSource)
            .join(Competitor, col(Competitor.id) == col(DataSource.competitor_id))
            .join(Workspace, col(Workspace.id) == col(DataSource.workspace_id))
            .where(
                col(DataSource.id) == source_id,
                col(DataSource.removed_at).is_(None),
                col(Competitor.archived_at).is_(None),
                col(Workspace.deleted_at).is_(None),
            )
        )
        return (await self._session.execute(statement)).scalars().first()

    def _mine(self) -> Select[DataSource]:
        """Removed ones are no sources any more: only what was seen there is."""
        return select(DataSource).where(
            col(DataSource.workspace_id) == self._work.tenant, col(DataSource.removed_at).is_(None)
        )

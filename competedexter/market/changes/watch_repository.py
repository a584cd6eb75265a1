"""SQL of since when something is watched."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from competedexter.foundation.unit_of_work import Work

_WATCHED_SINCE = text("""
SELECT min(r.finished_at) FROM crawl_runs r
JOIN data_sources s ON s.id = r.data_source_id AND s.workspace_id = r.workspace_id
JOIN data_sources mine ON mine.id = :source AND mine.workspace_id = r.workspace_id
WHERE r.workspace_id = :workspace AND s.competitor_id = mine.competitor_id AND s.source_type = mine.source_type
  AND s.id <> mine.id AND s.removed_at IS NULL AND r.state IN ('succeeded', 'unchanged')
  AND (r.trigger <> 'import' OR starts_with(r.slot, 'delivery:'))
""")


class WatchRepository:
    def __init__(self, work: Work) -> None:
        self._session = work.session
        self._tenant = work.tenant

    async def elsewhere_since(self, source_id: UUID) -> datetime | None:
        """Since when another source of the same kind of the same competitor is watched; None when none is."""
        wanted = {"source": source_id, "workspace": self._tenant}
        since: datetime | None = await self._session.scalar(_WATCHED_SINCE, wanted)
        return since

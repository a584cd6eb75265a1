"""The short questions of every comparison, asked without loading what mostly is not there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from competedexter.foundation.unit_of_work import Work
from competedexter.models import CrawlRun

_OF_RUN = text("""
SELECT c.id, l.state, c.backfilled FROM changes c JOIN LATERAL (
  SELECT state FROM change_labels WHERE change_id = c.id ORDER BY at DESC, id DESC LIMIT 1
) l ON true
WHERE c.workspace_id = :workspace AND c.data_source_id = :source AND c.crawl_run_id = :run ORDER BY c.observed_at, c.id
""")
_PENDING = text("""
SELECT EXISTS (
  SELECT FROM changes c JOIN LATERAL (
    SELECT state FROM change_labels WHERE change_id = c.id ORDER BY at DESC, id DESC LIMIT 1
  ) l ON l.state = 'pending'
  WHERE c.workspace_id = :workspace AND c.data_source_id = :source AND c.crawl_run_id IS DISTINCT FROM :run)
""")
_ELSEWHERE = text("""
SELECT EXISTS (
  SELECT FROM changes c WHERE c.workspace_id = :workspace AND c.competitor_id = :competitor AND c.data_source_id <> :source
    AND c.kind = 'page_changed' AND c.observed_at BETWEEN :since AND :until)
""")


class MarkRepository:
    def __init__(self, work: Work) -> None:
        self._session = work.session
        self._tenant = work.tenant

    async def of_run(self, run: CrawlRun) -> list[tuple[UUID, str, bool]]:
        """(change, state, backfilled) of what a run brought."""
        values = {"workspace": self._tenant, "source": run.data_source_id, "run": run.id}
        rows = await self._session.execute(_OF_RUN, values)
        return [(row[0], row[1], row[2]) for row in rows]

    async def anything_pends(self, run: CrawlRun) -> bool:
        """Whether a change of the run's source that another run saw waits for a second look."""
        values = {"workspace": self._tenant, "source": run.data_source_id, "run": run.id}
        return bool(await self._session.scalar(_PENDING, values))

    async def pages_elsewhere(self, competitor_id: UUID, source_id: UUID, since: datetime, until: datetime) -> bool:
        """Whether another page of the competitor changed in this time."""
        values = {
            "workspace": self._tenant,
            "competitor": competitor_id,
            "source": source_id,
            "since": since,
            "until": until,
        }
        return bool(await self._session.scalar(_ELSEWHERE, values))

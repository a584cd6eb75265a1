"""All SQL of imports."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, text
from sqlmodel import col

from competedexter.foundation.unit_of_work import Work
from competedexter.models import ImportJob

_LISTED = (
    "id", "workspace_id", "user_id", "kind", "request", "state", "reason", "done", "total", "result", "created_at",
    "finished_at",
)  # fmt: skip
_CLAIM = text("""
UPDATE import_jobs j SET state = 'queued', lease_until = :until
FROM (
  SELECT id FROM import_jobs WHERE state IN ('queued', 'running') AND lease_until < :now
  ORDER BY lease_until LIMIT :most FOR UPDATE SKIP LOCKED
) lost WHERE j.id = lost.id
RETURNING j.workspace_id, j.id
""")


class ImportRepository:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    async def save(self, job: ImportJob) -> None:
        self._session.add(job)
        await self._session.flush()

    async def get(self, job_id: UUID) -> ImportJob | None:
        statement = select(ImportJob).where(
            col(ImportJob.workspace_id) == self._work.tenant, col(ImportJob.id) == job_id
        )
        return (await self._session.execute(statement)).scalars().first()

    async def locked(self, job_id: UUID) -> ImportJob | None:
        statement = select(ImportJob).where(
            col(ImportJob.workspace_id) == self._work.tenant, col(ImportJob.id) == job_id
        )
        return (await self._session.execute(statement.with_for_update())).scalars().first()

    async def under_way(self, kind: str) -> list[ImportJob]:
        """Jobs of a kind that are not done."""
        statement = select(ImportJob).where(
            col(ImportJob.workspace_id) == self._work.tenant,
            col(ImportJob.kind) == kind,
            col(ImportJob.state).in_(("queued", "running")),
        )
        return list((await self._session.execute(statement)).scalars())

    async def newest(self, most: int) -> list[ImportJob]:
        """Newest first, without the lines that were not used: a job may have a thousand."""
        columns = [col(getattr(ImportJob, name)) for name in _LISTED]
        statement = (
            select(*columns)
            .where(col(ImportJob.workspace_id) == self._work.tenant)
            .order_by(col(ImportJob.created_at).desc(), col(ImportJob.id).desc())
            .limit(most)
        )
        return [ImportJob(**row) for row in (await self._session.execute(statement)).mappings()]

    async def claim_lost(self, now: datetime, again_after: timedelta, most: int) -> list[tuple[UUID, UUID]]:
        """(workspace, job) of those nobody carries out, each claimed once. Over all workspaces: system work."""
        values = {"now": now, "until": now + again_after, "most": most}
        return [(row[0], row[1]) for row in await self._session.execute(_CLAIM, values)]

"""All SQL of archived bodies that are to go."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import col

from competedexter.foundation.unit_of_work import Work
from competedexter.models import ArchiveObject, Document


class ArchiveRepository:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    async def keys_only_of(self, competitor_id: UUID) -> list[str]:
        """Objects that no document of another competitor shares."""
        others = select(col(Document.archive_key)).where(
            col(Document.workspace_id) == self._work.tenant, col(Document.competitor_id) != competitor_id
        )
        statement = (
            select(col(Document.archive_key))
            .distinct()
            .where(
                col(Document.workspace_id) == self._work.tenant,
                col(Document.competitor_id) == competitor_id,
                col(Document.archive_key).not_in(others),
            )
        )
        return list((await self._session.execute(statement)).scalars())

    async def remove_objects(self, keys: Sequence[str]) -> None:
        await self._session.execute(
            delete(ArchiveObject).where(
                col(ArchiveObject.workspace_id) == self._work.tenant, col(ArchiveObject.key).in_(keys)
            )
        )

    async def orphans(self, before: datetime, most: int) -> list[str]:
        """Over all workspaces: system work."""
        named = select(col(Document.id)).where(
            col(Document.workspace_id) == col(ArchiveObject.workspace_id),
            col(Document.archive_key) == col(ArchiveObject.key),
        )
        statement = select(col(ArchiveObject.key)).where(
            col(ArchiveObject.created_at) <= before, ~named.correlate(ArchiveObject).exists()
        )
        return list((await self._session.execute(statement.limit(most))).scalars())

    async def remove_orphan(self, key: str) -> None:
        await self._session.execute(delete(ArchiveObject).where(col(ArchiveObject.key) == key))

"""All SQL of archived bodies that are to go."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, delete, func, select
from sqlmodel import col

from competedexter.foundation.unit_of_work import Work
from competedexter.models import ArchiveObject, CrawlRun, Document, ImportJob, Workspace

_PICTURE: ColumnElement[str] = col(Document.raw_data)["screenshot"].astext


class ArchiveRepository:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    async def keys_only_of(self, competitor_id: UUID) -> list[str]:
        """Objects (pages and pictures of them) that no document of another competitor shares."""
        mine = await self._keys(col(Document.competitor_id) == competitor_id)
        theirs = await self._keys(col(Document.competitor_id) != competitor_id)
        return sorted(mine - theirs)

    async def _keys(self, which: ColumnElement[bool]) -> set[str]:
        statement = (
            select(col(Document.archive_key), _PICTURE)
            .distinct()
            .where(col(Document.workspace_id) == self._work.tenant)
        )
        rows = (await self._session.execute(statement.where(which))).all()
        return {key for row in rows for key in row if key}

    async def remove_objects(self, keys: Sequence[str]) -> None:
        await self._session.execute(
            delete(ArchiveObject).where(
                col(ArchiveObject.workspace_id) == self._work.tenant, col(ArchiveObject.key).in_(keys)
            )
        )

    async def orphans(self, before: datetime, most: int) -> list[str]:
        """Over all workspaces: system work."""
        as_page = self._named(col(Document.archive_key))
        as_picture = self._named(_PICTURE)  # apart: together they could not be hashed
        awaited = select(col(ImportJob.id)).where(
            col(ImportJob.workspace_id) == col(ArchiveObject.workspace_id),
            col(ImportJob.state).in_(("queued", "running")),
            func.jsonb_extract_path_text(col(ImportJob.request), "archiveKey") == col(ArchiveObject.key),
        )
        statement = select(col(ArchiveObject.key)).where(
            col(ArchiveObject.created_at) <= before,
            ~as_page.exists(),
            ~as_picture.exists(),
            ~awaited.correlate(ArchiveObject).exists(),
        )
        found = list((await self._session.execute(statement.limit(most))).scalars())
        delivered = await self._delivered() if found else ""
        return [key for key in found if key not in delivered]

    async def _delivered(self) -> str:
        """What open runs say of bodies that were brought to us and are not read yet."""
        statement = select(col(CrawlRun.slot)).where(
            col(CrawlRun.trigger) == "import", col(CrawlRun.state).in_(("queued", "running"))
        )
        return "\n".join((await self._session.execute(statement)).scalars())

    async def remove_orphan(self, key: str) -> None:
        await self._session.execute(delete(ArchiveObject).where(col(ArchiveObject.key) == key))

    async def unlisted(self, keys: Sequence[str]) -> list[str]:
        """Those of these that no row speaks of, though we know their workspace. Over all workspaces: system work."""
        owners = {UUID(key.partition("/")[0]) for key in keys}
        known = set(
            (await self._session.execute(select(col(Workspace.id)).where(col(Workspace.id).in_(owners)))).scalars()
        )
        rows = select(col(ArchiveObject.key)).where(col(ArchiveObject.key).in_(keys))
        listed = set((await self._session.execute(rows)).scalars())
        return [key for key in keys if key not in listed and UUID(key.partition("/")[0]) in known]

    def _named(self, key: SQLColumnExpression[str]) -> Select[UUID]:
        statement = select(col(Document.id)).where(
            col(Document.workspace_id) == col(ArchiveObject.workspace_id), key == col(ArchiveObject.key)
        )
        return statement.correlate(ArchiveObject)

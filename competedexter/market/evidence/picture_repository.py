"""SQL of pictures."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col

from competedexter.foundation.unit_of_work import Work
from competedexter.models import Document


class PictureRepository:
    def __init__(self, work: Work) -> None:
        self._session = work.session
        self._tenant = work.tenant

    async def newest_look(self, source_id: UUID) -> Document | None:
        statement = (
            select(Document)
            .where(
                col(Document.workspace_id) == self._tenant,
                col(Document.data_source_id) == source_id,
                col(Document.item_key).is_(None),
                col(Document.suspect).is_(False),
            )
            .order_by(col(Document.observed_at).desc(), col(Document.id).desc())
        )
        return (await self._session.execute(statement.limit(1))).scalars().first()

    async def is_pictured(self, source_id: UUID) -> bool:
        """Whether any look at this source has a picture."""
        statement = select(col(Document.id)).where(
            col(Document.workspace_id) == self._tenant,
            col(Document.data_source_id) == source_id,
            col(Document.raw_data).has_key("screenshot"),  # type: ignore[attr-defined]  # a JSONB column
        )
        return (await self._session.execute(statement.limit(1))).first() is not None

    async def note(self, document_id: UUID, label: Mapping[str, str]) -> None:
        """Adds to what is said of a look."""
        statement = (
            update(Document)
            .where(col(Document.workspace_id) == self._tenant, col(Document.id) == document_id)
            .values(raw_data=col(Document.raw_data).op("||")(bindparam("label", dict(label), type_=JSONB)))
            .execution_options(synchronize_session=False)
        )
        await self._session.execute(statement)

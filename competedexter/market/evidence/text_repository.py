"""SQL that reads the texts of many documents at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from competedexter.foundation.unit_of_work import Work
from competedexter.models import Document


class TextRepository:
    def __init__(self, work: Work) -> None:
        self._session = work.session
        self._tenant = work.tenant

    async def texts(self, document_ids: Sequence[UUID]) -> list[Any]:  # Any: rows of chosen columns
        columns = [
            col(Document.id), col(Document.title), col(Document.source_url), col(Document.observed_at),
            col(Document.text), col(Document.content_hash),
        ]  # fmt: skip
        statement = select(*columns).where(
            col(Document.workspace_id) == self._tenant, col(Document.id).in_(document_ids)
        )
        return list(await self._session.execute(statement))

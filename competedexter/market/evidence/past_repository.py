"""SQL of documents of the past: where they stand among the looks at their source."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, text
from sqlmodel import col

from competedexter.foundation.unit_of_work import Work
from competedexter.models import Document

_CUT = text("""
UPDATE search_passages p SET superseded_at = :at
FROM (
  SELECT q.id, q.superseded_at IS NULL AS current FROM search_passages q
  JOIN ingested_data d ON d.id = q.document_id AND d.item_key IS NULL
  WHERE q.workspace_id = :workspace AND q.data_source_id = :source AND q.observed_at < :at
    AND (q.superseded_at IS NULL OR q.superseded_at > :at)
    AND (CAST(:until AS timestamptz) IS NULL OR q.superseded_at <= CAST(:until AS timestamptz)) -- else that look showed it too
) cut
WHERE p.id = cut.id
RETURNING p.terms, cut.current
""")
_END = text(
    "UPDATE search_passages SET superseded_at = :at WHERE workspace_id = :workspace AND document_id = :document"
)


class PastRepository:
    def __init__(self, work: Work) -> None:
        self._session = work.session
        self._tenant = work.tenant

    async def next_look(self, document: Document) -> datetime | None:
        """When its source was seen next, as far as is known."""
        statement = select(func.min(col(Document.observed_at))).where(
            col(Document.workspace_id) == self._tenant,
            col(Document.data_source_id) == document.data_source_id,
            col(Document.item_key).is_(None),
            ~col(Document.suspect),
            col(Document.observed_at) > document.observed_at,
        )
        return await self._session.scalar(statement)

    async def cut_before(self, document: Document, until: datetime | None) -> Sequence[list[str]]:
        """Ends what was shown before, unless the look at `until` shows it still; returns the terms of passages that were
        current until now."""
        values = {
            "at": document.observed_at,
            "workspace": self._tenant,
            "source": document.data_source_id,
            "until": until,
        }
        rows = await self._session.execute(_CUT, values)
        return [terms for terms, current in rows if current]

    async def end(self, document: Document, at: datetime) -> None:
        """What it shows held until `at`."""
        await self._session.execute(_END, {"at": at, "workspace": self._tenant, "document": document.id})

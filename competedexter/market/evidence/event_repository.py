"""SQL of events: documents that a look at a feed brought, each kept once however many feeds tell of it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Integer, Text, Uuid, bindparam, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from competedexter.foundation.identifiers import new_id
from competedexter.foundation.unit_of_work import Work
from competedexter.models import Document

from .repository import EvidenceRepository
from .schemas import NewPassage

ROWS_AT_ONCE = 200  # a statement takes 65,535 values; a document has 22

_ADD_PASSAGES = text("""
INSERT INTO search_passages (id, workspace_id, document_id, data_source_id, competitor_id, data_type, observed_at,
                             created_at, position, start, "end", heading, text, terms, length)
SELECT n.id, d.workspace_id, d.id, d.data_source_id, d.competitor_id, d.data_type, d.observed_at, d.created_at,
       n.position, n.start, n.finish, n.heading, n.text, string_to_array(n.terms, ' '), n.length
FROM unnest(:ids, :documents, :positions, :starts, :ends, :headings, :texts, :terms, :lengths)
     AS n(id, document, position, start, finish, heading, text, terms, length)
JOIN ingested_data d ON d.id = n.document AND d.workspace_id = :workspace
""").bindparams(
    *(bindparam(name, type_=ARRAY(Uuid)) for name in ("ids", "documents")),
    *(bindparam(name, type_=ARRAY(Integer)) for name in ("positions", "starts", "ends", "lengths")),
    *(bindparam(name, type_=ARRAY(Text)) for name in ("headings", "texts", "terms")),
)


class EventRepository:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session
        self._tenant = work.tenant

    async def add(self, documents: Sequence[Document]) -> set[UUID]:
        """Stores the events that are not stored yet; returns the ids of the new ones."""
        new: set[UUID] = set()
        for start in range(0, len(documents), ROWS_AT_ONCE):
            rows = [document.model_dump() for document in documents[start : start + ROWS_AT_ONCE]]
            statement = insert(Document).values(rows).on_conflict_do_nothing().returning(col(Document.id))
            new |= set((await self._session.execute(statement)).scalars())
        return new

    async def add_passages(self, passages: Sequence[tuple[UUID, Sequence[NewPassage]]]) -> None:
        """Of new events: nothing is superseded by them, and nothing will supersede them."""
        flat = [(document, one.position, one) for document, found in passages for one in found]
        if not flat:
            return
        columns = {
            "ids": [new_id() for _ in flat],
            "documents": [document for document, _, _ in flat],
            "positions": [place for _, place, _ in flat],
            "starts": [one.start for _, _, one in flat],
            "ends": [one.end for _, _, one in flat],
            "headings": [one.heading for _, _, one in flat],
            "texts": [one.text for _, _, one in flat],
            "terms": [" ".join(one.terms) for _, _, one in flat],
            "lengths": [len(one.terms) for _, _, one in flat],
        }
        await self._session.execute(_ADD_PASSAGES, {"workspace": self._tenant, **columns})
        await EvidenceRepository(self._work).count_terms([], [one.terms for _, _, one in flat])

    async def of_run(self, crawl_run_id: UUID) -> Sequence[Document]:
        """Oldest first."""
        statement = (
            select(Document)
            .where(
                col(Document.workspace_id) == self._tenant,
                col(Document.crawl_run_id) == crawl_run_id,
                col(Document.item_key).is_not(None),
            )
            .order_by(col(Document.id))
        )
        return (await self._session.execute(statement)).scalars().all()

"""All SQL of evidence: documents, archive objects, passages."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Integer, Text, Uuid, bindparam, delete, func, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from competedexter.foundation.identifiers import new_id
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.foundation.views import MOST_COUNTED
from competedexter.models import ArchiveObject, Document, SearchPassage, SearchStatistic

from .document_lists import conditions_of, contents, latest_of_each_type
from .ranking import Statistics
from .schemas import DocumentFilters, NewObject, NewPassage, SearchQuery

CANDIDATES = 400  # passages the index proposes for ranking; the best ten are among them on every measured question

_CANDIDATES = text("SELECT id FROM search_candidates(:wanted, :most, :competitors, :types, :as_of)").bindparams(
    bindparam("wanted", type_=ARRAY(Text)),
    bindparam("competitors", type_=ARRAY(Uuid)),
    bindparam("types", type_=ARRAY(Text)),
)
_FREQUENCIES = text("SELECT term, passages, length FROM search_frequencies(:wanted, :as_of)").bindparams(
    bindparam("wanted", type_=ARRAY(Text))
)


_ADD_PASSAGES = text("""
INSERT INTO search_passages (id, workspace_id, document_id, data_source_id, competitor_id, data_type, observed_at,
                             created_at, position, start, "end", heading, text, terms, length)
SELECT n.id, :workspace, :document, :source, :competitor, :type, :observed, :created, n.position, n.start, n.finish,
       n.heading, n.text, string_to_array(n.terms, ' '), n.length
FROM unnest(:ids, :positions, :starts, :ends, :headings, :texts, :terms, :lengths)
     AS n(id, position, start, finish, heading, text, terms, length)
""").bindparams(
    bindparam("ids", type_=ARRAY(Uuid)),
    *(bindparam(name, type_=ARRAY(Integer)) for name in ("positions", "starts", "ends", "lengths")),
    *(bindparam(name, type_=ARRAY(Text)) for name in ("headings", "texts", "terms")),
)
# What the former looks at a page left current; those that another look may keep with a digest of what they say.
_STANDING = text("""
SELECT p.id, CASE WHEN d.source_url = :url AND NOT jsonb_exists(d.raw_data, 'imported')
                  THEN sha256(convert_to(p.heading || E'\n' || p.text, 'UTF8')) END AS digest
FROM search_passages p JOIN ingested_data d ON d.id = p.document_id
WHERE p.workspace_id = :workspace AND p.data_source_id = :source AND p.superseded_at IS NULL
  AND d.item_key IS NULL AND (d.source_url = :url OR jsonb_exists(d.raw_data, 'imported'))
ORDER BY p.position DESC
""")
_SUPERSEDE = text("""
UPDATE search_passages SET superseded_at = :at
WHERE workspace_id = :workspace AND id = ANY(:ids) AND superseded_at IS NULL RETURNING terms
""").bindparams(bindparam("ids", type_=ARRAY(Uuid)))
_COUNT = text("""
INSERT INTO search_statistics AS s (workspace_id, term, passages, length)
SELECT :workspace, n.term, n.passages, n.length FROM unnest(:terms, :passages, :lengths) AS n(term, passages, length)
ON CONFLICT (workspace_id, term) DO UPDATE SET passages = s.passages + excluded.passages, length = s.length + excluded.length
""").bindparams(
    bindparam("terms", type_=ARRAY(Text)),
    *(bindparam(name, type_=ARRAY(Integer)) for name in ("passages", "lengths")),
)


@dataclass(frozen=True)
class FoundPassage:
    """A passage and the document it is told from."""

    passage: SearchPassage
    source_id: UUID
    title: str
    url: str
    is_event: bool
    document_id: UUID
    observed_at: datetime


class EvidenceRepository:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session
        self._tenant = work.tenant

    async def add_document(self, document: Document) -> None:
        self._session.add(document)
        await self._session.flush()

    async def document(self, document_id: UUID) -> Document | None:
        statement = select(Document).where(col(Document.workspace_id) == self._tenant, col(Document.id) == document_id)
        return (await self._session.execute(statement)).scalars().first()

    async def text_of(self, document_id: UUID) -> tuple[str, str] | None:
        """Text and its checksum."""
        statement = select(col(Document.text), col(Document.content_hash)).where(
            col(Document.workspace_id) == self._tenant, col(Document.id) == document_id
        )
        row = (await self._session.execute(statement)).first()
        return None if row is None else (row[0], row[1])

    async def texts_of(self, document_ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
        """Text and checksum of each."""
        statement = select(col(Document.id), col(Document.text), col(Document.content_hash)).where(
            col(Document.workspace_id) == self._tenant, col(Document.id).in_(document_ids)
        )
        return {row[0]: (row[1], row[2]) for row in await self._session.execute(statement)}

    async def find(
        self, filters: DocumentFilters, page: PageRequest, *, whole_up_to: int = 0
    ) -> list[Any]:  # Any: rows of chosen columns
        """Newest first; one row more than asked for when there are more. Longer texts than `whole_up_to` are cut."""
        columns: list[Any] = [  # Any: SQL expressions
            col(Document.id), col(Document.competitor_id), col(Document.data_source_id), col(Document.data_type),
            col(Document.title), col(Document.source_url), col(Document.observed_at), col(Document.occurred_at),
            col(Document.quality), col(Document.suspect), func.length(col(Document.text)).label("length"),
        ]  # fmt: skip
        if whole_up_to:
            columns += contents(whole_up_to)
        statement = select(*columns).where(*conditions_of(filters, self._tenant))
        if filters.latest:
            ids = (await self._session.execute(latest_of_each_type(filters, self._tenant))).scalars().all()
            latest = select(*columns).where(col(Document.workspace_id) == self._tenant, col(Document.id).in_(ids))
            return list(await self._session.execute(latest.order_by(col(Document.data_type))))
        if page.cursor is not None:
            statement = statement.where(
                tuple_(col(Document.observed_at), col(Document.id)) < tuple_(page.cursor.at, page.cursor.id)
            )
        else:
            statement = statement.offset(page.offset)
        ordered = statement.order_by(col(Document.observed_at).desc(), col(Document.id).desc())
        return list(await self._session.execute(ordered.limit(page.page_size + 1)))

    async def count(self, filters: DocumentFilters) -> int:
        """Up to MOST_COUNTED + 1."""
        found = select(col(Document.id)).where(*conditions_of(filters, self._tenant))
        found = found.order_by(col(Document.observed_at).desc()).limit(MOST_COUNTED + 1)  # walked by its index
        return await self._session.scalar(select(func.count()).select_from(found.subquery())) or 0

    # Archive objects (archive_repository.py has those that are to go)

    async def add_object(self, new: NewObject) -> None:
        values = ArchiveObject(workspace_id=self._tenant, created_at=self._work.now(), **new.__dict__).model_dump()
        await self._session.execute(insert(ArchiveObject).values(values).on_conflict_do_nothing())

    async def object(self, key: str) -> ArchiveObject | None:
        statement = select(ArchiveObject).where(
            col(ArchiveObject.workspace_id) == self._tenant, col(ArchiveObject.key) == key
        )
        return (await self._session.execute(statement)).scalars().first()

    # Passages

    async def forget_passages(self, competitor_id: UUID) -> None:
        """Takes a competitor's passages, and what they count for, out of search."""
        mine = (col(SearchPassage.workspace_id) == self._tenant, col(SearchPassage.competitor_id) == competitor_id)
        current = select(col(SearchPassage.terms)).where(*mine, col(SearchPassage.superseded_at).is_(None))
        await self.count_terms(list((await self._session.execute(current)).scalars()), [])
        await self._session.execute(delete(SearchPassage).where(*mine))
        await self._session.execute(
            delete(SearchStatistic).where(
                col(SearchStatistic.workspace_id) == self._tenant, col(SearchStatistic.passages) <= 0
            )
        )

    async def standing_passages(self, document: Document) -> list[tuple[UUID, bytes | None]]:
        """Passages that the looks before this document left current, the last of the page first; with the SHA-256 of
        heading, line break and text where this look may keep them."""
        values = {"workspace": self._tenant, "source": document.data_source_id, "url": document.source_url}
        return [(row[0], row[1]) for row in await self._session.execute(_STANDING, values)]

    async def supersede(self, passage_ids: Sequence[UUID], at: datetime) -> list[list[str]]:
        """They are history from `at` on; the terms of each that was current until now."""
        if not passage_ids:
            return []
        values = {"workspace": self._tenant, "ids": list(passage_ids), "at": at}
        return list((await self._session.execute(_SUPERSEDE, values)).scalars())

    async def add_passages(self, document: Document, passages: Sequence[NewPassage]) -> None:
        """Not counted yet: `count_terms` does that for those that are current."""
        if passages:
            await self._session.execute(_ADD_PASSAGES, self._columns(document, passages))

    async def retire_passages(self, source_id: UUID) -> None:
        """Nothing takes the place of what was current of this source."""
        statement = (
            update(SearchPassage)
            .where(
                col(SearchPassage.workspace_id) == self._tenant,
                col(SearchPassage.data_source_id) == source_id,
                col(SearchPassage.superseded_at).is_(None),
            )
            .values(superseded_at=self._work.now())
            .returning(col(SearchPassage.terms))
            .execution_options(synchronize_session=False)
        )
        await self.count_terms(list((await self._session.execute(statement)).scalars()), [])

    def _columns(self, document: Document, passages: Sequence[NewPassage]) -> dict[str, Any]:  # Any: columns
        """One array a column: a page of 400 passages is one statement, not 400."""
        return {
            "workspace": self._tenant,
            "document": document.id,
            "source": document.data_source_id,
            "competitor": document.competitor_id,
            "type": document.data_type,
            "observed": document.observed_at,
            "created": document.created_at,
            "ids": [new_id() for _ in passages],
            "positions": [passage.position for passage in passages],
            "starts": [passage.start for passage in passages],
            "ends": [passage.end for passage in passages],
            "headings": [passage.heading for passage in passages],
            "texts": [passage.text for passage in passages],
            "terms": [" ".join(passage.terms) for passage in passages],
            "lengths": [len(passage.terms) for passage in passages],
        }

    async def count_terms(self, gone: Sequence[Sequence[str]], come: Sequence[Sequence[str]]) -> None:
        """Keeps the statistics of the current passages: only what moved is written, in one order, so that two
        crawls cannot deadlock."""
        moved: Counter[str] = Counter()
        for passages, sign in ((gone, -1), (come, 1)):
            for terms in passages:
                for term in set(terms):
                    moved[term] += sign
        counts = [(term, by, 0) for term, by in sorted(moved.items()) if by]
        length = sum(map(len, come)) - sum(map(len, gone))
        if len(come) != len(gone) or length:
            counts.insert(0, ("", len(come) - len(gone), length))
        if counts:
            names, by, lengths = zip(*counts, strict=True)
            columns = {"terms": list(names), "passages": list(by), "lengths": list(lengths)}
            await self._session.execute(_COUNT, {"workspace": self._tenant, **columns})

    async def statistics(self, wanted: Sequence[str], as_of: datetime | None) -> Statistics:
        """Of the passages current at `as_of`; those of now are kept counted, those of then are counted anew."""
        if as_of is not None:
            rows = await self._session.execute(_FREQUENCIES, {"wanted": list(wanted), "as_of": as_of})
        else:
            rows = await self._session.execute(
                select(col(SearchStatistic.term), col(SearchStatistic.passages), col(SearchStatistic.length)).where(
                    col(SearchStatistic.workspace_id) == self._tenant, col(SearchStatistic.term).in_([*wanted, ""])
                )
            )
        counted = {term: (passages, length) for term, passages, length in rows}
        passages, length = counted.pop("", (0, 0))
        frequencies = {term: count for term, (count, _) in counted.items()}
        return Statistics(passages, length / passages if passages else 0.0, frequencies)

    async def candidates(self, query: SearchQuery, wanted: Sequence[str]) -> list[FoundPassage]:
        arguments = {
            "wanted": list(wanted),
            "most": CANDIDATES,
            "competitors": list(query.competitor_ids) or None,
            "types": list(query.data_types) or None,
            "as_of": query.as_of,
        }
        ids = list((await self._session.execute(_CANDIDATES, arguments)).scalars())
        statement = (
            select(
                SearchPassage,
                col(Document.data_source_id),
                col(Document.title),
                col(Document.source_url),
                col(Document.item_key).is_not(None),
                col(Document.id),
                col(Document.observed_at),
            )
            .join(Document, col(Document.id) == col(SearchPassage.document_id))
            .where(col(SearchPassage.workspace_id) == self._tenant, col(SearchPassage.id).in_(ids))
        )
        return [FoundPassage(*row) for row in await self._session.execute(statement)]

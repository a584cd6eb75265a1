"""The verbs of evidence: keep a document, find and quote it, search passages."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.pagination import Cursor, PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.foundation.views import Page, Pagination
from competedexter.market.competitors import service as competitors
from competedexter.models import Document

from .errors import DocumentNotFound, EvidenceDamaged, RawLetGo, SpanOutside
from .indexing import indexed
from .indexing import replace as replace_passages
from .passages import passages_of
from .ranking import Candidate, Scored, best_per, bm25, recency
from .repository import EvidenceRepository, FoundPassage
from .schemas import (
    DocumentFilters,
    DocumentLine,
    DocumentRecord,
    DocumentView,
    NewDocument,
    NewObject,
    NewPassage,
    Quote,
    RawDocument,
    SearchHit,
    SearchQuery,
)
from .standing_repository import StandingRepository
from .terms import terms

Listed = TypeVar("Listed", bound=DocumentLine)
LISTED_WHOLE = 100_000  # code points; ordinary pages have 2,000 to 20,000


async def store(work: Work, new: NewDocument) -> UUID:
    """Keeps a document and, unless it is suspect, its passages in place of those the look before had. Returns its id."""
    evidence = EvidenceRepository(work)
    document = document_of(work, new)
    await evidence.add_document(document)
    if not new.suspect and not new.split:
        await replace_passages(evidence, document, passages_of(new.text, new.title, new.blocks))
    return document.id


def document_of(work: Work, new: NewDocument) -> Document:
    """The row that keeps it."""
    return Document(
        id=new_id(),
        workspace_id=work.tenant,
        data_source_id=new.source_id,
        competitor_id=new.competitor_id,
        crawl_run_id=new.crawl_run_id,
        data_type=new.data_type,
        raw_data=new.raw,
        processed_data={record.kind: record.model_dump(mode="json", by_alias=True) for record in new.records},
        text=new.text,
        source_url=new.url,
        title=new.title,
        content_hash=checksum(new.text),
        archive_key=new.archive_key,
        extractor_version=new.extractor_version,
        quality=new.quality.score,
        quality_reasons=list(new.quality.reasons),
        suspect=new.suspect,
        split=new.split,
        observed_at=new.observed_at,
        occurred_at=new.occurred_at,
        ingested_at=work.now(),
        processed_at=work.now(),
        created_at=work.now(),
    )


def passages_to_index(new: NewDocument) -> list[NewPassage]:
    return [indexed(*one) for one in enumerate(passages_of(new.text, new.title, new.blocks))]


async def retire_source(work: Work, source_id: UUID) -> None:
    """Its passages are history from now on: found with `as_of`, and no longer without."""
    await EvidenceRepository(work).retire_passages(source_id)


async def note_object(work: Work, new: NewObject) -> None:
    """Writes down that the archive holds this body."""
    await EvidenceRepository(work).add_object(new)


async def get_document(work: Work, viewer: Viewer, document_id: UUID) -> DocumentView:
    viewer.require(Role.VIEWER)
    row = await EvidenceRepository(work).document(document_id)
    if row is None:
        raise DocumentNotFound
    values = row.model_dump(include=set(DocumentView.model_fields) - {"source_id"})
    said = {"raw_let_go_at": row.raw_data.get("letGoAt"), "screenshot_at": row.raw_data.get("screenshotAt")}
    values |= {"source_id": row.data_source_id, **said}
    return DocumentView.model_validate(values)


async def text_of(work: Work, document_id: UUID) -> str:
    """The text of a document, for comparing. Raises DocumentNotFound."""
    found = await EvidenceRepository(work).text_of(document_id)
    if found is None:
        raise DocumentNotFound
    return found[0]


async def find_documents(work: Work, viewer: Viewer, filters: DocumentFilters, page: PageRequest) -> Page[DocumentLine]:
    """Newest first."""
    viewer.require(Role.VIEWER)
    rows = await EvidenceRepository(work).find(filters, page)
    lines = [DocumentLine(source_id=row.data_source_id, **_fields(row, DocumentLine)) for row in rows]
    return await _paged(work, lines, filters, page)


async def find_records(work: Work, viewer: Viewer, filters: DocumentFilters, page: PageRequest) -> Page[DocumentRecord]:
    """Newest first, each with what was read in it; very long ones only in part."""
    viewer.require(Role.VIEWER)
    rows = await EvidenceRepository(work).find(filters, page, whole_up_to=LISTED_WHOLE)
    records = [DocumentRecord(source_id=row.data_source_id, **_fields(row, DocumentRecord)) for row in rows]
    return await _paged(work, records, filters, page)


async def _paged(work: Work, found: list[Listed], filters: DocumentFilters, page: PageRequest) -> Page[Listed]:
    if filters.latest:
        pagination = Pagination(total=len(found), page=1, page_size=max(len(found), 1))
        return Page(items=tuple(found), pagination=pagination)
    shown = found[: page.page_size]
    more = Cursor(shown[-1].observed_at, shown[-1].id).encode() if len(found) > page.page_size else None
    total = await EvidenceRepository(work).count(filters)
    pagination = Pagination.counted(total, page.page, page.page_size)
    return Page(items=tuple(shown), pagination=pagination, next_cursor=more)


async def raw_of(work: Work, viewer: Viewer, document_id: UUID) -> RawDocument:
    """Where the bytes lie. Raises DocumentNotFound, RawLetGo."""
    viewer.require(Role.VIEWER)
    row = await EvidenceRepository(work).document(document_id)
    if row is None:
        raise DocumentNotFound
    if row.raw_data.get("letGoAt"):
        raise RawLetGo(day=str(row.raw_data["letGoAt"])[:10])
    media_type = str(row.raw_data.get("media_type") or "application/octet-stream")
    return RawDocument(row.archive_key, media_type, str(row.raw_data.get("charset") or ""))


async def quote_at(work: Work, document_id: UUID, start: int, end: int) -> str:
    """The text of a span, re-read and checked. Raises DocumentNotFound, EvidenceDamaged, SpanOutside."""
    found = await EvidenceRepository(work).text_of(document_id)
    if found is None:
        raise DocumentNotFound
    text, stored = found
    if checksum(text) != stored:
        raise EvidenceDamaged
    if not 0 <= start < end <= len(text):
        raise SpanOutside(start=start, end=end, length=len(text))
    return text[start:end]


async def quote(work: Work, document_id: UUID, start: int, end: int) -> Quote:
    """A span with where it stands and when it was seen. Raises as quote_at."""
    words = await quote_at(work, document_id, start, end)
    row = await EvidenceRepository(work).document(document_id)
    if row is None:
        raise DocumentNotFound
    return Quote(
        document_id=row.id,
        competitor_id=row.competitor_id,
        source_id=row.data_source_id,
        title=row.title,
        url=row.source_url,
        start=start,
        end=end,
        quote=words,
        observed_at=row.observed_at,
    )


async def stand(work: Work, quotes: Sequence[Quote]) -> tuple[bool, ...]:
    """Whether each quote stands, letter for letter, where it says, in a text that matches its checksum."""
    texts = await EvidenceRepository(work).texts_of({quote.document_id for quote in quotes}) if quotes else {}
    intact = {document_id: text for document_id, (text, stored) in texts.items() if checksum(text) == stored}
    return tuple(intact.get(one.document_id, "")[one.start : one.end] == one.quote for one in quotes)


async def search(work: Work, viewer: Viewer, query: SearchQuery) -> list[SearchHit]:
    """Passages that answer best: BM25 over what is current (or was at `as_of`), at most two of a document."""
    viewer.require(Role.VIEWER)
    wanted = list(dict.fromkeys(terms(query.text)))
    if not wanted:
        return []
    if not (query.competitor_ids or query.include_archived):
        watched = await competitors.watched_only(work)
        if watched == ():
            return []
        query = replace(query, competitor_ids=watched or ())
    evidence = EvidenceRepository(work)
    statistics = await evidence.statistics(wanted, query.as_of)
    standing = StandingRepository(work)
    proposed = await standing.seen_last(await evidence.candidates(query, wanted), query.as_of)
    found = {one.passage.id: one for one in proposed}
    candidates = [
        Candidate(key, Counter(one.passage.terms), one.passage.length, one.observed_at) for key, one in found.items()
    ]
    now = query.as_of or work.now()
    ranked = sorted(
        (Scored(s.key, s.score * recency(found[s.key].observed_at, now), s.matched)
         for s in bm25(wanted, candidates, statistics)),
        key=lambda scored: -scored.score,
    )  # fmt: skip
    spans = {key: (one.document_id, one.passage.start // 1_000) for key, one in found.items()}
    best = best_per(ranked, spans, query.limit)
    places = await standing.places([found[scored.key] for scored in best])
    return [_hit(found[scored.key], places.get(scored.key), scored.score) for scored in best]


def checksum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _fields(row: object, view: type[DocumentLine]) -> dict[str, Any]:  # Any: columns, checked by the view
    return {name: getattr(row, name) for name in view.model_fields if name != "source_id"}


def _hit(found: FoundPassage, place: int | None, score: float) -> SearchHit:
    """`place` is where it begins in a newer document than its own; None when its own is the newest."""
    passage = found.passage
    is_here = place is None or place < 0
    start = passage.start if place is None or place < 0 else place
    return SearchHit(
        document_id=passage.document_id if is_here else found.document_id,
        competitor_id=passage.competitor_id,
        source_id=found.source_id,
        title=found.title,
        url=found.url,
        start=start,
        end=start + len(passage.text),
        quote=passage.text,
        observed_at=passage.observed_at if is_here else found.observed_at,
        heading=passage.heading,
        score=round(score, 4),
        data_type=passage.data_type,
    )

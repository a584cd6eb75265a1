"""Passages of evidence, best first."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from competedexter.api.dependencies import AsOf, IncludeArchived, InWorkspace
from competedexter.api.door import Door
from competedexter.foundation.views import Moment, View
from competedexter.market.competitors import service as competitors
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.schemas import SearchHit, SearchQuery
from competedexter.market.sources.schemas import SourceType

router = APIRouter(tags=["search"], route_class=Door)
MAX_RESULTS = 50


class FoundPassage(View):
    """A Source (api.md) with the score of its passage; `evidenceId` is null because nothing cites it yet."""

    n: int
    evidence_id: UUID | None
    document_id: UUID
    source_id: UUID
    competitor_id: UUID
    competitor: str
    title: str
    url: str
    heading: str
    data_type: str
    observed_at: Moment
    quote: str
    start: int
    end: int
    verified: bool
    score: float


class SearchResults(View):
    results: tuple[FoundPassage, ...]


@router.get("/search")
async def search(
    q: Annotated[str, Query(min_length=1, max_length=1_000)],
    inside: InWorkspace,
    competitor_id: Annotated[list[UUID] | None, Query(alias="competitorId", max_length=100)] = None,
    data_type: Annotated[list[SourceType] | None, Query(alias="type", max_length=20)] = None,
    as_of: AsOf = None,
    limit: Annotated[int, Query(ge=1, le=MAX_RESULTS)] = 10,
    *,
    include_archived: IncludeArchived = False,
) -> SearchResults:
    """BM25 over the passages current now, or at `asOf`."""
    query = SearchQuery(
        q, tuple(competitor_id or ()), tuple(data_type or ()), as_of, limit, include_archived=include_archived
    )
    hits = await evidence.search(inside.work, inside.viewer, query)
    names = await competitors.names(inside.work, {hit.competitor_id for hit in hits})
    verified = await evidence.stand(inside.work, hits)
    found = [
        _passage(rank, hit, names.get(hit.competitor_id, ""), verified=stands)
        for rank, (hit, stands) in enumerate(zip(hits, verified, strict=True), 1)
    ]
    return SearchResults(results=tuple(found))


def _passage(rank: int, hit: SearchHit, competitor: str, *, verified: bool) -> FoundPassage:
    return FoundPassage(
        n=rank,
        evidence_id=None,
        document_id=hit.document_id,
        source_id=hit.source_id,
        competitor_id=hit.competitor_id,
        competitor=competitor,
        title=hit.title,
        url=hit.url,
        heading=hit.heading,
        data_type=hit.data_type,
        observed_at=hit.observed_at,
        quote=hit.quote,
        start=hit.start,
        end=hit.end,
        verified=verified,
        score=hit.score,
    )

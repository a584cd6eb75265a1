"""What was attempted, how it ended, and why."""

from fastapi import APIRouter

from competedexter.api.dependencies import AsOf, CompetitorId, Id, InWorkspace, SourceId, Walking
from competedexter.api.door import Door
from competedexter.foundation.views import Page
from competedexter.market.crawling import runs
from competedexter.market.crawling.schemas import CrawlRunView, RunFilters, RunState

router = APIRouter(prefix="/crawl-runs", tags=["crawl runs"], route_class=Door)


@router.get("")
async def list_crawl_runs(
    page: Walking,
    inside: InWorkspace,
    competitor_id: CompetitorId = None,
    source_id: SourceId = None,
    state: RunState | None = None,
    as_of: AsOf = None,
) -> Page[CrawlRunView]:
    """Newest first."""
    return await runs.find(inside.work, inside.viewer, RunFilters(competitor_id, source_id, state, as_of), page)


@router.get("/{id}")
async def get_crawl_run(run_id: Id, inside: InWorkspace) -> CrawlRunView:
    return await runs.get(inside.work, inside.viewer, run_id)

"""Watched companies."""

import logging
from typing import Annotated

from fastapi import APIRouter, Query

from competedexter.api.dependencies import AsOf, Id, Inside, InWorkspace, Paging, Text
from competedexter.api.door import Door
from competedexter.foundation.errors import ProductError
from competedexter.foundation.views import Page, View
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import (
    CompetitorEdit,
    CompetitorFilters,
    CompetitorView,
    NewCompetitor,
    Sort,
    Tier,
)
from competedexter.market.crawling import runs, suggesting
from competedexter.market.crawling.schemas import SuggestedCompetitor
from competedexter.market.evidence import purging
from competedexter.market.reports import insights
from competedexter.market.reports.schemas import Insights

log = logging.getLogger(__name__)
router = APIRouter(prefix="/competitors", tags=["competitors"], route_class=Door)


class Refreshed(View):
    """The looks that were asked for, one a source."""

    crawl_run_ids: tuple[str, ...]


class SuggestedCompetitors(View):
    suggestions: tuple[SuggestedCompetitor, ...]


@router.get("")
async def list_competitors(
    page: Paging,
    inside: InWorkspace,
    tier: Tier | None = None,
    tag: Text | None = None,
    q: Text | None = None,
    sort: Sort = "name",
    include_archived: Annotated[bool, Query(alias="includeArchived")] = False,
) -> Page[CompetitorView]:
    filters = CompetitorFilters(tier=tier, tag=tag, q=q, sort=sort, include_archived=include_archived)
    return await competitors.find(inside.work, inside.viewer, filters, page)


@router.post("", status_code=201)
async def add_competitor(new: NewCompetitor, inside: InWorkspace) -> CompetitorView:
    """Watches a company from now on: discovery of its pages and a first crawl are queued unless `discover` is false."""
    return await competitors.add(inside.work, inside.viewer, new)


@router.get("/suggestions")
async def suggest_competitors(inside: InWorkspace) -> SuggestedCompetitors:
    """Whom the watched sites compare themselves with and nobody watches yet. Nobody is added by this."""
    return SuggestedCompetitors(suggestions=await suggesting.suggestions(inside.work, inside.viewer))


@router.get("/{id}")
async def get_competitor(competitor_id: Id, inside: InWorkspace) -> CompetitorView:
    return await competitors.get(inside.work, inside.viewer, competitor_id)


@router.put("/{id}")
async def edit_competitor(competitor_id: Id, edit: CompetitorEdit, inside: InWorkspace) -> CompetitorView:
    """Fields left out stay as they are."""
    return await competitors.edit(inside.work, inside.viewer, competitor_id, edit)


@router.delete("/{id}", status_code=204)
async def remove_competitor(competitor_id: Id, inside: InWorkspace, *, purge: bool = False) -> None:
    """Archives it, restorable for 30 days. With `purge` an owner removes it and all its evidence for good."""
    if not purge:
        await competitors.archive(inside.work, inside.viewer, competitor_id)
        return
    left = await purging.purge_competitor(inside.work, inside.viewer, competitor_id)
    _clear(inside, left)


@router.get("/{id}/insights")
async def get_insights(competitor_id: Id, inside: InWorkspace, as_of: AsOf = None) -> Insights:
    """One look: plans, price moves of 90 days, openings by team and their trend, news, ratings, technology, freshness."""
    return await insights.insights(inside.work, inside.viewer, competitor_id, as_of=as_of)


@router.post("/{id}/restore")
async def restore_competitor(competitor_id: Id, inside: InWorkspace) -> CompetitorView:
    return await competitors.restore(inside.work, inside.viewer, competitor_id)


@router.post("/{id}/refresh", status_code=202)
async def refresh_competitor(competitor_id: Id, inside: InWorkspace) -> Refreshed:
    """Looks at every source now, paused ones excepted."""
    queued = await runs.refresh(inside.work, inside.viewer, competitor_id)
    return Refreshed(crawl_run_ids=tuple(str(run.id) for run in queued))


def _clear(inside: Inside, left: purging.Left) -> None:
    """After the commit: rows that are gone must not come back because a file could not be deleted."""

    async def clear() -> None:
        await inside.runtime.analyst.cache.drop(left.tool_results)
        for key in left.bodies:
            try:
                await inside.runtime.archive.delete(key)
            except ProductError as error:
                log.warning("an archived body outlives its competitor: %s (%s)", key, error)

    inside.work.then(clear)

"""Places to crawl for a competitor."""

from uuid import UUID

from fastapi import APIRouter

from competedexter.api.dependencies import Id, InWorkspace, Paging, Visiting, page_of
from competedexter.api.door import Door
from competedexter.foundation.views import Page, View
from competedexter.market.crawling import mapping_preview, removing, runs
from competedexter.market.sources import adding_many
from competedexter.market.sources import service as sources
from competedexter.market.sources.adding_many import AddedSources, NewSources
from competedexter.market.sources.schemas import NewSource, SourceEdit, SourceView

router = APIRouter(tags=["sources"], route_class=Door)


class Queued(View):
    """A look that was asked for; follow it at /crawl-runs/{id}."""

    crawl_run_id: UUID


@router.get("/competitors/{id}/sources")
async def list_sources(competitor_id: Id, page: Paging, inside: InWorkspace) -> Page[SourceView]:
    return page_of(await sources.list_for(inside.work, inside.viewer, competitor_id), page)


@router.post("/competitors/{id}/sources", status_code=201)
async def add_source(competitor_id: Id, new: NewSource, visit: Visiting) -> SourceView:
    """Due at once, unless its config says that everything is brought to it (`feedBy`: upload or webhook): then its
    address may be left out. A custom source needs a config, except for feeds, JSON and tables of plain shape."""
    viewer, runtime = await visit.viewer(), visit.runtime
    parties, open_work = runtime.parties(viewer.workspace_id), await visit.open_work()
    whole = await mapping_preview.completed(open_work, viewer, parties, runtime.clock, competitor_id, new)
    return await sources.add(await visit.work(), viewer, competitor_id, whole, own=runtime.settings.base_url)


@router.post("/competitors/{id}/sources/bulk", status_code=201)
async def add_sources(competitor_id: Id, new: NewSources, inside: InWorkspace) -> AddedSources:
    """Up to 1,000 at once, each due at once. What cannot be added is told by its place in the list, and stops no other."""
    own = inside.runtime.settings.base_url
    return await adding_many.add_many(inside.work, inside.viewer, competitor_id, new, own=own)


@router.patch("/sources/{id}")
async def edit_source(source_id: Id, edit: SourceEdit, inside: InWorkspace) -> SourceView:
    """Fields left out stay as they are. A new address starts from a new baseline."""
    return await sources.edit(inside.work, inside.viewer, source_id, edit)


@router.delete("/sources/{id}", status_code=204)
async def remove_source(source_id: Id, inside: InWorkspace) -> None:
    """Looks there no more. What was seen stays, changes and cited evidence too; the same address may be added anew."""
    await removing.remove_source(inside.work, inside.viewer, source_id)


@router.post("/sources/{id}/crawl", status_code=202)
async def crawl_source(source_id: Id, inside: InWorkspace) -> Queued:
    """Looks now. A look that waits already is the answer to a second request."""
    run = await runs.request(inside.work, inside.viewer, source_id)
    return Queued(crawl_run_id=run.id)

"""Competitors that competitors name are suggested with the page that names them, and never added."""

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.pagination import PageRequest
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import CompetitorFilters
from competedexter.market.crawling.suggesting import suggestions
from competedexter.market.evidence.listings import ListedPage, SiteRecord
from tests.market.scene import make_scene, page_of


async def test_rivals_are_suggested_with_their_proof(database: Database, clock: FixedClock, workspace: Viewer) -> None:
    scene = await make_scene(database, clock, workspace)
    urls = ["https://acme.test/vs/rival", "https://acme.test/pricing", "https://acme.test/vs/acme"]
    site = SiteRecord(pages=tuple(ListedPage(url=url, start=0, end=1) for url in urls))
    page = page_of("nav: Alternatives -> https://acme.test/alternatives/sidekick", "Acme keeps minutes.")
    await scene.observe((site, "x" * 100), page)
    async with database.workspace(workspace.workspace_id) as work:
        found = await suggestions(work, workspace)
        watched = await competitors.find(work, workspace, CompetitorFilters(), PageRequest())
    assert [(one.name, [by.url for by in one.named_by]) for one in found] == [
        ("Rival", ["https://acme.test/vs/rival"]),
        ("Sidekick", ["https://acme.test/alternatives/sidekick"]),
    ]
    assert len(watched.items) == 1

"""A competitor with one source, a scripted web, and the outside parties of a crawl."""

from collections.abc import Mapping
from uuid import UUID

import pytest
import pytest_asyncio

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.integrations.archive.folder import FolderArchive
from competedexter.integrations.web.scripted import ScriptedWebClient
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import CompetitorView, NewCompetitor
from competedexter.market.crawling.host_slots import FreeHostSlots
from competedexter.market.crawling.schemas import Parties
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource, SourceView

SITE = "https://acme.example"
PAGE = f"{SITE}/about"


class Pushes:
    """What open pages were told."""

    def __init__(self) -> None:
        self.told: list[Mapping[str, object]] = []

    async def __call__(self, _workspace_id: UUID, message: Mapping[str, object]) -> None:
        self.told.append(message)


@pytest.fixture
def web() -> ScriptedWebClient:
    return ScriptedWebClient()


@pytest.fixture
def pushes() -> Pushes:
    return Pushes()


@pytest.fixture
def archive(tmp_path) -> FolderArchive:
    return FolderArchive(tmp_path / "archive")


@pytest.fixture
def parties(web: ScriptedWebClient, archive: FolderArchive, pushes: Pushes) -> Parties:
    return Parties(web, archive, FreeHostSlots(), pushes)


@pytest_asyncio.fixture
async def competitor(open_work: OpenWork, workspace: Viewer, queue) -> CompetitorView:
    async with open_work() as work:
        new = NewCompetitor(name="Acme", domain="acme.example", discover=False)
        made = await competitors.add(work, workspace, new)
    queue.take()
    return made


@pytest_asyncio.fixture
async def source(open_work: OpenWork, workspace: Viewer, competitor: CompetitorView) -> SourceView:
    async with open_work() as work:
        return await sources.add(work, workspace, competitor.id, NewSource(source_type="website", source_url=PAGE))

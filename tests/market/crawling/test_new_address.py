"""A source whose address is corrected starts anew: the first look at the new page is a baseline."""

import pytest_asyncio

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.integrations.web.protocol import WebRequest, WebResponse
from competedexter.integrations.web.scripted import ScriptedWebClient
from competedexter.market.changes import service as changes
from competedexter.market.changes.schemas import ChangeFilters
from competedexter.market.crawling import runs
from competedexter.market.crawling.schemas import Parties
from competedexter.market.crawling.service import crawl
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource, SourceEdit, SourceView

OLD, NEW = "https://acme.example/plans-2019", "https://acme.example/pricing"
WORDS = "<p>Every plan has all features, mail support and a month to try it, without a card.</p>" * 6


def prices(*plans: tuple[str, int]) -> str:
    cards = "".join(f"<div class=card><h3>{name}</h3><p>${price}/mo</p></div>" for name, price in plans)
    return f"<html><body><main><h1>Pricing</h1>{cards}{WORDS}</main></body></html>"


class Desk:
    """One pricing source: looked at, compared, its address edited."""

    def __init__(self, open_work: OpenWork, viewer: Viewer, source: SourceView, parties: Parties) -> None:
        self.open_work, self.viewer, self.source, self.parties = open_work, viewer, source, parties

    async def look(self) -> str:
        async with self.open_work() as work:
            run = await runs.request(work, self.viewer, self.source.id)
        await crawl(self.open_work, run.id, self.parties)
        async with self.open_work() as work:
            await changes.compare(work, run.id)
            return (await runs.get(work, self.viewer, run.id)).state

    async def move(self, url: str) -> None:
        async with self.open_work() as work:
            await sources.edit(work, self.viewer, self.source.id, SourceEdit(source_url=url))

    async def told(self) -> int:
        async with self.open_work() as work:
            found = await changes.find(work, self.viewer, ChangeFilters(), PageRequest())
        return found.pagination.total


@pytest_asyncio.fixture
async def desk(open_work: OpenWork, workspace: Viewer, source: SourceView, parties: Parties) -> Desk:
    async with open_work() as work:
        new = NewSource(source_type="pricing", source_url=OLD)
        made = await sources.add(work, workspace, source.competitor_id, new)
    return Desk(open_work, workspace, made, parties)


async def test_the_first_look_at_a_corrected_address_changes_nothing_and_the_next_one_does(
    desk: Desk, web: ScriptedWebClient
) -> None:
    web.answer(OLD, prices(("Basic", 5), ("Pro", 9)))
    web.answer(NEW, prices(("Team", 20), ("Scale", 90)), prices(("Team", 25), ("Scale", 90)))
    await desk.look()
    await desk.move(NEW)
    assert await desk.look() == "succeeded"
    assert await desk.told() == 0
    assert await desk.look() == "succeeded"
    assert await desk.told() > 0


async def test_a_corrected_address_that_is_shut_at_first_is_a_baseline_when_it_opens(
    desk: Desk, web: ScriptedWebClient
) -> None:
    web.answer(OLD, prices(("Basic", 5), ("Pro", 9)))
    web.answer(NEW, prices(("Team", 20))[:200] + "<div class=", prices(("Team", 20), ("Scale", 90)))
    await desk.look()
    await desk.move(NEW)
    assert [await desk.look(), await desk.look()] == ["suspect", "succeeded"]
    assert await desk.told() == 0


class MovingWeb(ScriptedWebClient):
    """While the page is on its way somebody corrects the address."""

    desk: Desk

    async def get(self, request: WebRequest) -> WebResponse:
        if request.url == OLD:
            await self.desk.move(NEW)
        return await super().get(request)


async def test_a_look_under_way_while_the_address_is_corrected_says_nothing_of_the_new_one(
    desk: Desk, parties: Parties
) -> None:
    web = MovingWeb({OLD: prices(("Basic", 5), ("Pro", 9)), NEW: prices(("Team", 20), ("Scale", 90))})
    web.desk, desk.parties = desk, Parties(web, parties.archive, parties.slots, parties.push)
    await desk.look()
    assert await desk.look() == "succeeded"
    assert await desk.told() == 0

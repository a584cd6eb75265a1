"""A source of financials from the first look to the next, against a stand-in of EDGAR on loopback."""

from collections.abc import AsyncIterator
from ipaddress import ip_network
from pathlib import Path

import orjson
import pytest
import pytest_asyncio
from aiohttp import web as served

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.integrations.archive.folder import FolderArchive
from competedexter.integrations.web.client import SafeWebClient
from competedexter.market.changes import service as changes
from competedexter.market.changes.schemas import ChangeFilters, ChangeView
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import NewCompetitor
from competedexter.market.crawlers.outside import Outside
from competedexter.market.crawling import runs
from competedexter.market.crawling.host_slots import FreeHostSlots
from competedexter.market.crawling.schemas import CrawlRunView, Parties
from competedexter.market.crawling.service import crawl
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource, SourceView
from tests.market.crawlers.edgar_scene import fact, facts, filing, quarter, submissions, year_report

ANNUAL = filing(1, "10-K", "2024-02-20", acceptanceDateTime="2024-02-20T21:05:00.000Z")
RESULTS = filing(2, "8-K", "2024-05-01", items="2.02,9.01", acceptanceDateTime="2024-05-01T20:10:00.000Z")
YEAR = [year_report(2023, 1_000_000_000), fact(quarter(2023, 1), 230_000_000, "2023-05-01", fy=2023, fp="Q1")]
QUARTER = fact(quarter(2024, 1), 278_900_000, "2024-05-01", fy=2024, fp="Q1")


class Edgar:
    """Answers with what is put into `answers`; `asked` are paths with the address of who asks."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, bytes]] = {}
        self.asked: list[tuple[str, str]] = []
        self.base = ""

    def say(self, *filed: dict[str, object], revenue: list[dict[str, object]]) -> None:
        self.answers["/submissions/CIK0000320193.json"] = (200, orjson.dumps(submissions(*filed)))
        self.answers["/api/xbrl/companyfacts/CIK0000320193.json"] = (200, orjson.dumps(facts(Revenues=revenue)))

    async def answer(self, request: served.BaseRequest) -> served.Response:
        status, body = self.answers.get(request.path, (404, b"no such key"))
        if request.path != "/robots.txt":
            self.asked.append((request.path, request.headers.get("From", "")))
        return served.Response(status=status, body=body, content_type="application/json")


@pytest_asyncio.fixture
async def edgar() -> AsyncIterator[Edgar]:
    stand_in = Edgar()
    runner = served.ServerRunner(served.Server(stand_in.answer, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    await served.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    stand_in.base = f"http://{host}:{port}"
    yield stand_in
    await runner.cleanup()


async def _nobody_listens(_workspace: object, _message: object) -> None:
    """Open pages are not part of this story."""


@pytest_asyncio.fixture
async def parties(edgar: Edgar, tmp_path: Path) -> AsyncIterator[Parties]:
    client = SafeWebClient(allow_networks=(ip_network("127.0.0.0/8"),), browser=False)
    bases = {"https://data.sec.gov": edgar.base, "https://www.sec.gov": edgar.base}
    outside = Outside(bases, contact="ops@example.com")
    yield Parties(client, FolderArchive(tmp_path / "archive"), FreeHostSlots(), _nobody_listens, outside=outside)
    await client.close()


class Desk:
    """One source of financials: look, compare, and read what is told."""

    def __init__(self, open_work: OpenWork, viewer: Viewer, source: SourceView, parties: Parties) -> None:
        self.open_work, self.viewer, self.source, self.parties = open_work, viewer, source, parties

    async def look(self) -> CrawlRunView:
        async with self.open_work() as work:
            run = await runs.request(work, self.viewer, self.source.id)
        await crawl(self.open_work, run.id, self.parties)
        async with self.open_work() as work:
            await changes.compare(work, run.id)
            return await runs.get(work, self.viewer, run.id)

    async def told(self) -> dict[str, ChangeView]:
        async with self.open_work() as work:
            found = await changes.find(work, self.viewer, ChangeFilters(), PageRequest(page_size=100))
            return {change.summary: change for change in found.items}


@pytest_asyncio.fixture
async def desk(open_work: OpenWork, workspace: Viewer, parties: Parties) -> Desk:
    async with open_work() as work:
        new = NewCompetitor(name="Example Corp", domain="example.com", discover=False)
        made = await competitors.add(work, workspace, new)
        url = "https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK=320193"
        source = await sources.add(work, workspace, made.id, NewSource(source_type="financials", source_url=url))
    return Desk(open_work, workspace, source, parties)


@pytest.mark.usefixtures("queue")
async def test_a_new_8k_and_a_new_quarter_are_told_once_with_their_times(desk: Desk, edgar: Edgar) -> None:
    edgar.say(ANNUAL, revenue=YEAR)
    first = await desk.look()
    assert first.state == "succeeded"
    assert [who for _, who in edgar.asked] == ["ops@example.com"] * 2
    assert set(await desk.told()) == {"Example Corp: 10-K (annual report)"}

    assert (await desk.look()).state == "unchanged"

    edgar.say(RESULTS, ANNUAL, revenue=[*YEAR, QUARTER])
    assert (await desk.look()).state == "succeeded"
    told = await desk.told()
    assert len(told) == 3
    report = told["Example Corp: 8-K (results of operations and financial condition)"]
    assert report.kind == "filing_published"
    assert str(report.occurred_at) == "2024-05-01 20:10:00+00:00"
    figures = told["Q1 2024: revenue 278.9 M USD (+21.3 % on a year before)"]
    assert (figures.kind, figures.label) == ("financials_reported", "significant")
    assert figures.evidence_after is not None
    assert "278,900,000 USD" in figures.evidence_after.quote


@pytest.mark.usefixtures("queue")
async def test_a_private_filer_and_a_service_that_is_down(desk: Desk, edgar: Edgar) -> None:
    edgar.say(ANNUAL, revenue=YEAR)
    del edgar.answers["/api/xbrl/companyfacts/CIK0000320193.json"]
    assert (await desk.look()).state == "succeeded"
    edgar.answers["/submissions/CIK0000320193.json"] = (503, b"maintenance")
    assert (await desk.look()).state == "failed"
    assert len(await desk.told()) == 1

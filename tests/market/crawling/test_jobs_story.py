"""A careers page with a board behind it, on loopback: found, read, looked at again, and told as what happened to it."""

import copy
from collections.abc import AsyncIterator
from dataclasses import replace
from ipaddress import ip_network
from typing import Any
from uuid import uuid4

import orjson
import pytest
import pytest_asyncio
from aiohttp import web

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.integrations.web.client import SafeWebClient
from competedexter.integrations.web.scripted import page
from competedexter.market.changes import service as changes
from competedexter.market.changes.schemas import ChangeFilters, ChangeView
from competedexter.market.competitors.schemas import CompetitorView
from competedexter.market.crawlers.crawler import SourceRef
from competedexter.market.crawlers.kinds.jobs import JobsCrawler
from competedexter.market.crawlers.outside import Outside
from competedexter.market.crawling import runs
from competedexter.market.crawling.preview import preview_of
from competedexter.market.crawling.schemas import CrawlRunView, Parties
from competedexter.market.crawling.service import crawl
from competedexter.market.evidence import service as evidence
from competedexter.market.snapshots import service as snapshots
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource, SourceView

WORDS = "<p>We keep the minutes of your meetings and send them to everyone who was there, on time.</p>" * 5
CAREERS = f"""<html><head><title>Careers at Acme</title></head><body><main><h1>Work with us</h1>{WORDS}
<div id="grnhse_app"></div><script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"></script></main></body></html>"""


def entry(number: int, title: str, team: str) -> dict[str, Any]:
    return {
        "id": number,
        "internal_job_id": number + 1,
        "title": title,
        "absolute_url": f"https://boards.greenhouse.io/acme/jobs/{number}",
        "location": {"name": "Oslo"},
        "departments": [{"id": 1, "name": team}],
        "first_published": "2026-10-01T09:00:00-04:00",
        "updated_at": "2026-10-01T09:00:00-04:00",
        "content": f"&lt;p&gt;You will work as {title} with us in Oslo, on all that we do and plan to do.&lt;/p&gt;",
    }


class Vendor:
    """Its careers page, and its board at a stand-in of the service that hosts it."""

    def __init__(self) -> None:
        self.jobs = [entry(1, "Backend Engineer", "Engineering"), entry(2, "Designer", "Product"),
                     entry(3, "Data Scientist", "Engineering"), entry(4, "Account Executive", "Sales")]  # fmt: skip
        self.is_up = True
        self.asked: list[str] = []

    async def careers(self, request: web.Request) -> web.Response:
        self.asked.append(request.path_qs)
        return web.Response(text=CAREERS, content_type="text/html", headers={"ETag": '"same"'})

    async def board(self, request: web.Request) -> web.Response:
        self.asked.append(request.path_qs)
        if not self.is_up:
            return web.Response(status=503)
        return web.json_response({"jobs": self.jobs, "meta": {"total": len(self.jobs)}})


@pytest_asyncio.fixture
async def vendor() -> AsyncIterator[tuple[Vendor, str]]:
    it = Vendor()
    app = web.Application()
    app.router.add_get("/careers", it.careers)
    app.router.add_get("/v1/boards/acme/jobs", it.board)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield it, f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


class Desk:
    """What a test does with the careers page: look, compare, read what came of it."""

    def __init__(self, open_work: OpenWork, viewer: Viewer, source: SourceView, parties: Parties) -> None:
        self.open_work, self.viewer, self.source, self.parties = open_work, viewer, source, parties

    async def look(self) -> CrawlRunView:
        async with self.open_work() as work:
            run = await runs.request(work, self.viewer, self.source.id)
        await crawl(self.open_work, run.id, self.parties)
        async with self.open_work() as work:
            await changes.compare(work, run.id, confirm_after=60)
            return await runs.get(work, self.viewer, run.id)

    async def changes(self, *, backfilled: bool = False) -> list[ChangeView]:
        """Those of openings that happened since it is watched, or those that are dated before."""
        async with self.open_work() as work:
            found = await changes.find(work, self.viewer, ChangeFilters(), PageRequest(page_size=100))
        return [one for one in found.items if one.backfilled is backfilled and one.kind.startswith("job_")]

    async def openings(self) -> list[dict[str, Any]]:
        async with self.open_work() as work:
            (kept,) = await snapshots.latest(work, self.viewer, self.source.competitor_id, "jobs")
        return [job.model_dump() for job in kept.record.jobs]  # type: ignore[union-attr]  # a JobsRecord


@pytest_asyncio.fixture
async def desk(
    open_work: OpenWork, workspace: Viewer, competitor: CompetitorView, parties: Parties, vendor: tuple[Vendor, str]
) -> AsyncIterator[Desk]:
    _, here = vendor
    async with open_work() as work:
        new = NewSource(source_type="jobs", source_url=f"{here}/careers")
        source = await sources.add(work, workspace, competitor.id, new)
    fetcher = SafeWebClient(allow_networks=(ip_network("127.0.0.1/32"),), browser=False)
    outside = Outside(bases={"https://boards-api.greenhouse.io": here})
    yield Desk(open_work, workspace, source, replace(parties, web=fetcher, outside=outside))
    await fetcher.close()


@pytest.mark.story
async def test_a_board_behind_a_careers_page_is_watched(desk: Desk, vendor: tuple[Vendor, str]) -> None:
    acme, _ = vendor
    first = await desk.look()
    assert (first.state, acme.asked) == ("succeeded", ["/careers", "/v1/boards/acme/jobs?content=true"])
    assert [job["title"] for job in await desk.openings()] == [job["title"] for job in acme.jobs]
    assert await desk.changes() == []
    assert {f"{one.occurred_at:%Y-%m-%d}" for one in await desk.changes(backfilled=True)} == {"2026-10-01"}

    for job in acme.jobs:  # as boards do every night
        job["updated_at"] = "2026-10-09T00:00:00-04:00"
    assert (await desk.look()).state == "unchanged"

    before = copy.deepcopy(acme.jobs)
    acme.jobs[0]["content"] += "&lt;p&gt;And with a new last sentence.&lt;/p&gt;"
    assert (await desk.look()).state == "succeeded"  # archived, and no change
    assert await desk.changes() == []

    acme.jobs = [
        before[0],
        before[1] | {"location": {"name": "Remote, Norway"}},
        before[2],
        entry(5, "Chief of Staff", "People"),
    ]
    await desk.look()
    told = {change.kind: change for change in await desk.changes()}
    assert sorted(told) == ["job_changed", "job_closed", "job_opened"]
    assert told["job_opened"].summary == "New opening: Chief of Staff (People, Oslo)"
    assert told["job_closed"].summary == "Opening closed: Account Executive (Sales, Oslo)"
    assert told["job_changed"].data["fields"] == ["location", "remote"]
    assert f"{told['job_opened'].occurred_at:%Y-%m-%d %H:%M}" == "2026-10-01 13:00"
    spot = told["job_opened"].evidence_after
    assert spot is not None
    async with desk.open_work() as work:
        assert (await evidence.quote_at(work, spot.document_id, spot.start, spot.end)).startswith("Chief of Staff")


@pytest.mark.story
async def test_a_board_that_is_down_for_a_look_closes_nothing(desk: Desk, vendor: tuple[Vendor, str]) -> None:
    acme, _ = vendor
    await desk.look()
    acme.is_up = False
    for _ in range(2):
        await desk.look()
    acme.is_up = True
    assert (await desk.look()).state in ("succeeded", "unchanged")
    assert await desk.changes() == []
    assert len(await desk.openings()) == 4


def test_the_slot_says_how_many_openings_were_read_by_team() -> None:
    source = SourceRef(uuid4(), uuid4(), "jobs", "https://acme.example/careers", {})
    teams = ["Engineering"] * 5 + ["Sales"] * 3 + ["Product", "People", "Legal", "Finance"]
    jobs = [entry(at, f"Role {at}", team) for at, team in enumerate(teams)]

    def told(some: list[dict[str, Any]]) -> str:
        body = orjson.dumps({"jobs": some, "meta": {"total": len(some)}})
        return preview_of(JobsCrawler().read(source, page(source.url, body, content_type="application/json")))

    assert told(jobs) == "12 openings read: Engineering 5, Sales 3, Product 1, People 1 and 2 more teams"
    assert told(jobs[:1]) == "1 opening read: Engineering 1"
    assert told([job | {"departments": []} for job in jobs[:2]]) == "2 openings read"
    assert told([]) == "No openings are listed"

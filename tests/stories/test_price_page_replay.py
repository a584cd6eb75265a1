"""A real price page, replayed through eight years on loopback: fetched, archived, compared, alerted, told."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.job_queue import Job, RecordingQueue
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.settings import Settings
from competedexter.integrations.archive.folder import FolderArchive
from competedexter.integrations.web.client import SafeWebClient
from competedexter.jobs import CompareSnapshots, ConfirmChanges, CrawlSource, EvaluateAlerts
from competedexter.market.alerts import service as alerts
from competedexter.market.alerts.schemas import AlertFilters
from competedexter.market.changes import service as changes
from competedexter.market.changes.schemas import ChangeFilters, ChangeView
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import NewCompetitor
from competedexter.market.crawling import runs
from competedexter.market.crawling import service as crawling
from competedexter.market.crawling.host_slots import FreeHostSlots
from competedexter.market.crawling.schemas import Parties
from competedexter.market.evidence import service as evidence
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource
from tests.conftest import make_viewer

pytestmark = pytest.mark.story

MOVES = {  # the page's own commit history: from and to, in USD a month
    ("20.00", "75.00"),
    ("75.00", "50.00"),
    ("5.00", "20.00"),
    ("50.00", "80.00"),
}


class Page:
    """A site of one page, whose content is set from outside."""

    def __init__(self) -> None:
        self.html = b""

    async def answer(self, _request: web.Request) -> web.Response:
        return web.Response(body=self.html, content_type="text/html", charset="utf-8")


@pytest_asyncio.fixture
async def site() -> AsyncIterator[tuple[Page, str]]:
    page = Page()
    app = web.Application()
    app.router.add_get("/pricing", page.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield page, f"http://127.0.0.1:{runner.addresses[0][1]}/pricing"
    await runner.cleanup()


class History:
    """The workers' part, in order, with a clock that stands on the day of the version."""

    def __init__(self, database: Database, queue: RecordingQueue, clock: FixedClock, viewer: Viewer, parties: Parties):
        self.queue, self.clock, self.viewer, self.parties = queue, clock, viewer, parties
        self.open_work = database.opener(viewer.workspace_id, viewer.user_id)

    async def look(self, source_id) -> None:
        async with self.open_work() as work:
            await runs.request(work, self.viewer, source_id)
        while jobs := self.queue.take():
            for job in jobs:
                await self.carry_out(job)

    async def carry_out(self, job: Job) -> None:
        match job:
            case CrawlSource(crawl_run_id=run_id):
                await crawling.crawl(self.open_work, run_id, self.parties)
            case CompareSnapshots(crawl_run_id=run_id):
                async with self.open_work() as work:
                    compared = await changes.compare(work, run_id, confirm_after=60)
                    if not compared.confirmed:
                        await alerts.settle(work, run_id)
            case EvaluateAlerts(crawl_run_id=run_id):
                async with self.open_work() as work:
                    await alerts.evaluate_run(work, run_id)
            case ConfirmChanges(source_id=source_id):
                self.clock.advance(timedelta(seconds=61))
                async with self.open_work() as work:
                    await runs.look_again(work, source_id)

    async def every(self, kinds: tuple[str, ...]) -> list[ChangeView]:
        async with self.open_work() as work:
            found = await changes.find(work, self.viewer, ChangeFilters(), PageRequest(page_size=100))
        return [change for change in found.items if change.kind in kinds]


async def test_eight_years_of_a_real_price_page_are_told_as_they_happened(
    settings: Settings, site: tuple[Page, str], shared_data: Path, tmp_path: Path
) -> None:
    folder = shared_data / "pricing-page-healthchecks"
    versions = [json.loads(line) for line in (folder / "versions.jsonl").read_text().splitlines()]
    clock, queue = FixedClock(datetime(2015, 7, 1, tzinfo=UTC)), RecordingQueue()
    database = Database(settings, clock=clock, queue=queue)
    fetcher = SafeWebClient(allow_networks=(ip_network("127.0.0.1/32"),), browser=False)
    viewer = await make_viewer(database)

    async def silent(*_message: object) -> None:
        return None

    parties = Parties(fetcher, FolderArchive(tmp_path / "archive"), FreeHostSlots(), silent)
    history = History(database, queue, clock, viewer, parties)
    page, url = site
    async with history.open_work() as work:
        made = await competitors.add(
            work, viewer, NewCompetitor(name="Healthchecks", domain="healthchecks.example", discover=False)
        )
        source = await sources.add(work, viewer, made.id, NewSource(source_type="pricing", source_url=url))
    queue.take()
    try:
        for version in versions:
            day = datetime.fromisoformat(version["date"]).replace(tzinfo=UTC)
            clock.advance(max(day - clock.now(), timedelta(minutes=5)))
            page.html = (folder / version["file"]).read_bytes()
            await history.look(source.id)
        moves = await history.every(("plan_price_raised", "plan_price_lowered"))
        told = {(move.data["before"]["amount"], move.data["after"]["amount"]) for move in moves}
        assert told == MOVES
        assert all(move.state == "confirmed" for move in moves)
        async with history.open_work() as work:
            raised = await alerts.find(work, viewer, AlertFilters(), PageRequest(page_size=100))
            assert {move.id for move in moves} <= {alert.change_id for alert in raised.items}
            for move in moves:
                spot = move.evidence_after
                assert spot is not None
                quoted = await evidence.quote_at(work, spot.document_id, spot.start, spot.end)
                assert move.data["after"]["amount"].removesuffix(".00") in quoted
    finally:
        await fetcher.close()
        await database.close()

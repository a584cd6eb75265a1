"""Archived pages as history: web archives and the Wayback Machine, before and beside what we see ourselves."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.jobs import CarryOutImport, CompareSnapshots, ConfirmChanges, CrawlSource, EvaluateAlerts
from competedexter.market.alerts import service as alerts
from competedexter.market.alerts.schemas import AlertFilters
from competedexter.market.changes import service as changes
from competedexter.market.changes.schemas import ChangeFilters, ChangeView
from competedexter.market.competitors.schemas import CompetitorView
from competedexter.market.crawling import runs
from competedexter.market.crawling import service as crawling
from competedexter.market.crawling.schemas import CrawlRunView, Parties, RunFilters
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.schemas import SearchQuery
from competedexter.market.imports import backfill
from competedexter.market.imports import service as imports
from competedexter.market.imports.schemas import JobView, SentFile
from competedexter.market.snapshots import service as snapshots
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource, SourceView

PRICES = "https://acme.example/pricing"


def price_page(pro: int, team: int = 40) -> str:
    words = "Everything you need to run a help desk, with support in every plan and no set-up fee to pay. " * 6
    cards = "".join(
        f"<section><h3>{name}</h3><p>${amount} per user per month</p><ul><li>{seats} seats</li><li>Reports</li></ul></section>"
        for name, amount, seats in (("Pro", pro, 5), ("Team", team, 20))
    )
    return f"<html><head><title>Acme pricing</title></head><body><h1>Plans</h1><p>{words}</p>{cards}</body></html>"


def record(url: str, at: str, body: str, status: str = "200 OK") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {at}\r\nContent-Length: {len(http)}"
    )
    return gzip.compress(f"{head}\r\n\r\n".encode() + http + b"\r\n\r\n")


class Desk:
    """Imports, looks and reads as the workers and doors do."""

    def __init__(self, open_work: OpenWork, viewer: Viewer, parties: Parties, queue: RecordingQueue) -> None:
        self.open_work, self.viewer, self.parties, self.queue = open_work, viewer, parties, queue

    async def send(self, body: bytes, competitor_id: UUID) -> JobView:
        file = SentFile(body, competitor_id=competitor_id)
        job = await imports.begin(self.open_work, self.viewer, file, self.parties.archive)
        return await self.finished(job.id)

    async def backfill(self, competitor_id: UUID) -> JobView:
        async with self.open_work() as work:
            job = await imports.begin_backfill(work, self.viewer, competitor_id)
        return await self.finished(job.id)

    async def finished(self, job_id: UUID) -> JobView:
        await self.work_off()
        async with self.open_work() as work:
            return await imports.get(work, self.viewer, job_id)

    async def look(self, source_id: UUID) -> None:
        async with self.open_work() as work:
            await runs.request(work, self.viewer, source_id)
        await self.work_off()

    async def work_off(self) -> None:
        while jobs := self.queue.take():
            for job in jobs:
                match job:
                    case CarryOutImport(import_job_id=job_id):
                        await imports.carry_out(self.open_work, job_id, self.parties)
                    case CrawlSource(crawl_run_id=run_id):
                        await crawling.crawl(self.open_work, run_id, self.parties)
                    case CompareSnapshots(crawl_run_id=run_id):
                        async with self.open_work() as work:
                            await changes.compare(work, run_id)
                    case EvaluateAlerts(crawl_run_id=run_id):
                        async with self.open_work() as work:
                            await alerts.evaluate_run(work, run_id)
                    case ConfirmChanges(source_id=source_id):
                        async with self.open_work() as work:
                            await runs.look_again(work, source_id)

    async def changes(self) -> list[ChangeView]:
        async with self.open_work() as work:
            found = await changes.find(work, self.viewer, ChangeFilters(), PageRequest(1, 100))
        return sorted(found.items, key=lambda one: one.observed_at)

    async def moves(self) -> list[tuple[str, str, str, bool]]:
        """(date, before, after, backfilled) of each price move."""
        told = [one for one in await self.changes() if one.kind.startswith("plan_price")]
        return [
            (f"{one.observed_at:%Y-%m-%d}", one.data["before"]["amount"], one.data["after"]["amount"], one.backfilled)
            for one in told
        ]

    async def alerts(self) -> int:
        async with self.open_work() as work:
            return len((await alerts.find(work, self.viewer, AlertFilters(), PageRequest())).items)

    async def price(self, competitor_id: UUID, as_of: datetime | None = None) -> list[str]:
        async with self.open_work() as work:
            states = await snapshots.latest(work, self.viewer, competitor_id, "pricing", as_of=as_of)
        return [f"{plan.prices[0].amount:.0f}" for state in states for plan in state.record.plans[:1]]

    async def runs(self) -> list[CrawlRunView]:
        async with self.open_work() as work:
            found = (await runs.find(work, self.viewer, RunFilters(), PageRequest(1, 100))).items
        return sorted(found, key=lambda run: run.queued_at)


@pytest.fixture
def desk(open_work: OpenWork, workspace: Viewer, parties: Parties, queue: RecordingQueue) -> Desk:
    return Desk(open_work, workspace, parties, queue)


@pytest_asyncio.fixture
async def priced(desk: Desk, competitor: CompetitorView, web: ScriptedWebClient) -> SourceView:
    async with desk.open_work() as work:
        new = NewSource(source_type="pricing", source_url=PRICES)
        return await sources.add(work, desk.viewer, competitor.id, new, slot="pricing")


PAST = (
    record(PRICES, "2019-11-30T01:04:03Z", price_page(20))
    + record(PRICES, "2020-11-30T01:04:03Z", price_page(25))
    + record(PRICES, "2021-11-30T01:04:03Z", price_page(25))
)


async def test_archived_pages_become_dated_changes(desk: Desk, competitor: CompetitorView) -> None:
    job = await desk.send(PAST, competitor.id)
    assert (job.state, job.result.looks, job.result.unchanged) == ("completed", 3, 1)
    assert await desk.moves() == [("2020-11-30", "20.00", "25.00", True)]
    assert await desk.price(competitor.id) == ["25"]
    assert await desk.price(competitor.id, datetime(2020, 1, 1, tzinfo=UTC)) == ["20"]
    assert [run.state for run in await desk.runs()] == ["succeeded", "succeeded", "unchanged"]
    assert await desk.alerts() == 0
    again = await desk.send(PAST, competitor.id)
    assert (again.result.known, again.result.documents, len(await desk.runs())) == (3, 0, 3)


async def test_walls_and_errors_are_states_and_no_documents(desk: Desk, competitor: CompetitorView) -> None:
    wall = "<html><head><title>Just a moment...</title></head><body>Checking your browser before accessing acme.example</body></html>"
    sent = (
        PAST
        + record(PRICES, "2022-01-01T00:00:00Z", wall, "403 Forbidden")
        + record(PRICES, "2022-02-01T00:00:00Z", "", "404 Not Found")
    )
    job = await desk.send(sent, competitor.id)
    assert job.result.no_page == 2
    assert len(job.errors) == 2
    assert [run.state for run in await desk.runs()][-2:] == ["blocked", "failed"]
    assert await desk.moves() == [("2020-11-30", "20.00", "25.00", True)]
    assert await desk.price(competitor.id) == ["25"]


async def test_what_is_not_watched_is_passed_over_and_counted(desk: Desk, competitor: CompetitorView) -> None:
    others = record("https://other.example/pricing", "2019-01-01T00:00:00Z", price_page(1))
    others += record("https://acme.example/blog/42", "2019-01-01T00:00:00Z", price_page(2))
    job = await desk.send(
        others + record("https://www.acme.example/pricing/", "2019-02-01T00:00:00Z", price_page(3)), competitor.id
    )
    assert job.result.snapshots == 2
    assert [one.reason for one in job.errors] == ["2 answers are of pages that are not watched; they were passed over."]


async def test_the_first_look_of_our_own_is_compared_with_the_past_and_alerts_nobody(
    desk: Desk, competitor: CompetitorView, priced: SourceView, web: ScriptedWebClient
) -> None:
    web.answer(PRICES, page(PRICES, price_page(35)))
    await desk.send(PAST, competitor.id)
    await desk.look(priced.id)
    assert (await desk.moves())[-1] == ("2026-11-02", "25.00", "35.00", True)
    assert await desk.price(competitor.id) == ["35"]
    assert await desk.alerts() == 0


async def test_history_that_comes_after_the_first_look_ends_at_it(
    desk: Desk, competitor: CompetitorView, priced: SourceView, web: ScriptedWebClient, clock: FixedClock
) -> None:
    web.answer(PRICES, page(PRICES, price_page(35)), page(PRICES, price_page(45)))
    await desk.look(priced.id)
    await desk.send(PAST, competitor.id)
    assert await desk.price(competitor.id) == ["35"]
    assert (await desk.moves())[-1] == ("2026-11-02", "25.00", "35.00", True)
    assert await desk.alerts() == 0
    clock.advance(timedelta(days=1))
    await desk.look(priced.id)
    await desk.look(priced.id)  # the second look that makes it sure
    assert (await desk.moves())[-1] == ("2026-11-03", "35.00", "45.00", False)
    assert await desk.alerts() > 0


async def test_what_falls_into_our_own_time_is_a_document_and_no_state(
    desk: Desk, competitor: CompetitorView, priced: SourceView, web: ScriptedWebClient, clock: FixedClock
) -> None:
    web.answer(PRICES, page(PRICES, price_page(35)))
    await desk.look(priced.id)
    clock.advance(timedelta(days=10))
    job = await desk.send(record(PRICES, "2026-11-05T00:00:00Z", price_page(99)), competitor.id)
    assert (job.result.while_watched, job.result.documents, job.result.snapshots) == (1, 1, 0)
    assert await desk.price(competitor.id) == ["35"]


async def test_search_finds_what_is_current_now_and_what_was_then(
    desk: Desk, competitor: CompetitorView, priced: SourceView, web: ScriptedWebClient
) -> None:
    async def quotes(as_of: datetime | None = None) -> str:
        async with desk.open_work() as work:
            hits = await evidence.search(work, desk.viewer, SearchQuery("price of Pro per user", as_of=as_of))
        return " ".join(hit.quote for hit in hits)

    await desk.send(PAST, competitor.id)
    assert "$25" in await quotes()
    assert "$20" not in await quotes()
    assert "$20" in await quotes(datetime(2020, 1, 1, tzinfo=UTC))
    assert "$25" not in await quotes(datetime(2020, 1, 1, tzinfo=UTC))
    web.answer(PRICES, page(PRICES, price_page(35)))
    await desk.look(priced.id)
    assert "$35" in await quotes()
    assert "$25" not in await quotes()


async def test_a_job_that_died_is_taken_up_again_and_ends_the_same(
    desk: Desk, competitor: CompetitorView, monkeypatch: pytest.MonkeyPatch, clock: FixedClock, database
) -> None:
    kept, real = [], imports.keep

    async def dies(*arguments: object) -> object:
        if len(kept) == 1:
            raise RuntimeError("the worker died")
        kept.append(1)
        return await real(*arguments)

    monkeypatch.setattr(imports, "keep", dies)
    job = await imports.begin(
        desk.open_work, desk.viewer, SentFile(PAST, competitor_id=competitor.id), desk.parties.archive
    )
    with pytest.raises(RuntimeError):
        await desk.work_off()
    monkeypatch.setattr(imports, "keep", real)
    async with database.system() as work:
        assert await imports.sweep(work) == 0  # its holder may be alive
    clock.advance(timedelta(minutes=2))
    async with database.system() as work:
        assert await imports.sweep(work) == 1
    done = await desk.finished(job.id)
    assert (done.state, done.done, done.result.known) == ("completed", 3, 1)
    assert await desk.moves() == [("2020-11-30", "20.00", "25.00", True)]


# The Wayback Machine, standing in on a scripted web


CDX = "https://web.archive.org/cdx/search/cdx"


def index_of(*stamps: str, url: str = PRICES) -> str:
    rows = [["timestamp", "original", "digest"], *([stamp, url, f"D{stamp}"] for stamp in stamps)]
    return json.dumps(rows)


class Machine:
    """Answers index and captures of one page; everything else has no captures."""

    def __init__(self, web: ScriptedWebClient) -> None:
        self.web = web

    def keeps(self, address: str, captures: dict[str, str], index: str | None = None) -> None:
        query = f"url={backfill.quote(address, safe='')}&output=json&fl=timestamp,original,digest&filter=statuscode:200"
        query += f"&filter=mimetype:text/html&collapse=timestamp:6&limit={backfill.MOST_LISTED}"
        told = index_of(*captures, url=address) if index is None else index
        self.web.answer(f"{CDX}?{query}", page(f"{CDX}?{query}", told, content_type="application/json"))
        for stamp, body in captures.items():
            at = f"https://web.archive.org/web/{stamp}id_/{address}"
            self.web.answer(at, page(at, body))


@pytest.fixture
def machine(web: ScriptedWebClient, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr(backfill, "FIRST_PAUSE", 0.0)
    made = Machine(web)
    made.keeps("https://acme.example", {}, "[]")
    return made


async def test_captures_become_history(
    desk: Desk, competitor: CompetitorView, priced: SourceView, machine: Machine
) -> None:
    machine.keeps(PRICES, {"20190101000000": price_page(20), "20200101000000": price_page(25)})
    job = await desk.backfill(competitor.id)
    assert (job.state, job.result.snapshots) == ("completed", 4)  # prices and page, twice
    assert await desk.moves() == [("2020-01-01", "20.00", "25.00", True)]
    assert [one.reason for one in job.errors] == ["https://acme.example: the archive keeps no capture of it."]
    again = await desk.backfill(competitor.id)
    assert (again.result.known, again.result.documents) == (2, 0)


async def test_a_dozen_of_many_captures_are_fetched_spread_over_the_time(
    desk: Desk, competitor: CompetitorView, priced: SourceView, machine: Machine, web: ScriptedWebClient
) -> None:
    machine.keeps(
        PRICES, {f"{year}{month:02}01000000": price_page(year) for year in range(2018, 2022) for month in range(1, 13)}
    )
    await desk.backfill(competitor.id)
    asked = [request.url for request in web.requests if "id_/" in request.url]
    assert len(asked) == 12
    assert asked[0].split("/")[4] == "20180101000000id_"
    assert asked[-1].split("/")[4] == "20211201000000id_"


async def test_a_second_request_while_one_is_under_way_is_the_same_job(desk: Desk, competitor: CompetitorView) -> None:
    async with desk.open_work() as work:
        first = await imports.begin_backfill(work, desk.viewer, competitor.id)
        second = await imports.begin_backfill(work, desk.viewer, competitor.id)
    assert first.id == second.id


@pytest.mark.parametrize(
    "index", ["{}", "not json", '[[1, 2], null, ["x"]]', '{"a": ' * 3_000, "[]", '[["timestamp"]]']
)
async def test_a_bad_index_is_told_and_nothing_more(
    desk: Desk, competitor: CompetitorView, priced: SourceView, machine: Machine, index: str
) -> None:
    machine.keeps(PRICES, {}, index)
    job = await desk.backfill(competitor.id)
    assert (job.state, job.result.looks) == ("completed", 0)
    assert any(PRICES in one.reason for one in job.errors)


async def test_faults_of_the_archive_are_told_and_the_rest_is_kept(
    desk: Desk, competitor: CompetitorView, priced: SourceView, machine: Machine, web: ScriptedWebClient
) -> None:
    captures = {f"20{year}0101000000": price_page(year) for year in range(15, 20)}
    machine.keeps(PRICES, captures)
    at = {stamp: f"https://web.archive.org/web/{stamp}id_/{PRICES}" for stamp in captures}
    busy = page(at["20150101000000"], "", status=429, headers={"retry-after": "0"})
    web.answer(at["20150101000000"], busy, page(at["20150101000000"], price_page(15)))  # well the second time
    web.answer(at["20160101000000"], page(at["20160101000000"], "", status=503))
    web.answer(at["20170101000000"], page("http://169.254.169.254/latest", "secret"))
    nearest = f"https://web.archive.org/web/20180201000000id_/{PRICES}"
    web.answer(at["20180101000000"], replace(page(nearest, price_page(18)), redirects=(at["20180101000000"],)))
    job = await desk.backfill(competitor.id)
    told = " ".join(one.reason for one in job.errors)
    assert "The archive answered 503." in told
    assert "led away from the archive" in told
    assert [f"{run.queued_at:%Y-%m}" for run in await desk.runs()] == ["2015-01", "2018-02", "2019-01"]


def test_only_captures_that_changed_something_are_asked_for() -> None:
    rows = [["timestamp", "original", "digest"]] + [
        [f"20{year}0101000000", PRICES, "A" if year < 20 else "B"] for year in range(15, 25)
    ]
    found = backfill.read_index(json.dumps(rows).encode())
    assert found is not None
    assert [one.stamp[:4] for one in found] == ["2015", "2020"]

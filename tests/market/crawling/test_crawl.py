"""Carrying out a run: every answer of a site ends in a state with a reason, and nothing is kept twice."""

from datetime import timedelta
from uuid import uuid4

import pytest

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.integrations.archive.errors import ArchiveFull
from competedexter.integrations.web.errors import RefusedAddress, TimedOut, TooManyRedirects, UnknownHost
from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.jobs import CompareSnapshots, CrawlNow, CrawlSource, RecrawlSource
from competedexter.market.crawling import runs
from competedexter.market.crawling.schemas import CrawlRunView, Parties, RunFilters, Trigger
from competedexter.market.crawling.service import LEASE, MOST_ATTEMPTS, crawl
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.schemas import DocumentFilters
from competedexter.market.snapshots import service as snapshots
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource, SourceView

PAGE = "https://acme.example/about"  # the address of the source fixture
WORDS = "Acme keeps the minutes of your meetings and sends them to everyone who was there, on time and in full. " * 12
ABOUT = (
    f"<html><head><title>About Acme</title></head><body><main><h1>About Acme</h1><p>{WORDS}</p></main></body></html>"
)
MOVED = ABOUT.replace("on time and in full", "within a minute")


class Desk:
    """What a test does with one source: ask for a look, carry it out, read what came of it."""

    def __init__(self, open_work: OpenWork, viewer: Viewer, source: SourceView, parties: Parties) -> None:
        self.open_work, self.viewer, self.source, self.parties = open_work, viewer, source, parties

    async def ask(self, trigger: Trigger = Trigger.MANUAL) -> CrawlRunView:
        async with self.open_work() as work:
            return await runs.request(work, self.viewer, self.source.id, trigger=trigger)

    async def look(self, trigger: Trigger = Trigger.MANUAL) -> CrawlRunView:
        run = await self.ask(trigger)
        await crawl(self.open_work, run.id, self.parties)
        return await self.run(run)

    async def run(self, run: CrawlRunView) -> CrawlRunView:
        async with self.open_work() as work:
            return await runs.get(work, self.viewer, run.id)

    async def health(self) -> SourceView:
        async with self.open_work() as work:
            return await sources.get(work, self.source.id)

    async def documents(self) -> int:
        async with self.open_work() as work:
            found = await evidence.find_documents(work, self.viewer, DocumentFilters(), PageRequest())
            return found.pagination.total

    async def snapshots(self) -> int:
        async with self.open_work() as work:
            found = await snapshots.history(work, self.viewer, self.source.competitor_id, PageRequest())
            return found.pagination.total


@pytest.fixture
def desk(open_work: OpenWork, workspace: Viewer, source: SourceView, parties: Parties) -> Desk:
    return Desk(open_work, workspace, source, parties)


async def test_a_first_look_keeps_document_snapshot_and_archive_and_asks_for_comparison(
    desk: Desk, web: ScriptedWebClient, queue: RecordingQueue, pushes, archive
) -> None:
    web.answer(PAGE, page(PAGE, ABOUT, headers={"ETag": '"1"'}))
    run = await desk.look()
    assert (run.state, run.http_status, run.attempts) == ("succeeded", 200, 1)
    assert run.document_id is not None
    assert run.snapshot_id is not None
    async with desk.open_work() as work:
        document = await evidence.get_document(work, desk.viewer, run.document_id)
        raw = await evidence.raw_of(work, desk.viewer, run.document_id)
    assert "within" not in document.text
    assert "minutes of your meetings" in document.text
    assert await archive.get(raw.archive_key) == ABOUT.encode()
    assert CompareSnapshots(desk.viewer.workspace_id, run.id) in queue.take()
    assert [message["state"] for message in pushes.told] == ["running", "succeeded"]
    assert (await desk.health()).health == "ok"


async def test_the_same_page_again_stores_nothing_but_the_run(desk: Desk, web: ScriptedWebClient) -> None:
    web.answer(PAGE, page(PAGE, ABOUT), page(PAGE, ABOUT.replace("<html>", '<html data-nonce="8f3">')))
    first, second = await desk.look(), await desk.look()
    assert (first.state, second.state) == ("succeeded", "unchanged")
    assert second.settled_at is not None
    assert (await desk.documents(), await desk.snapshots()) == (1, 1)


async def test_validators_are_sent_and_a_304_is_unchanged(desk: Desk, web: ScriptedWebClient) -> None:
    web.answer(PAGE, page(PAGE, ABOUT, headers={"ETag": '"1"', "Last-Modified": "Mon, 02 Nov 2026 08:00:00 GMT"}))
    await desk.look()
    second = await desk.look()
    assert second.state == "unchanged"
    assert web.requests[-1].etag == '"1"'


async def test_a_moved_text_makes_a_second_snapshot(desk: Desk, web: ScriptedWebClient) -> None:
    web.answer(PAGE, ABOUT, MOVED)
    await desk.look()
    assert (await desk.look()).state == "succeeded"
    assert (await desk.documents(), await desk.snapshots()) == (2, 2)


@pytest.mark.parametrize(
    ("answer", "state", "health", "words"),
    [
        (page(PAGE, "no", status=403), "blocked", "blocked", "403"),
        (page(PAGE, "no", status=429, headers={"Retry-After": "7200"}), "blocked", "blocked", "too often"),
        (page(PAGE, "oops", status=503), "failed", "failing", "503"),
        (UnknownHost(host="acme.example"), "failed", "failing", "no site called acme.example"),
        (RefusedAddress(host="acme.example", reason="a private network"), "failed", "failing", "private network"),
        (TimedOut(host="acme.example", seconds=30), "failed", "failing", "longer than 30 seconds"),
        (TooManyRedirects(host="acme.example", limit=5), "failed", "failing", "redirect"),
        (page(PAGE, ""), "suspect", "suspect", "empty"),
        (page(PAGE, b"%PDF-1.7 \x00\x01", content_type="application/pdf"), "failed", "failing", "PDF"),
    ],
)
async def test_every_bad_answer_is_a_state_with_a_reason_and_changes_no_baseline(
    desk: Desk, web: ScriptedWebClient, answer, state: str, health: str, words: str
) -> None:
    web.answer(PAGE, ABOUT, answer)
    await desk.look()
    run = await desk.look()
    source = await desk.health()
    assert (run.state, source.health) == (state, health)
    assert words.casefold() in run.reason.casefold()
    assert run.settled_at is not None
    assert await desk.snapshots() == 1
    assert source.error_count == 1


async def test_a_price_list_that_can_be_read_is_kept_though_its_title_sounds_like_a_robot_check(
    desk: Desk, web: ScriptedWebClient
) -> None:
    url = "https://acme.example/pricing"
    cards = "".join(f"<div><h3>{name}</h3><p>${price}/mo</p></div>" for name, price in (("Basic", 10), ("Pro", 25)))
    web.answer(url, f"<html><head><title>Captcha pricing</title></head><body><main>{cards}</main></body></html>")
    async with desk.open_work() as work:
        new = NewSource(source_type="pricing", source_url=url)
        desk.source = await sources.add(work, desk.viewer, desk.source.competitor_id, new)
    assert (await desk.look()).state == "succeeded"


async def test_retry_after_moves_the_next_look(desk: Desk, web: ScriptedWebClient, clock: FixedClock) -> None:
    web.answer(PAGE, page(PAGE, "slow down", status=429, headers={"Retry-After": "172800"}))
    await desk.look()
    due = (await desk.health()).next_due_at
    assert due is not None
    assert due - clock.now() > timedelta(days=1, hours=18)


async def test_gone_needs_two_looks_and_recovery_is_told(desk: Desk, web: ScriptedWebClient) -> None:
    missing = page(PAGE, "not here", status=404)
    web.answer(PAGE, ABOUT, missing, missing, MOVED)
    await desk.look()
    once, twice, back = await desk.look(), await desk.look(), await desk.look()
    assert [once.state, twice.state, back.state] == ["failed", "gone", "succeeded"]
    assert await desk.snapshots() == 2


async def test_what_robots_txt_forbids_is_blocked_not_fetched(desk: Desk, web: ScriptedWebClient) -> None:
    web.answer(PAGE, ABOUT)
    web.forbid(PAGE)
    run = await desk.look()
    assert (run.state, run.code) == ("blocked", "robots_disallowed")


async def test_a_run_is_carried_out_once_however_often_its_job_arrives(desk: Desk, web: ScriptedWebClient) -> None:
    web.answer(PAGE, ABOUT)
    run = await desk.ask()
    for _ in range(3):
        await crawl(desk.open_work, run.id, desk.parties)
    assert len(web.requests) == 1
    assert (await desk.run(run)).attempts == 1


async def test_a_finished_run_whose_worker_died_before_it_could_say_so_is_compared_all_the_same(
    desk: Desk, web: ScriptedWebClient, queue: RecordingQueue
) -> None:
    web.answer(PAGE, ABOUT)
    run = await desk.look()
    queue.take()  # lost with the worker, after the commit
    await crawl(desk.open_work, run.id, desk.parties)
    assert queue.take() == [CompareSnapshots(desk.viewer.workspace_id, run.id)]


async def test_a_settled_run_asks_for_nothing_more(desk: Desk, web: ScriptedWebClient, queue: RecordingQueue) -> None:
    web.answer(PAGE, ABOUT)
    run = await desk.look()
    async with desk.open_work() as work:
        await runs.settle(work, run.id)
    queue.take()
    await crawl(desk.open_work, run.id, desk.parties)
    assert queue.take() == []


async def test_asking_twice_gives_the_run_that_waits(desk: Desk) -> None:
    assert (await desk.ask()).id == (await desk.ask()).id


class Killed(BaseException):
    """The worker dies in the middle of the look."""


class DeadlyWeb(ScriptedWebClient):
    async def get(self, request):
        self.requests.append(request)
        raise Killed


async def test_a_page_that_kills_its_worker_each_time_is_quarantined_after_three(
    desk: Desk, clock: FixedClock, parties: Parties
) -> None:
    web = DeadlyWeb()
    desk.parties = Parties(web, parties.archive, parties.slots, parties.push)
    run = await desk.ask()
    for attempt in range(MOST_ATTEMPTS):
        with pytest.raises(Killed):
            await crawl(desk.open_work, run.id, desk.parties, alone=attempt > 0)
        clock.advance(LEASE + timedelta(seconds=1))
    await crawl(desk.open_work, run.id, desk.parties, alone=True)
    ended = await desk.run(run)
    assert (ended.state, ended.code) == ("failed", "quarantined")
    assert len(web.requests) == MOST_ATTEMPTS


async def test_a_run_whose_worker_died_is_taken_up_alone_so_that_it_takes_no_other_along(
    desk: Desk, clock: FixedClock, queue: RecordingQueue, parties: Parties, web: ScriptedWebClient
) -> None:
    run = await desk.ask()
    with pytest.raises(Killed):
        await crawl(desk.open_work, run.id, Parties(DeadlyWeb(), parties.archive, parties.slots, parties.push))
    clock.advance(LEASE + timedelta(seconds=1))
    queue.take()
    await crawl(desk.open_work, run.id, desk.parties)
    assert web.requests == []
    assert queue.take() == [RecrawlSource(desk.viewer.workspace_id, run.id)]


async def test_a_run_somebody_else_holds_is_left_to_them_and_asked_for_again(
    desk: Desk, clock: FixedClock, queue: RecordingQueue, parties: Parties, web: ScriptedWebClient
) -> None:
    run = await desk.ask()
    with pytest.raises(Killed):
        await crawl(desk.open_work, run.id, Parties(DeadlyWeb(), parties.archive, parties.slots, parties.push))
    queue.take()
    await crawl(desk.open_work, run.id, desk.parties)
    assert web.requests == []
    assert [(entry.job, entry.delay_seconds > 0) for entry in queue.sent] == [
        (CrawlNow(desk.viewer.workspace_id, run.id), True)
    ]


class FullArchive:
    async def put(self, _workspace_id, _body, _media_type):
        raise ArchiveFull

    async def get(self, key):
        raise LookupError(key)

    async def delete(self, _key) -> None:
        return None


async def test_a_full_disk_is_a_failed_run_that_can_be_tried_again(desk: Desk, web: ScriptedWebClient, parties) -> None:
    web.answer(PAGE, ABOUT)
    desk.parties = Parties(web, FullArchive(), parties.slots, parties.push)
    run = await desk.look()
    assert run.state == "failed"
    assert await desk.documents() == 0
    desk.parties = parties
    assert (await desk.look()).state == "succeeded"


async def test_the_due_are_queued_once_by_two_tickers(
    desk: Desk, database: Database, clock: FixedClock, queue: RecordingQueue
) -> None:
    queue.take()
    clock.advance(timedelta(days=2))
    for _ in range(2):
        async with database.system() as work:
            await runs.queue_due(work)
            await runs.send_held(work)
    assert len([job for job in queue.take() if isinstance(job, CrawlSource)]) == 1
    async with desk.open_work() as work:
        found = await runs.find(work, desk.viewer, RunFilters(source_id=desk.source.id), PageRequest())
    assert [run.trigger for run in found.items] == ["schedule"]


async def test_what_was_left_behind_is_sent_again(
    desk: Desk, database: Database, clock: FixedClock, queue: RecordingQueue, web: ScriptedWebClient
) -> None:
    web.answer(PAGE, ABOUT)
    waiting = await desk.ask()
    queue.take()
    clock.advance(timedelta(minutes=2))
    async with database.system() as work:
        await runs.sweep(work)
    assert queue.take() == [CrawlNow(desk.viewer.workspace_id, waiting.id)]
    await crawl(desk.open_work, waiting.id, desk.parties)
    queue.take()
    clock.advance(timedelta(minutes=2))
    async with database.system() as work:
        await runs.sweep(work)
    assert queue.take() == [CompareSnapshots(desk.viewer.workspace_id, waiting.id)]


async def test_an_unknown_run_is_nothing_to_do(desk: Desk) -> None:
    await crawl(desk.open_work, uuid4(), desk.parties)

"""Manners over all workers: hosts are not pressed, wishes are kept, and a run that waits says why."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.cache import open_redis
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.settings import Settings
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.integrations.web.errors import ConnectFailed, RobotsDisallowed, RobotsUnreadable, TooLarge
from competedexter.integrations.web.protocol import RobotsVerdict
from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.jobs import CrawlNow, CrawlSource
from competedexter.market.crawling import runs
from competedexter.market.crawling.host_slots import (
    LONGEST_REST,
    REST_SECONDS,
    RESTS_AFTER,
    SLOWEST_PACE,
    RedisHostSlots,
)
from competedexter.market.crawling.outcome import retry_after_of
from competedexter.market.crawling.schemas import CrawlRunView, Parties, Trigger
from competedexter.market.crawling.service import crawl
from competedexter.market.crawling.turns import in_words
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource, SourceView
from tests.conftest import NOON

SITE = "https://acme.example"
HOST = "acme.example"
WORDS = "<p>Acme keeps the minutes of your meetings and sends them to everyone who was there.</p>" * 9
DOWN = ConnectFailed(host=HOST, reason="nothing listens there")


@pytest_asyncio.fixture
async def slots(settings: Settings) -> AsyncIterator[RedisHostSlots]:
    redis = open_redis(settings.redis_url)
    yield RedisHostSlots(redis, most=2, delay=0)
    await redis.aclose()


class Crew:
    """Several sources of one host, looked at by workers that share what they know of it."""

    def __init__(
        self, open_work: OpenWork, viewer: Viewer, first: SourceView, parties: Parties, clock: FixedClock
    ) -> None:
        self.open_work, self.viewer, self.first, self.parties, self.clock = open_work, viewer, first, parties, clock

    async def look_in_turn(self, count: int) -> list[CrawlRunView]:
        """At one page after the other, as slowly as a host that fails is asked at all."""
        seen = []
        for at in range(count):
            self.clock.advance(timedelta(seconds=SLOWEST_PACE if at else 0))
            seen.append(await self.look(str(at)))
        return seen

    async def ask(self, path: str) -> CrawlRunView:
        async with self.open_work() as work:
            new = NewSource(source_type="website", source_url=f"{SITE}/{path}")
            source = await sources.watch(work, self.first.competitor_id, new, slot="docs")
            return await runs.queue(work, source, Trigger.MANUAL)

    async def look(self, path: str) -> CrawlRunView:
        return await self.carry_out(await self.ask(path))

    async def carry_out(self, run: CrawlRunView) -> CrawlRunView:
        await crawl(self.open_work, run.id, self.parties)
        async with self.open_work() as work:
            return await runs.get(work, self.viewer, run.id)


@pytest.fixture
def crew(
    open_work: OpenWork,
    workspace: Viewer,
    source: SourceView,
    parties: Parties,
    slots: RedisHostSlots,
    clock: FixedClock,
) -> Crew:
    return Crew(open_work, workspace, source, replace(parties, slots=slots), clock)


def pages(web: ScriptedWebClient, answer, count: int = 20) -> None:
    for at in range(count):
        web.answer(f"{SITE}/{at}", answer)


# a host that keeps failing


async def test_after_several_failures_in_a_row_a_host_is_left_alone_and_the_run_says_why(
    crew: Crew, web: ScriptedWebClient, queue: RecordingQueue
) -> None:
    pages(web, DOWN)
    failed = await crew.look_in_turn(RESTS_AFTER)
    assert {run.state for run in failed} == {"failed"}
    asked = len(web.requests)
    queue.take()
    waiting = await crew.look("10")
    assert (waiting.state, waiting.code, waiting.attempts) == ("queued", "host_rests", 0)
    assert waiting.reason == "acme.example failed several times in a row. It is left alone for another 5 minutes."
    assert len(web.requests) == asked
    assert queue.sent[-1].job == CrawlNow(crew.viewer.workspace_id, waiting.id)
    assert queue.sent[-1].delay_seconds == pytest.approx(REST_SECONDS)


async def test_a_host_that_answers_again_is_looked_at_as_before(
    crew: Crew, web: ScriptedWebClient, clock: FixedClock
) -> None:
    pages(web, DOWN)
    await crew.look_in_turn(RESTS_AFTER)
    waiting = await crew.look("10")
    clock.advance(timedelta(seconds=REST_SECONDS + 1))
    pages(web, f"<html><body><main><h1>Acme</h1>{WORDS}</main></body></html>")
    assert (await crew.carry_out(waiting)).state == "succeeded"
    pages(web, DOWN)
    clock.advance(timedelta(seconds=SLOWEST_PACE))
    assert [run.state for run in await crew.look_in_turn(RESTS_AFTER)] == ["failed"] * RESTS_AFTER


async def test_each_further_failure_makes_the_rest_longer_up_to_an_hour(slots: RedisHostSlots) -> None:
    rests, now = [], 1_000_000.0
    for _ in range(RESTS_AFTER + 6):
        await slots.note(HOST, failed=True, now=now)
        rests.append(await slots.rest(HOST, now=now))
    assert rests[: RESTS_AFTER - 1] == [0] * (RESTS_AFTER - 1)
    assert rests[RESTS_AFTER - 1 :] == [300, 600, 1200, 2400, LONGEST_REST, LONGEST_REST, LONGEST_REST]
    assert await slots.rest("other.example", now=now) == 0
    await slots.note(HOST, failed=False, now=now)
    assert await slots.rest(HOST, now=now) == 0


@pytest.mark.parametrize(
    "fault",
    [
        page(f"{SITE}/0", "", status=502),
        page(f"{SITE}/0", "", status=429),
        RobotsUnreadable(host=HOST, reason="robots.txt did not come in time"),
    ],
)
async def test_faults_of_the_whole_host_make_it_rest(crew: Crew, web: ScriptedWebClient, fault) -> None:
    pages(web, fault)
    await crew.look_in_turn(RESTS_AFTER)
    assert (await crew.look("10")).code == "host_rests"


@pytest.mark.parametrize(
    "answer",
    [
        page(f"{SITE}/0", "", status=404),
        page(f"{SITE}/0", "no", status=403),
        TooLarge(host=HOST, limit="10 MB", part="page"),
        RobotsDisallowed(host=HOST, reason="robots.txt disallows it"),
    ],
)
async def test_what_is_wrong_with_a_page_alone_does_not(crew: Crew, web: ScriptedWebClient, answer) -> None:
    pages(web, answer)
    for at in range(RESTS_AFTER + 2):
        assert (await crew.look(str(at))).state != "queued"


# a host that fails is asked more slowly, and as before when it answers


async def test_a_failure_slows_the_looks_at_a_host_and_answers_speed_them_up_again(slots: RedisHostSlots) -> None:
    now = 1_000_000.0

    async def pause(*, failed: bool) -> float:
        """Between two looks at the host after it bore one so."""
        nonlocal now
        await slots.note(HOST, failed=failed, now=now)
        now += LONGEST_REST
        assert await slots.acquire(HOST, "first", delay=None, now=now) == 0
        await slots.release(HOST, "first")
        return await slots.acquire(HOST, "second", delay=None, now=now)

    assert [await pause(failed=True) for _ in range(6)] == [2, 4, 8, 16, 32, SLOWEST_PACE]
    assert [await pause(failed=False) for _ in range(6)] == [30, 15, 7.5, 3.75, 0, 0]


async def test_a_host_that_failed_is_looked_at_by_one_at_a_time(slots: RedisHostSlots) -> None:
    await slots.note(HOST, failed=True, now=1_000.0)
    assert await slots.acquire(HOST, "first", delay=None, now=2_000.0) == 0
    assert await slots.acquire(HOST, "second", delay=None, now=2_030.0) > 0


# pauses between two looks


async def test_a_run_that_waits_for_the_pause_a_site_asks_for_says_so_and_is_not_sent_again_meanwhile(
    crew: Crew, web: ScriptedWebClient, queue: RecordingQueue, clock: FixedClock, database: Database
) -> None:
    pages(web, "<p>Hello")
    web.advise(SITE, RobotsVerdict(allowed=True, crawl_delay=3_600))
    await crew.look("0")
    waiting = await crew.look("1")
    assert (waiting.state, waiting.code) == ("queued", "crawl_delay")
    assert waiting.reason == (
        "acme.example asks robots to leave 60 minutes between two looks. It is this one's turn in 60 minutes at the earliest."
    )
    for _ in range(3):
        queue.take()
        clock.advance(timedelta(minutes=10))
        async with database.system() as work:
            await runs.sweep(work)
        assert CrawlNow(crew.viewer.workspace_id, waiting.id) not in queue.take()
    clock.advance(timedelta(minutes=40))
    async with database.system() as work:
        await runs.sweep(work)
    assert CrawlNow(crew.viewer.workspace_id, waiting.id) in queue.take()
    assert (await crew.carry_out(waiting)).reason != waiting.reason


async def test_a_source_whose_look_still_waits_is_not_given_another(
    crew: Crew, queue: RecordingQueue, clock: FixedClock, database: Database
) -> None:
    await crew.ask("0")
    queue.take()
    for _ in range(3):
        clock.advance(timedelta(days=2))
        async with database.system() as work:
            await runs.queue_due(work)
            await runs.send_held(work)
    sent = [job for job in queue.take() if isinstance(job, CrawlSource)]
    assert len(sent) == 1  # of the other source of this competitor


async def test_a_full_queue_is_not_filled_with_the_same_jobs_at_every_sweep(
    crew: Crew, queue: RecordingQueue, clock: FixedClock, database: Database
) -> None:
    await crew.ask("0")
    queue.take()
    clock.advance(timedelta(minutes=5))
    sent = []
    for _ in range(6):
        async with database.system() as work:
            await runs.sweep(work)
        sent.extend(queue.take())
        clock.advance(timedelta(seconds=10))
    assert len(sent) == 1


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 second"), (40, "40 seconds"), (119.5, "120 seconds"), (300, "5 minutes"), (86_400, "24 hours")],
)
def test_a_wait_is_told_in_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


# wishes of the site


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": "9" * 400}, 7 * 86_400),
        ({"Retry-After": "Mon, 02 Nov 2026 13:00:00 GMT"}, 3_600),
        ({"Retry-After": "Monday, 02-Nov-26 13:00:00 GMT"}, 3_600),
        ({"Retry-After": "Mon Nov  2 13:00:00 2026"}, 3_600),
        ({"Retry-After": "Mon, 02 Nov 2026 13:00:00 GMT", "Date": "Mon, 02 Nov 2026 12:59:00 GMT"}, 60),
        ({"Retry-After": "Mon, 02 Nov 2026 13:00:00 GMT", "Date": "yesterday"}, 3_600),
        ({"Retry-After": "Sun, 01 Nov 2026 13:00:00 GMT"}, 0),
        ({"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}, 7 * 86_400),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "Mon, 02 Nov 99999999999999999999 13:00:00 GMT"}, None),
        ({"Retry-After": "Mon, 99 Nov 2026 13:00:00 GMT"}, None),
        ({}, None),
    ],
)
def test_the_wish_of_a_site_is_read_as_seconds_or_as_a_date(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_of(page(SITE, "", status=429, headers=headers), NOON) == seconds


async def test_a_site_that_names_a_date_is_not_looked_at_before_it(
    crew: Crew, web: ScriptedWebClient, clock: FixedClock
) -> None:
    web.answer(f"{SITE}/0", page(f"{SITE}/0", "", status=503, headers={"Retry-After": "Tue, 03 Nov 2026 15:00:00 GMT"}))
    run = await crew.look("0")
    async with crew.open_work() as work:
        due = (await sources.get(work, run.source_id)).next_due_at
    assert due is not None
    assert due - clock.now() >= timedelta(hours=27)

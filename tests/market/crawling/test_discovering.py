"""The six places of a new competitor: found, not found, or blocked - and then looked for again when the site lets us."""

from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.integrations.web.errors import BrowserUnavailable, TimedOut, UnknownHost
from competedexter.integrations.web.protocol import WebRequest, WebResponse
from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.jobs import CrawlSource, DiscoverCompetitor
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import SLOTS, CompetitorView, NewCompetitor, SlotState, SlotView
from competedexter.market.crawling import runs
from competedexter.market.crawling.discovery import discover
from competedexter.market.crawling.schemas import Parties, Trigger
from competedexter.market.crawling.service import crawl
from competedexter.market.snapshots import service as snapshots
from competedexter.market.sources import service as sources

HOME = "https://acme.example"
WORDS = "<p>Acme keeps the minutes of your meetings and sends them to everyone who was there.</p>" * 9
OPEN = f"<html><body><nav><a href=/pricing>Pricing</a></nav><main><h1>Acme</h1>{WORDS}</main></body></html>"
PRICES = f"<html><body><main><h1>Pricing</h1><h3>Pro</h3><p>$20/mo</p>{WORDS}</main></body></html>"
SHELL = "<html><body><div id=root></div><script src=/app.js></script></body></html>"
CHECK = "<html><head><title>Just a moment...</title></head><body><div class=cf-turnstile></div></body></html>"


class Newcomer:
    """A competitor whose slots are looked for, and its sources, which are crawled as workers would."""

    def __init__(self, open_work: OpenWork, viewer: Viewer, parties: Parties, made: CompetitorView) -> None:
        self.open_work, self.viewer, self.parties, self.id = open_work, viewer, parties, made.id

    async def discover(self) -> dict[str, SlotView]:
        await discover(self.open_work, self.id, self.parties)
        return await self.slots()

    async def slots(self) -> dict[str, SlotView]:
        async with self.open_work() as work:
            view = await competitors.get(work, self.viewer, self.id)
        return {slot.slot: slot for slot in view.slots}

    async def work_off(self, queue: RecordingQueue) -> None:
        """Carries out the runs that wait, and discoveries, until there is nothing left to do."""
        while jobs := queue.take():
            for job in jobs:
                if isinstance(job, CrawlSource):
                    await crawl(self.open_work, job.crawl_run_id, self.parties)
                if isinstance(job, DiscoverCompetitor):
                    await self.discover()


@pytest_asyncio.fixture
async def newcomer(open_work: OpenWork, workspace: Viewer, parties: Parties, queue: RecordingQueue) -> Newcomer:
    async with open_work() as work:
        made = await competitors.add(work, workspace, NewCompetitor(name="Acme", domain="acme.example"))
    queue.take()
    return Newcomer(open_work, workspace, parties, made)


async def test_a_linked_page_is_watched_and_the_others_are_missing(
    newcomer: Newcomer, web: ScriptedWebClient, queue: RecordingQueue
) -> None:
    web.answer(HOME, OPEN)
    web.answer(f"{HOME}/pricing", PRICES)
    slots = await newcomer.discover()
    assert slots["pricing"].state is SlotState.LOOKING
    assert slots["careers"].state is SlotState.MISSING
    assert "No careers page is linked from acme.example" in slots["careers"].reason
    await newcomer.work_off(queue)
    assert (await newcomer.slots())["pricing"].state is SlotState.FOUND


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (page(HOME, "no", status=403), "refuses"),
        (page(HOME, "", status=503), "fault of its own"),
        (page(HOME, "gone", status=404), "not there"),
        (page(HOME, CHECK), "robot check"),
        (page(HOME, SHELL), "not finished building"),
        (UnknownHost(host="acme.example"), "no site called acme.example"),
        (TimedOut(host="acme.example", seconds=30), "longer than 30 seconds"),
    ],
)
async def test_a_home_page_that_cannot_be_read_blocks_every_slot_and_says_why(
    newcomer: Newcomer, web: ScriptedWebClient, answer, words: str
) -> None:
    web.answer(HOME, answer)
    slots = await newcomer.discover()
    assert {slot.state for slot in slots.values()} == {SlotState.BLOCKED}
    assert len(slots) == len(SLOTS)
    assert all(words in slot.reason for slot in slots.values()), slots["pricing"].reason


async def test_a_site_that_asks_robots_not_to_look_is_blocked(newcomer: Newcomer, web: ScriptedWebClient) -> None:
    web.answer(HOME, OPEN)
    web.forbid(HOME, "robots.txt disallows it")
    slots = await newcomer.discover()
    assert slots["pricing"].state is SlotState.BLOCKED
    assert slots["pricing"].reason == "acme.example asks robots not to read this page (robots.txt disallows it)."


class RenderingWeb(ScriptedWebClient):
    """Shows `rendered` where a browser is asked for."""

    rendered: str | BrowserUnavailable = OPEN

    async def get(self, request: WebRequest) -> WebResponse:
        if not request.render:
            return await super().get(request)
        if isinstance(self.rendered, BrowserUnavailable):
            raise self.rendered
        return page(request.url, self.rendered, rendered=True)


async def test_a_home_page_that_scripts_build_is_read_in_a_browser_where_there_is_one(newcomer: Newcomer) -> None:
    web = RenderingWeb({HOME: SHELL})
    newcomer.parties = replace(newcomer.parties, web=web, renders=True)
    assert (await newcomer.discover())["pricing"].url == f"{HOME}/pricing"
    newcomer.parties = replace(newcomer.parties, renders=False)
    slots = await newcomer.discover()
    assert slots["careers"].state is SlotState.BLOCKED


async def test_a_browser_that_does_not_start_leaves_the_shell_and_its_reason(newcomer: Newcomer) -> None:
    web = RenderingWeb({HOME: SHELL})
    web.rendered = BrowserUnavailable(reason="it crashed")
    newcomer.parties = replace(newcomer.parties, web=web, renders=True)
    assert "not finished building" in (await newcomer.discover())["pricing"].reason


async def test_links_of_a_doubtful_home_page_are_followed_and_the_other_slots_are_not_called_missing(
    newcomer: Newcomer, web: ScriptedWebClient
) -> None:
    web.answer(HOME, OPEN.removesuffix("</main></body></html>") + "<div class=")
    slots = await newcomer.discover()
    assert slots["pricing"].state is SlotState.LOOKING
    assert (slots["careers"].state, slots["careers"].reason) == (
        SlotState.BLOCKED,
        "The page breaks off in the middle.",
    )


async def test_a_site_that_opens_again_is_discovered_by_itself(
    newcomer: Newcomer, web: ScriptedWebClient, queue: RecordingQueue, clock: FixedClock, database: Database
) -> None:
    web.answer(HOME, page(HOME, "no", status=403))
    web.answer(f"{HOME}/pricing", PRICES)
    await newcomer.discover()
    await newcomer.work_off(queue)
    assert (await newcomer.slots())["pricing"].state is SlotState.BLOCKED
    web.answer(HOME, OPEN)
    clock.advance(timedelta(hours=1))
    async with database.system() as work:
        await runs.queue_due(work)
        await runs.send_held(work)
    await newcomer.work_off(queue)
    slots = await newcomer.slots()
    assert slots["pricing"].state is SlotState.FOUND
    assert slots["careers"].state is SlotState.MISSING


async def test_a_site_that_stays_shut_is_not_asked_in_a_circle(
    newcomer: Newcomer, web: ScriptedWebClient, queue: RecordingQueue
) -> None:
    web.answer(HOME, page(HOME, "no", status=403))
    await newcomer.discover()
    await newcomer.work_off(queue)
    assert len(web.requests) == 2  # one look to find the slots, one as a source


async def test_what_was_found_stays_found_when_the_site_is_surveyed_again(
    newcomer: Newcomer, web: ScriptedWebClient, queue: RecordingQueue
) -> None:
    web.answer(HOME, OPEN)
    web.answer(f"{HOME}/pricing", PRICES)
    await newcomer.discover()
    await newcomer.work_off(queue)
    web.answer(HOME, page(HOME, "no", status=403))
    slots = await newcomer.discover()
    assert (slots["pricing"].state, slots["pricing"].url) == (SlotState.FOUND, f"{HOME}/pricing")
    assert slots["careers"].state is SlotState.BLOCKED


async def test_a_page_that_did_not_change_is_found_again_after_a_discovery_that_was_asked_for(
    newcomer: Newcomer, web: ScriptedWebClient, queue: RecordingQueue
) -> None:
    web.answer(HOME, OPEN)
    web.answer(f"{HOME}/pricing", PRICES)
    await newcomer.discover()
    await newcomer.work_off(queue)
    async with newcomer.open_work() as work:
        await competitors.begin_discovery(work, newcomer.viewer, newcomer.id)
    await newcomer.work_off(queue)
    assert (await newcomer.slots())["pricing"].state is SlotState.FOUND
    async with newcomer.open_work() as work:
        watched = await sources.list_for(work, newcomer.viewer, newcomer.id)
    assert sorted(source.source_type for source in watched) == ["company_info", "pricing", "tech_stack", "website"]


async def test_what_is_found_is_looked_at_once_and_not_again_by_the_clock(
    newcomer: Newcomer, web: ScriptedWebClient, queue: RecordingQueue
) -> None:
    web.answer(HOME, OPEN)
    web.answer(f"{HOME}/pricing", PRICES)
    await newcomer.discover()
    await newcomer.work_off(queue)
    async with newcomer.open_work() as work:
        assert await sources.claim_due(work) == []


async def test_a_sitemap_that_names_pages_is_watched_for_new_ones(
    newcomer: Newcomer, web: ScriptedWebClient, queue: RecordingQueue
) -> None:
    listed = f"<urlset><url><loc>{HOME}/pricing</loc></url><url><loc>{HOME}/vs/rival</loc></url></urlset>"
    web.answer(HOME, OPEN)
    web.answer(f"{HOME}/sitemap.xml", page(f"{HOME}/sitemap.xml", listed, content_type="application/xml"))
    await newcomer.discover()
    await newcomer.work_off(queue)
    async with newcomer.open_work() as work:
        states = await snapshots.latest(work, newcomer.viewer, newcomer.id, "site")
    assert [[one["url"] for one in state.record.model_dump()["pages"]] for state in states] == [
        [f"{HOME}/pricing", f"{HOME}/vs/rival"]
    ]


async def test_a_page_that_has_not_moved_is_found_again_with_what_was_read_in_it(
    newcomer: Newcomer, web: ScriptedWebClient, queue: RecordingQueue
) -> None:
    """Also when the clock had asked for its look already: the slot waits for that one."""
    web.answer(HOME, OPEN)
    web.answer(f"{HOME}/pricing", PRICES)
    await newcomer.discover()
    await newcomer.work_off(queue)
    before = (await newcomer.slots())["pricing"]
    async with newcomer.open_work() as work:
        watched = await sources.list_for(work, newcomer.viewer, newcomer.id)
        pricing = next(source for source in watched if source.source_type == "pricing")
        await runs.queue(work, pricing, Trigger.SCHEDULE)
        await competitors.begin_discovery(work, newcomer.viewer, newcomer.id)
    await newcomer.work_off(queue)
    assert (await newcomer.slots())["pricing"] == before
    assert before.preview

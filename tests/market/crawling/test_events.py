"""What happens once is told once: an event is a document of its own, dated, and one change however many feeds tell it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import orjson
import pytest
import pytest_asyncio

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.integrations.web.protocol import WebClient, WebResponse
from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.jobs import EvaluateAlerts
from competedexter.market.alerts import service as alerts
from competedexter.market.alerts.schemas import AlertFilters
from competedexter.market.changes import service as changes
from competedexter.market.changes.schemas import ChangeFilters, ChangeView, TimelineFilters
from competedexter.market.competitors.schemas import CompetitorView
from competedexter.market.crawlers import registry
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.page_finding import fetch_page
from competedexter.market.crawlers.reading.listing_text import ListingText
from competedexter.market.crawling import runs
from competedexter.market.crawling.schemas import Parties
from competedexter.market.crawling.service import crawl
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.listings import Event, EventsRecord, Job, JobsRecord
from competedexter.market.evidence.records import Quality
from competedexter.market.evidence.schemas import DocumentFilters, DocumentLine, SearchQuery
from competedexter.market.snapshots import service as snapshots
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource, SourceView

FEED, OTHER = "https://acme.example/feed.json", "https://wire.example/acme.json"


class PlainFeed:
    """Reads `[{"key", "title", "at", "more"}]` as events: the least a crawler of events can be."""

    kind, extractor_version, reads_data = "news", "plain-1", True

    async def fetch(self, source: SourceRef, web: WebClient) -> WebResponse:
        return await fetch_page(source, web)

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        text, events = ListingText(), []
        for one in orjson.loads(response.body):
            start, end = text.tell([one["title"], one.get("more", "")])
            at = datetime.fromisoformat(one["at"]).replace(tzinfo=UTC) if one.get("at") else None
            events.append(
                Event(
                    key=one["key"],
                    what="news",
                    title=one["title"],
                    url=one["key"],
                    occurred_at=at,
                    start=start,
                    end=end,
                )
            )
        return (
            Finding(
                source.url, "Feed", text.text, "news", "news", EventsRecord(events=tuple(events)), Quality(score=1)
            ),
        )


class PlainBoard(PlainFeed):
    """The same entries read as openings."""

    kind = "jobs"

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        text, jobs = ListingText(), []
        for one in orjson.loads(response.body):
            start, end = text.tell([one["title"]])
            at = datetime.fromisoformat(one["at"]).replace(tzinfo=UTC) if one.get("at") else None
            jobs.append(Job(external_id=one["key"], title=one["title"], published_at=at, start=start, end=end))
        return (Finding(source.url, "Jobs", text.text, "jobs", "jobs", JobsRecord(jobs=tuple(jobs)), Quality(score=1)),)


@pytest.fixture(autouse=True)
def _plain_crawlers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._CRAWLERS, "news", PlainFeed())
    monkeypatch.setitem(registry._CRAWLERS, "jobs", PlainBoard())


def entry(key: str, title: str, at: str | None = None, more: str = "") -> dict[str, str | None]:
    return {"key": f"https://acme.example/news/{key}", "title": title, "at": at, "more": more}


FUNDED = entry("funding", "Acme raises 25 million", "2026-03-02", "The round was led by Example Capital.")
LAUNCH = entry("launch", "Acme launches Minutes", "2026-06-30", "Minutes writes what was said.")
FRESH = entry("fresh", "Acme opens an office in Oslo", None, "Its third in Europe.")


class Newsroom:
    """Looks at feeds of one competitor, compares at once, and reads what became of it."""

    def __init__(
        self, open_work: OpenWork, viewer: Viewer, competitor: CompetitorView, web: ScriptedWebClient, parties: Parties
    ) -> None:
        self.open_work, self.viewer, self.competitor = open_work, viewer, competitor
        self.web, self.parties = web, parties

    async def add(self, url: str = FEED, source_type: str = "news") -> SourceView:
        async with self.open_work() as work:
            new = NewSource.model_validate({"source_type": source_type, "source_url": url})
            return await sources.add(work, self.viewer, self.competitor.id, new)

    async def look(self, source: SourceView, *entries: dict[str, str | None]) -> UUID:
        body = orjson.dumps(entries).decode()
        self.web.answer(source.source_url, page(source.source_url, body, content_type="application/json"))
        async with self.open_work() as work:
            run = await runs.request(work, self.viewer, source.id)
        await crawl(self.open_work, run.id, self.parties)
        async with self.open_work() as work:
            await changes.compare(work, run.id)
        return run.id

    async def told(self) -> list[ChangeView]:
        async with self.open_work() as work:
            found = await changes.find(work, self.viewer, ChangeFilters(), PageRequest(page_size=100))
            return list(found.items)

    async def documents(self) -> list[DocumentLine]:
        async with self.open_work() as work:
            filters = DocumentFilters(competitor_id=self.competitor.id)
            return list((await evidence.find_documents(work, self.viewer, filters, PageRequest(page_size=100))).items)


@pytest_asyncio.fixture
async def newsroom(
    open_work: OpenWork, workspace: Viewer, competitor: CompetitorView, web: ScriptedWebClient, parties: Parties, queue
) -> Newsroom:
    return Newsroom(open_work, workspace, competitor, web, parties)


async def test_what_a_first_look_finds_is_dated_kept_and_alerts_nobody(newsroom: Newsroom, queue) -> None:
    run_id = await newsroom.look(await newsroom.add(), LAUNCH, FUNDED)
    told = {change.summary: change for change in await newsroom.told()}
    assert told["Acme raises 25 million"].occurred_at == datetime(2026, 3, 2, tzinfo=UTC)
    assert all(change.backfilled and change.label == "minor" for change in told.values())
    assert not any(isinstance(job, EvaluateAlerts) for job in queue.take())
    async with newsroom.open_work() as work:
        assert await alerts.evaluate_run(work, run_id) == ()
        assert (await alerts.find(work, newsroom.viewer, AlertFilters(), PageRequest())).items == ()


async def test_a_new_article_is_one_change_with_its_date_and_evidence(newsroom: Newsroom) -> None:
    feed = await newsroom.add()
    await newsroom.look(feed, FUNDED)
    await newsroom.look(feed, LAUNCH, FUNDED)
    new = [change for change in await newsroom.told() if not change.backfilled]
    assert [(change.kind, change.summary) for change in new] == [("news_published", "Acme launches Minutes")]
    shown = new[0].evidence_after
    assert shown is not None
    assert shown.quote == "Acme launches Minutes\nMinutes writes what was said."
    async with newsroom.open_work() as work:
        document = await evidence.get_document(work, newsroom.viewer, shown.document_id)
    assert document.text[shown.start : shown.end] == shown.quote
    assert (document.title, document.source_url) == ("Acme launches Minutes", LAUNCH["key"])


async def test_an_article_that_leaves_the_feed_and_comes_back_is_not_told_again(newsroom: Newsroom) -> None:
    feed = await newsroom.add()
    await newsroom.look(feed, FUNDED)
    await newsroom.look(feed, LAUNCH, FUNDED)
    await newsroom.look(feed, LAUNCH)
    await newsroom.look(feed, FUNDED, LAUNCH)
    assert len(await newsroom.told()) == 2


async def test_two_feeds_tell_one_article_once(newsroom: Newsroom) -> None:
    own, wire = await newsroom.add(), await newsroom.add(OTHER)
    await newsroom.look(own, FUNDED)
    await newsroom.look(wire, FUNDED)
    await newsroom.look(own, LAUNCH, FUNDED)
    await newsroom.look(wire, LAUNCH, FUNDED)
    assert {change.summary for change in await newsroom.told()} == {LAUNCH["title"], FUNDED["title"]}
    assert len(await newsroom.told()) == 2
    assert len(await newsroom.documents()) == 2


async def test_news_of_while_we_watched_is_news_also_in_a_source_that_is_new(newsroom: Newsroom, clock) -> None:
    await newsroom.look(await newsroom.add(), FUNDED)
    clock.advance(timedelta(hours=2))
    today = entry("today", "Acme moves to Bergen", clock.now().isoformat()[:19])
    clock.advance(timedelta(hours=1))
    await newsroom.look(await newsroom.add(OTHER), today, LAUNCH)
    told = {change.summary: change.backfilled for change in await newsroom.told()}
    assert told == {FUNDED["title"]: True, LAUNCH["title"]: True, "Acme moves to Bergen": False}


async def test_an_old_article_seen_late_is_minor(newsroom: Newsroom) -> None:
    feed = await newsroom.add()
    await newsroom.look(feed, FRESH)
    await newsroom.look(feed, FRESH, entry("old", "Acme was founded", "2019-01-01"))
    late = next(change for change in await newsroom.told() if change.summary == "Acme was founded")
    assert late.label == "minor"
    assert "2019-01-01" in late.label_reason


async def test_an_article_stays_findable_when_the_feed_has_let_it_go(newsroom: Newsroom) -> None:
    feed = await newsroom.add()
    await newsroom.look(feed, FUNDED)
    await newsroom.look(feed, LAUNCH)
    async with newsroom.open_work() as work:
        hits = await evidence.search(work, newsroom.viewer, SearchQuery("who led the round"))
    assert "Example Capital" in hits[0].quote


async def test_the_timeline_is_ordered_by_when_things_happened(newsroom: Newsroom) -> None:
    await newsroom.look(await newsroom.add(), FUNDED, LAUNCH)
    async with newsroom.open_work() as work:
        timeline = await changes.timeline(
            work, newsroom.viewer, newsroom.competitor.id, TimelineFilters(), PageRequest()
        )
    assert [entry.title for entry in timeline.items] == [LAUNCH["title"], FUNDED["title"]]


async def test_looking_twice_at_one_run_tells_nothing_twice(newsroom: Newsroom) -> None:
    feed = await newsroom.add()
    run_id = await newsroom.look(feed, FUNDED)
    async with newsroom.open_work() as work:
        await changes.compare(work, run_id)
    assert len(await newsroom.told()) == 1


async def test_openings_of_a_first_look_enter_with_the_day_they_were_published(newsroom: Newsroom) -> None:
    board = await newsroom.add(source_type="jobs")
    await newsroom.look(board, entry("1", "Engineer", "2026-10-01"), entry("2", "Designer"))
    told = await newsroom.told()
    assert [(one.kind, one.backfilled, one.occurred_at) for one in told] == [
        ("job_opened", True, datetime(2026, 10, 1, tzinfo=UTC))
    ]


async def test_an_opening_remembers_when_it_was_first_seen(newsroom: Newsroom, clock) -> None:
    board = await newsroom.add(source_type="jobs")
    await newsroom.look(board, entry("1", "Engineer"))
    first = clock.now()
    clock.advance(timedelta(days=3))
    await newsroom.look(board, entry("1", "Engineer"), entry("2", "Designer"))
    async with newsroom.open_work() as work:
        state = await snapshots.newest(work, board.id, "jobs")
    assert state is not None
    assert isinstance(state.record, JobsRecord)
    assert [job.first_seen_at for job in state.record.jobs] == [first, clock.now()]

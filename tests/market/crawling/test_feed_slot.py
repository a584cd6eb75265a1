"""A feed that a new competitor's home page names is watched for news, and its past enters dated."""

from datetime import UTC, datetime

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.jobs import CrawlSource
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import NewCompetitor, SlotState
from competedexter.market.crawling.discovery import discover
from competedexter.market.crawling.schemas import Parties
from competedexter.market.crawling.service import crawl
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.schemas import DocumentFilters
from competedexter.market.sources import service as sources

HOME = "https://acme.example"
WORDS = "<p>Acme keeps the minutes of your meetings and sends them to everyone who was there.</p>" * 9
PAGE = f"""<html><head><title>Acme</title><link rel=alternate type=application/rss+xml href=/blog/feed.xml></head>
<body><main><h1>Acme</h1>{WORDS}</main></body></html>"""
FEED = """<rss version="2.0"><channel><title>Acme blog</title><link>https://acme.example/blog</link>
<item><title>Minutes for teams</title><link>/blog/teams</link><pubDate>Tue, 03 Mar 2026 09:00:00 +0100</pubDate></item>
<item><title>We opened in Oslo</title><link>/blog/oslo</link><pubDate>Mon, 02 Feb 2026 09:00:00 +0100</pubDate></item>
</channel></rss>"""


async def test_a_feed_that_was_found_is_watched_for_news_and_read_at_once(
    open_work: OpenWork, workspace: Viewer, parties: Parties, queue: RecordingQueue, web: ScriptedWebClient
) -> None:
    web.answer(HOME, PAGE)
    web.answer(f"{HOME}/blog/feed.xml", page(f"{HOME}/blog/feed.xml", FEED, content_type="text/xml"))
    async with open_work() as work:
        made = await competitors.add(work, workspace, NewCompetitor(name="Acme", domain="acme.example"))
    queue.take()
    await discover(open_work, made.id, parties)
    for job in queue.take():
        if isinstance(job, CrawlSource):
            await crawl(open_work, job.crawl_run_id, parties)
    async with open_work() as work:
        slots = {slot.slot: slot for slot in (await competitors.get(work, workspace, made.id)).slots}
        watched = await sources.list_for(work, workspace, made.id)
        filters = DocumentFilters(competitor_id=made.id, data_type="news")
        documents = (await evidence.find_documents(work, workspace, filters, PageRequest(page_size=100))).items
    assert (slots["feed"].state, slots["feed"].preview) == (SlotState.FOUND, "Acme blog: 2 entries")
    assert [one.source_url for one in watched if one.source_type == "news"] == [f"{HOME}/blog/feed.xml"]
    dated = {one.title: one.occurred_at for one in documents}
    assert dated["Minutes for teams"] == datetime(2026, 3, 3, 8, tzinfo=UTC)

"""Real feeds through the whole pipeline: an article in a blog's feed and on Hacker News is one; points are no news."""

from uuid import UUID

import orjson

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.market.changes import service as changes
from competedexter.market.changes.schemas import ChangeFilters
from competedexter.market.competitors.schemas import CompetitorView
from competedexter.market.crawling import runs
from competedexter.market.crawling.schemas import Parties
from competedexter.market.crawling.service import crawl
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource

FEED = "https://acme.example/feed.xml"
SEARCH = "https://hn.algolia.com/api/v1/search_by_date?query=acme&tags=story&hitsPerPage=100"
RSS = """<rss><channel><title>Acme blog</title><item><title>Acme raises prices</title>
<link>https://acme.example/blog/prices?utm_source=rss</link><pubDate>Tue, 03 Mar 2026 09:00:00 GMT</pubDate></item></channel></rss>"""


def hits(points: int) -> bytes:
    story = {
        "objectID": "41", "created_at": "2026-03-03T12:00:00Z", "title": "Acme raises its prices", "points": points,
        "url": "https://www.acme.example/blog/prices/",
    }  # fmt: skip
    return orjson.dumps({"hits": [story]})


async def test_an_article_told_by_a_feed_and_a_search_is_one_and_its_points_are_no_news(
    open_work: OpenWork, workspace: Viewer, competitor: CompetitorView, web: ScriptedWebClient, parties: Parties
) -> None:
    async def watch(url: str) -> UUID:
        async with open_work() as work:
            new = NewSource.model_validate({"source_type": "news", "source_url": url})
            return (await sources.add(work, workspace, competitor.id, new)).id

    async def look(source_id: UUID) -> list[str]:
        async with open_work() as work:
            run = await runs.request(work, workspace, source_id)
        await crawl(open_work, run.id, parties)
        async with open_work() as work:
            await changes.compare(work, run.id)
            found = await changes.find(work, workspace, ChangeFilters(), PageRequest(page_size=100))
        return [change.summary for change in found.items]

    web.answer(FEED, page(FEED, RSS, content_type="text/xml"))
    assert await look(await watch(FEED)) == ["Acme raises prices"]
    search = await watch("https://hn.algolia.com/api/v1/search_by_date?query=acme")
    for points in (1, 250):
        web.answer(SEARCH, page(SEARCH, hits(points), content_type="application/json"))
        assert await look(search) == ["Acme raises prices"]

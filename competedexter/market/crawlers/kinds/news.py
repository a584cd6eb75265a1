"""News of a company: its own feeds, the feeds behind a page, the answers of news searches."""

from collections.abc import Sequence

from competedexter.integrations.web.protocol import WebClient, WebRequest, WebResponse
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.event_finding import event_finding, told_by
from competedexter.market.crawlers.feeds_of_page import parts_of, with_feeds
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.reading.data_class import is_data
from competedexter.market.crawlers.reading.feed_addresses import asks_newsapi, feed_address
from competedexter.market.crawlers.reading.feed_reading import read_feed
from competedexter.market.crawlers.reading.feed_search import newsapi_complaint, read_hacker_news, read_newsapi

_READERS = (read_feed, read_hacker_news, read_newsapi)


class NewsCrawler:
    """Reads feeds and searches as articles, each told once whichever of them tells it."""

    kind = "news"
    extractor_version = "news-1"
    reads_data = True

    async def fetch(self, source: SourceRef, web: WebClient) -> WebResponse:
        """The feed or search, or the page with the feeds it names. Raises WebError, KeyMissing among them."""
        url = feed_address(source.url)
        headers = {}
        if asks_newsapi(url):
            headers["X-Api-Key"] = source.outside.key("newsapi", name="NewsAPI", setting="NEWSAPI_KEY")
        asked = WebRequest(
            source.outside.address(url), etag=source.etag, last_modified=source.last_modified, headers=headers
        )
        return await with_feeds(await web.get(asked), web)

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        """The articles of all feeds of the look. Pure; raises NothingToRead."""
        told = told_by(parts_of(response), _READERS)
        if not told:
            raise NothingToRead(reason=_why_not(response))
        return (event_finding(source, response, told, "news"),)


def _why_not(response: WebResponse) -> str:
    if not is_data(response):
        return "The page names no feed, and none was found at the usual addresses."
    complaint = newsapi_complaint(response)
    return f"The news search refused: {complaint}" if complaint else "This is no feed and no news search that is known."

"""News of a company: its own feeds, the feeds behind a page, the answers of news searches."""

from collections.abc import Sequence

from competedexter.integrations.web.protocol import WebClient, WebRequest, WebResponse
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.feeds_of_page import parts_of, with_feeds
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.reading.data_class import is_data
from competedexter.market.crawlers.reading.event_entries import Told
from competedexter.market.crawlers.reading.event_listing import listing_of
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
        told = [one for answer in parts_of(response) if (one := _told(answer)) is not None]
        if not told:
            raise NothingToRead(reason=_why_not(response))
        listing = listing_of(told, "news")
        return (
            Finding(
                url=response.url,
                title=listing.record.publisher or source.url,
                text=listing.text,
                data_type=source.source_type,
                snapshot_type="news",
                record=listing.record,
                quality=listing.quality,
            ),
        )


def _told(answer: WebResponse) -> Told | None:
    return next((told for read in _READERS if (told := read(answer)) is not None), None)


def _why_not(response: WebResponse) -> str:
    if not is_data(response):
        return "The page names no feed, and none was found at the usual addresses."
    complaint = newsapi_complaint(response)
    return f"The news search refused: {complaint}" if complaint else "This is no feed and no news search that is known."

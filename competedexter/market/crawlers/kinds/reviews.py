"""What users say: ratings and reviews of review pages and app stores, app-store feeds, and exported tables."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

import orjson

from competedexter.integrations.web.protocol import WebClient, WebRequest, WebResponse
from competedexter.market.crawlers.bundle import answers_of, bundled
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.page_finding import fetch_page
from competedexter.market.crawlers.reading.page import page_of
from competedexter.market.crawlers.reading.review import FoundReviews
from competedexter.market.crawlers.reading.review_app_store import app_store_atom, app_store_reviews
from competedexter.market.crawlers.reading.review_export import exported_reviews
from competedexter.market.crawlers.reading.review_finding import findings_of
from competedexter.market.crawlers.reading.review_structured import publisher_of, structured_reviews

_APP = re.compile(r"^/(?:([a-z]{2})/)?app/(?:[^/]{1,300}/)?id(\d{5,12})/?$")
_ITUNES: Final = "https://itunes.apple.com"
_HTML: Final = ("html", "xhtml")


class ReviewsCrawler:
    """Reads ratings, a state, and reviews, events."""

    kind = "reviews"
    extractor_version = "reviews-1"
    reads_data = True

    async def fetch(self, source: SourceRef, web: WebClient) -> WebResponse:
        """The page, feed or table; for an app's page in the App Store its rating and its reviews. Raises WebError."""
        parts = urlsplit(source.url)
        app = _APP.match(parts.path)
        if app is None:
            asked = WebRequest(source.outside.address(source.url), etag=source.etag, last_modified=source.last_modified)
            return await (web.get(asked) if asked.url != source.url else fetch_page(source, web))
        site = _ITUNES if parts.netloc == "apps.apple.com" else f"{parts.scheme}://{parts.netloc}"
        country, number = app[1] or "us", app[2]
        feed = f"{site}/{country}/rss/customerreviews/page=1/id={number}/sortby=mostrecent/json"
        addresses = (f"{site}/lookup?id={number}&country={country}", feed)
        return bundled([await web.get(WebRequest(source.outside.address(address))) for address in addresses])

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        """The ratings, then the reviews, of one text. Raises NothingToRead for data that has neither."""
        found = [_read(source, answer) for answer in answers_of(response)]
        ratings = tuple(rating for one in found for rating in one.ratings)
        reviews = tuple(review for one in found for review in one.reviews)
        return findings_of(source, response, FoundReviews(found[0].publisher, ratings, reviews))


def _read(source: SourceRef, answer: WebResponse) -> FoundReviews:
    start = answer.body[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in (b"{", b"["):
        found = app_store_reviews(_json(answer.body))
    elif any(kind in answer.media_type for kind in _HTML) or b"<html" in start.lower():
        found = structured_reviews(page_of(answer).data, answer.url)
    elif start[:1] == b"<":
        found = app_store_atom(answer.body)
    else:
        named = source.config.get("publisher")
        found = exported_reviews(answer, named if isinstance(named, str) and named else publisher_of(source.url))
    if found is None:
        raise NothingToRead(reason="What came is neither a page, a feed of an app store nor a table with reviews.")
    return found


def _json(body: bytes) -> object:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None

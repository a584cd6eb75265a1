"""What tests of feeds share: a feed of one entry, and what is read of it."""

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.event_entries import Told
from competedexter.market.crawlers.reading.feed_reading import read_feed

__all__ = ["URL", "read_feed", "rss", "told"]

URL = "https://acme.example/blog/feed.xml"


def told(body: str | bytes, *, charset: str = "utf-8", url: str = URL) -> Told:
    raw = body.encode() if isinstance(body, str) else body
    response = WebResponse(url=url, status=200, headers={}, body=raw, media_type="text/xml", charset=charset)
    read = read_feed(response)
    assert read is not None
    return read


def rss(item: str, head: str = "<title>Acme blog</title>") -> str:
    return f"<rss version='2.0'><channel>{head}<item>{item}</item></channel></rss>"

"""Is this answer data (JSON, a feed, a sitemap, a bundle of answers) rather than a page to be judged as one?"""

from typing import Final

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.bundle import MEDIA_TYPE

_ROOTS: Final = (b"<rss", b"<feed", b"<rdf:rdf", b"<urlset", b"<sitemapindex", b"<opml", b"<edgarsubmission", b"<?xml")
_START: Final = 2_000  # bytes: prologue, comments and a DTD fit before the root


def is_data(response: WebResponse) -> bool:
    """By content first: feeds come as text/html and JSON as text/plain more often than one would think."""
    if response.media_type == MEDIA_TYPE:
        return True
    start = response.body[:_START].lstrip(b"\xef\xbb\xbf \t\r\n")
    lowered = start.lower()
    if start[:1] in (b"{", b"["):
        return True
    if b"<!doctype html" in lowered or b"<html" in lowered:
        return False
    if any(root in lowered for root in _ROOTS):
        return True
    return "html" not in response.media_type

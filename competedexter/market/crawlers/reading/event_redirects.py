"""Links of news searches and feed services that lead on to the article: where to, as far as they say."""

import base64
import binascii
import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

from .listing_text import fold

_ONLY_LEAD_ON: Final = frozenset(
    ["news.google.com", "feedproxy.google.com", "feeds.feedburner.com", "rss.feedsportal.com", "t.co", "bit.ly"]
)
_TARGET_IN_QUERY: Final = re.compile(r"(?:www\.)?(?:google\.[a-z.]{2,6}|bing\.com)")
_GOOGLE_NEWS_ID: Final = re.compile(r"/(?:rss/)?(?:articles|read)/([\w-]{20,2000})")
_ADDRESS: Final = re.compile(rb"https?://[!-~]+")


def only_leads_on(host: str) -> bool:
    """True for services whose addresses are no article's own."""
    return host in _ONLY_LEAD_ON


def leads_to(url: str) -> str:
    """The article behind a link of Google News, Google Alerts or Bing News, where the link itself says; else `url`."""
    try:
        parts = urlsplit(fold(url))
        host = (parts.hostname or "").casefold()
        if host == "news.google.com":
            return _from_google_news(parts.path) or url
        if _TARGET_IN_QUERY.fullmatch(host) and parts.query:
            asked = parse_qs(parts.query, max_num_fields=50)
            found = (asked.get("url") or asked.get("q") or [""])[0]
            return found if found.startswith(("https://", "http://")) else url
    except ValueError:
        return url
    return url


def _from_google_news(path: str) -> str:
    """Ids made before 2024 hold the address (base64 of a small message); newer ones hold nothing readable."""
    found = _GOOGLE_NEWS_ID.search(path)
    if found is None:
        return ""
    try:
        message = base64.urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4))
    except (binascii.Error, ValueError):
        return ""
    address = _ADDRESS.search(message)
    return address[0].decode("ascii") if address else ""

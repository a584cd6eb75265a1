"""Addresses of news searches as a person has them, made those that a program asks."""

from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_HACKER_NEWS: Final = ("/api/v1/search_by_date", "/api/v1/search")
_AT_MOST: Final = "100"  # answers of one request, the most that either service gives


def asks_newsapi(url: str) -> bool:
    """True for newsapi.org itself, the only place its key is sent to (or to what stands for it)."""
    parts = urlsplit(url)
    return parts.scheme == "https" and parts.netloc.casefold() == "newsapi.org"


def feed_address(url: str) -> str:
    """`url`, or the feed of the search page it is; searches are asked for many answers, and Hacker News for stories."""
    parts = urlsplit(url)
    host = parts.netloc.casefold()
    if host == "news.google.com" and parts.path == "/search":
        return urlunsplit(parts._replace(path="/rss/search"))
    if host in ("www.bing.com", "bing.com") and parts.path == "/news/search":
        return _asking(url, format="rss")
    if parts.path.endswith(_HACKER_NEWS):
        return _asking(url, tags="story", hitsPerPage=_AT_MOST)
    if asks_newsapi(url) and parts.path.startswith("/v2/everything"):
        return _asking(url, sortBy="publishedAt", pageSize=_AT_MOST)
    return url


def _asking(url: str, **wanted: str) -> str:
    """`url` with the parameters it does not have yet."""
    parts = urlsplit(url)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    names = {name for name, _ in asked}
    more = [(name, value) for name, value in wanted.items() if name not in names]
    return urlunsplit(parts._replace(query=urlencode([*asked, *more])))

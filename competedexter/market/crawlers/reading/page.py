"""One reading of a response, shared by all who ask about it (state, browser, crawler, discovery)."""

import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.markup import parse
from competedexter.market.crawlers.reading.page_tree import VisibleText
from competedexter.market.crawlers.reading.structured_data import StructuredData, read_structured_data
from competedexter.market.crawlers.reading.visible_text import read_plain, read_tree

_MARKUP: Final = ("html", "xml")
_ARTICLES: Final = ("Article", "NewsArticle", "BlogPosting", "TechArticle", "ReportageNewsArticle")


@dataclass(frozen=True)
class FeedLink:
    """A feed the head of a page names; `href` as written."""

    href: str
    title: str


@dataclass(frozen=True)
class ReadPage:
    """A response as text, as structured data, and what its head says to browsers."""

    text: VisibleText
    data: StructuredData
    meta_refresh: str | None = None
    feeds: tuple[FeedLink, ...] = ()
    is_article: bool = False  # the page says so itself, and of one article only


_kept: dict[int, tuple[weakref.ref[WebResponse], ReadPage]] = {}


def page_of(response: WebResponse) -> ReadPage:
    """The reading of `response`, made once as long as the response lives. Never raises."""
    key = id(response)
    kept = _kept.get(key)
    if kept is not None and kept[0]() is response:
        return kept[1]
    page = _read(response)
    _kept[key] = (weakref.ref(response, lambda _: _forget(key)), page)
    return page


def _forget(key: int) -> None:
    _kept.pop(key, None)


def is_markup(response: WebResponse) -> bool:
    """True when the response says, or looks as if, it is HTML."""
    return any(kind in response.media_type for kind in _MARKUP) or b"<html" in response.body[:2_000].lower()


def _read(response: WebResponse) -> ReadPage:
    if not is_markup(response):
        return ReadPage(read_plain(response.text, response.url), StructuredData())
    tree = parse(response.text)
    refresh = tree.css_first('meta[http-equiv="refresh" i]')
    target = (refresh.attributes.get("content") or "") if refresh is not None else None
    data = read_structured_data(tree)
    return ReadPage(read_tree(tree, response.url), data, target, tuple(_feeds(tree)), _is_article(tree, data))


def _is_article(tree: LexborHTMLParser, data: StructuredData) -> bool:
    """A list of posts names several. Publishing systems call every page an article, but date only those that are."""
    named = sum(1 for _ in data.of_type(*_ARTICLES))
    if named:
        return named == 1
    return tree.css_first('meta[property="article:published_time"]') is not None


def _feeds(tree: LexborHTMLParser) -> Iterator[FeedLink]:
    for node in tree.css("link[rel~=alternate][href]"):
        attributes = node.attributes
        if any(kind in (attributes.get("type") or "").lower() for kind in ("rss", "atom", "feed+json")):
            yield FeedLink(attributes.get("href") or "", attributes.get("title") or "")

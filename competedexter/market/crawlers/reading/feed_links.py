"""Where a page's feeds are: those its head names, else the usual addresses."""

from typing import Final
from urllib.parse import urljoin, urlsplit

from competedexter.integrations.web.protocol import WebResponse

from .event_keys import canonical
from .feed_elements import absolute
from .page import page_of
from .slot_words import is_comments

MOST_FEEDS: Final = 3  # of one page: blog, news, changelog
_BESIDE: Final = ("feed", "rss.xml", "feed.xml", "atom.xml", "index.xml", "rss")
_AT_THE_ROOT: Final = ("feed", "rss.xml", "feed.xml", "atom.xml", "feed.json", "blog/feed", "blog/rss.xml")


def named_feeds(page: WebResponse) -> tuple[str, ...]:
    """The feeds that the head of a page names, without those of comments; at most MOST_FEEDS. Never raises."""
    read = page_of(page)
    found: dict[str, str] = {}
    for link in read.feeds:
        url = absolute(link.href, read.text.base or page.url)
        if url and not is_comments(link.title) and not is_comments(urlsplit(url).path):
            found.setdefault(canonical(url), url)
    return tuple(found.values())[:MOST_FEEDS]


def usual_feeds(page_url: str) -> tuple[str, ...]:
    """Where blogs keep their feeds: beside the page, then at the root of the site."""
    directory = page_url if page_url.endswith("/") else f"{page_url}/"
    beside = [urljoin(directory.partition("?")[0], name) for name in _BESIDE]
    root = [urljoin(page_url, f"/{name}") for name in _AT_THE_ROOT]
    return tuple(dict.fromkeys([*beside, *root] if urlsplit(page_url).path.strip("/") else root))

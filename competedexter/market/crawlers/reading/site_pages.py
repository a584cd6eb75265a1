"""The pages a site names in its sitemaps: a list to compare with the one of the look before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.listing_text import ListingText
from competedexter.market.crawlers.reading.sitemap import SitemapEntry, parse_sitemap
from competedexter.market.evidence.listings import ListedPage, SiteRecord

MOST_PAGES: Final = 5_000  # of a record; sites that name more are catalogues, of which the first part is compared


@dataclass(frozen=True)
class SiteReading:
    """The pages and the text that lists them. `named` is how many the site names, `parts` how many of its sitemaps
    were not read."""

    record: SiteRecord
    text: str
    named: int
    parts: int


def is_sitemap(response: WebResponse) -> bool:
    start = response.body[:4_000].lower()
    return b"<urlset" in start or b"<sitemapindex" in start or response.body.startswith(b"\x1f\x8b")


def is_index(response: WebResponse) -> bool:
    """Whether a sitemap only names further sitemaps."""
    return b"<sitemapindex" in response.body[:4_000].lower()


def read_site(answers: Sequence[WebResponse]) -> SiteReading:
    """All pages that the sitemaps among the answers name, in the order of their addresses."""
    named: dict[str, SitemapEntry] = {}
    parts: set[str] = set()
    read = {answer.url for answer in answers}
    for answer in answers:
        for entry in parse_sitemap(answer.body):
            if is_index(answer):
                parts.add(entry.url)
            else:
                named.setdefault(page_key(entry.url), entry)
    entries = sorted(named.values(), key=lambda entry: entry.url)
    unread = len(parts - read)
    text, pages = ListingText(), []
    for entry in entries[:MOST_PAGES]:
        start, end = text.tell([entry.url])
        pages.append(ListedPage(url=entry.url, last_modified=moment(entry.lastmod), start=start, end=end))
    complete = len(entries) <= MOST_PAGES and not unread
    return SiteReading(SiteRecord(pages=tuple(pages), complete=complete), text.text, len(entries), unread)


def page_key(url: str) -> str:
    """What identifies a page: http and https, www and a closing slash are no difference."""
    parts = urlsplit(url)
    host = parts.netloc.casefold().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")


def moment(lastmod: str | None) -> datetime | None:
    """A W3C date or date and time, in UTC; None for anything else, and for a day that cannot be."""
    if not lastmod:
        return None
    try:
        read = datetime.fromisoformat(lastmod.strip()[:40])
    except ValueError:
        return None
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)

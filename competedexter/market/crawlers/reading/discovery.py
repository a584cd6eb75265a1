"""Finds a site's six places (pricing, features, careers, feed, changelog, docs) from its home page and its sitemap."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.markup import parse
from competedexter.market.crawlers.reading.page import FeedLink, page_of
from competedexter.market.crawlers.reading.site import MAX_URL, Address, address_of
from competedexter.market.crawlers.reading.sitemap import SitemapEntry, parse_sitemap
from competedexter.market.crawlers.reading.slot_confidence import Sign, confidences
from competedexter.market.crawlers.reading.slot_words import is_comments

__all__ = ["SitemapEntry", "SlotCandidate", "parse_sitemap", "slots_from"]

MAX_LINKS: Final = 3_000  # of the home page; menus come first
MAX_SITEMAP_URLS: Final = 20_000  # sections come first; the rest are articles
PER_SLOT: Final = 3  # candidates kept for each slot
MAX_LINK_TEXT: Final = 80  # characters; a longer text is a teaser
WORTH_TELLING: Final = 0.4  # a candidate less sure than this is noise
LINKED: Final = 0.85  # how sure a link of the home page makes us, 0 to 1
LISTED: Final = 0.8  # the same of an address in the sitemap
DECLARED: Final = 0.97  # the same of a feed in the head of the page
_NOT_A_PAGE = re.compile(
    r"\.(?:pdf|zip|gz|png|jpe?g|gif|svg|webp|ico|css|js|mp4|mp3|docx?|xlsx?|pptx?|exe|dmg|ics)$", re.IGNORECASE
)


@dataclass(frozen=True)
class SlotCandidate:
    """An address that may fill a slot, how sure we are (0 to 1), and why as a sentence."""

    slot: str
    url: str
    why: str
    confidence: float


def slots_from(home: WebResponse, sitemap_urls: Sequence[str]) -> tuple[SlotCandidate, ...]:
    """Candidates for each slot, the surest first, at most three a slot. Pure, never raises."""
    here = address_of(home.url)
    if here is None:
        return ()
    page = page_of(home)
    found = list(_feeds(page.feeds, page.text.base))
    for sign in (*_linked(parse(home.text), page.text.base, here), *_listed(sitemap_urls, here)):
        found.extend(_candidates(sign, here))
    return _best(found)


def _candidates(sign: Sign, here: Address) -> Iterator[SlotCandidate]:
    for slot, confidence, told in confidences(sign, here):
        if confidence >= WORTH_TELLING:
            url = sign.address.without_tracking(keep_fragment=sign.is_section)
            yield SlotCandidate(slot, url, f"{told}.", round(confidence, 2))


def _best(found: Sequence[SlotCandidate]) -> tuple[SlotCandidate, ...]:
    slots: dict[str, dict[str, SlotCandidate]] = defaultdict(dict)
    for one in found:
        key = re.sub(r"^https?://(?:www\.)?", "", one.url).rstrip("/").casefold()
        known = slots[one.slot].get(key)
        if known is None or one.confidence > known.confidence:
            slots[one.slot][key] = one
    best = [one for urls in slots.values() for one in sorted(urls.values(), key=_rank)[:PER_SLOT]]
    return tuple(sorted(best, key=_rank))


def _rank(candidate: SlotCandidate) -> tuple[float, int]:
    return -candidate.confidence, len(candidate.url)


def _feeds(declared: Sequence[FeedLink], base: str) -> Iterator[SlotCandidate]:
    """The feeds the head of the page names; the first is the site's own. Comments are not what is asked."""
    for at, feed in enumerate(declared[:10]):
        url, title = _absolute(feed.href, base), _short(feed.title)
        if address_of(url) is None or is_comments(f"{title} {url}"):
            continue
        told = f"The home page declares a feed called “{title}”." if title else "The home page declares a feed."
        yield SlotCandidate("feed", url, told, round(DECLARED - at / 100, 2))


def _linked(tree: LexborHTMLParser, base: str, here: Address) -> Iterator[Sign]:
    for node in tree.css("a[href]")[:MAX_LINKS]:
        text = _text(node)
        told = f"The home page links it as “{text}”" if text else "The home page links it"
        yield from _sign(_absolute(node.attributes.get("href") or "", base), text, told, LINKED, here)


def _listed(urls: Sequence[str], here: Address) -> Iterator[Sign]:
    for url in urls[:MAX_SITEMAP_URLS]:
        yield from _sign(url, "", "The sitemap names it", LISTED, here)


def _sign(url: str, text: str, told: str, sure: float, here: Address) -> Iterator[Sign]:
    """The sign an address gives; none when it is no page, or the home page itself."""
    address = address_of(url)
    if address is None or _NOT_A_PAGE.search(address.parts.path):
        return
    at_home = address.host == here.host and address.words == here.words and not address.parts.query
    if not at_home or address.parts.fragment:
        yield Sign(address, text, told, sure, is_section=at_home)


def _text(node: LexborNode) -> str:
    """What a link says; else what it is labelled."""
    attributes = node.attributes
    return _short(node.text(separator=" ").strip() or attributes.get("aria-label") or attributes.get("title") or "")


def _short(text: str) -> str:
    """White space folded; empty when it is too long for a name."""
    folded = " ".join(text[: MAX_LINK_TEXT * 20].split())
    return folded if len(folded) <= MAX_LINK_TEXT else ""


def _absolute(href: str, base: str) -> str:
    """The link's address; empty for what is none."""
    href = href.strip()
    if not href or len(href) > MAX_URL:
        return ""
    try:
        return urljoin(base, href)
    except ValueError:  # "http://[": the page's mistake
        return ""

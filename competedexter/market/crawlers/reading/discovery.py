"""Finds a site's six places (pricing, features, careers, feed, changelog, docs) from its home page and its sitemap."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, unquote, urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.markup import parse
from competedexter.market.crawlers.reading.sitemap import parse_sitemap as parse_sitemap
from competedexter.market.crawlers.reading.slot_words import (
    COMMENTS_FEED,
    ELSEWHERE,
    HOSTED,
    SUBDOMAINS,
    WEAK,
    WORDS,
)

MAX_LINKS: Final = 3_000  # of the home page; menus come first
MAX_SITEMAP_URLS: Final = 50_000
PER_SLOT: Final = 3  # candidates kept for each slot
MAX_LINK_TEXT: Final = 80  # characters; a longer text is a teaser
_LOCALE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?$", re.IGNORECASE)
_SUFFIX = re.compile(r"\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_FEED_TYPES: Final = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_FEED_PATH = re.compile(
    r"(?:^|/)(?:feed|rss|atom|feeds|index)(?:\.xml|\.rss|\.atom|\.json)$|/(?:feed|rss|atom)/?$", re.I
)
_SECOND_LEVEL: Final = frozenset(["co", "com", "net", "org", "gov", "edu", "ac", "or", "ne", "go"])


@dataclass(frozen=True)
class SlotCandidate:
    """An address that may fill a slot, how sure we are (0 to 1), and why as a sentence."""

    slot: str
    url: str
    why: str
    confidence: float


@dataclass(frozen=True)
class _Home:
    """Where we are: the page's address, its host without `www`, and the part of the name its owner registered."""

    url: str
    host: str
    domain: str


def slots_from(home: WebResponse, sitemap_urls: Sequence[str]) -> tuple[SlotCandidate, ...]:
    """Candidates for each slot, the surest first, at most three a slot. Pure, never raises."""
    address = _split(home.url)
    host = _host(address)
    here = _Home(home.url, host, _domain(host))
    tree = parse(home.text)
    found = [*_feeds(tree, here), *_links(tree, here)]
    for url in sitemap_urls[:MAX_SITEMAP_URLS]:
        found.extend(_by_address(url, here, "", "The sitemap names it", 0.8))
    return _best(found)


def _best(found: Sequence[SlotCandidate]) -> tuple[SlotCandidate, ...]:
    slots: dict[str, dict[str, SlotCandidate]] = defaultdict(dict)
    for one in found:
        known = slots[one.slot].get(_key(one.url))
        if known is None or one.confidence > known.confidence:
            slots[one.slot][_key(one.url)] = one
    ranked = [
        sorted(urls.values(), key=lambda one: (-one.confidence, len(one.url)))[:PER_SLOT] for urls in slots.values()
    ]
    return tuple(sorted((one for best in ranked for one in best), key=lambda one: -one.confidence))


def _key(url: str) -> str:
    return (
        urldefrag(url)[0].rstrip("/").removeprefix("https://").removeprefix("http://").removeprefix("www.").casefold()
    )


# feeds the page itself declares


def _feeds(tree: LexborHTMLParser, here: _Home) -> Iterator[SlotCandidate]:
    for node in tree.css("link[href]")[:MAX_LINKS]:
        attributes = node.attributes
        kind = (attributes.get("type") or "").strip().lower()
        if "alternate" not in (attributes.get("rel") or "").lower() or kind not in _FEED_TYPES:
            continue
        url = _absolute(attributes.get("href") or "", here)
        title = " ".join((attributes.get("title") or "").split())[:MAX_LINK_TEXT]
        if url is None:
            continue
        comments = any(word in f"{title} {url}".lower() for word in COMMENTS_FEED)
        told = f"The home page declares a feed{f' called “{title}”' if title else ''}"
        yield SlotCandidate("feed", url, f"{told}.", 0.4 if comments else 0.97)


# links


def _links(tree: LexborHTMLParser, here: _Home) -> Iterator[SlotCandidate]:
    for node in tree.css("a[href]")[:MAX_LINKS]:
        attributes = node.attributes
        url = _absolute(attributes.get("href") or "", here)
        if url is None:
            continue
        text = _text(node)
        where = f"The home page links it as “{text}”" if text else "The home page links it"
        yield from _by_address(url, here, text, where, 0.85)


def _text(node: LexborNode) -> str:
    text = " ".join(node.text(separator=" ").split())
    return text if len(text) <= MAX_LINK_TEXT else ""


def _by_address(url: str, here: _Home, text: str, where: str, base: float) -> Iterator[SlotCandidate]:
    """What an address, and the text of the link to it, say about its slot."""
    address = _split(url)
    if address.scheme not in ("http", "https") or not address.netloc:
        return
    host = _host(address)
    same_site = _domain(host) == here.domain
    if host == here.host and address.path.strip("/") == "" and not address.fragment:
        return
    for slot in WORDS:
        confidence = _confidence(slot, address, host, text, here, same_site=same_site, base=base)
        if confidence >= 0.3:
            clean = urldefrag(url)[0] if address.path.strip("/") else url
            yield SlotCandidate(slot, clean, f"{where}.", round(min(confidence, 0.99), 2))


def _confidence(
    slot: str, address: SplitResult, host: str, text: str, here: _Home, *, same_site: bool, base: float
) -> float:
    hosted = any(host == name or host.endswith(f".{name}") for name in HOSTED.get(slot, ()))
    path, said = _path_weight(slot, address), _word_weight(slot, slug(text))
    if hosted:
        return 0.93 if said or slot == "careers" else 0.6
    sub = _subdomain_weight(slot, host, here)
    told = max(path, said, sub)
    if not told:
        return 0.0
    confidence = told * base + (0.1 if said and (path or sub) else 0.0)
    return confidence if same_site else confidence * 0.5


def _path_weight(slot: str, address: SplitResult) -> float:
    segments = [slug(_SUFFIX.sub("", part)) for part in unquote(address.path).split("/") if part]
    if segments and _LOCALE.match(segments[0]) and len(segments) > 1:
        segments = segments[1:]
    if slot == "feed":
        return 0.75 if _FEED_PATH.search(address.path) else 0.0
    if not segments or len(segments) > 4:
        return 0.0
    weight = _word_weight(slot, segments[-1])
    if any(part in ELSEWHERE for part in segments[:-1]):
        return weight * 0.3
    return weight * (1.0, 0.8, 0.5, 0.3)[len(segments) - 1]


def _subdomain_weight(slot: str, host: str, here: _Home) -> float:
    first, _, rest = host.partition(".")
    if first in SUBDOMAINS[slot] and rest and rest.endswith(here.domain):
        return (1.0, 0.9, 0.85, 0.85, 0.7, 0.6, 0.6, 0.5, 0.6, 0.6)[SUBDOMAINS[slot].index(first)]
    return 0.0


def _word_weight(slot: str, word: str) -> float:
    if not word or word not in _KNOWN[slot]:
        return 0.0
    return 0.65 if word in _WEAK[slot] else 1.0


def slug(text: str) -> str:
    """`Preise & Pläne` -> `preise-plane`: lower case, accents gone, runs of anything but letters and digits a hyphen."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    composed = unicodedata.normalize("NFC", plain).replace("ı", "i").replace("’", "").replace("'", "")
    return re.sub(r"[\W_]+", "-", composed).strip("-")


def _absolute(href: str, here: _Home) -> str | None:
    """The link's address, None for what is no page."""
    href = href.strip()
    if not href or len(href) > 2_048 or href.lower().startswith(("javascript:", "mailto:", "tel:", "data:")):
        return None
    try:
        return urljoin(here.url, href)
    except ValueError:  # "http://[": the page's mistake
        return None


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _host(address: SplitResult) -> str:
    try:
        return (address.hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _domain(host: str) -> str:
    """The part of a host that its owner registered: `docs.acme.co.uk` -> `acme.co.uk`. A rule of thumb, no list."""
    labels = host.split(".")
    if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


_KNOWN: Final = {slot: frozenset(slug(word) for word in words.split()) for slot, words in WORDS.items()}
_WEAK: Final = {slot: frozenset(slug(word) for word in words.split()) for slot, words in WEAK.items()}

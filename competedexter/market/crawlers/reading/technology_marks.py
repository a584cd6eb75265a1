"""What a page shows of the technology behind it: headers, cookies, addresses it loads, its programs, its meta. No prose."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.markup import parse

MAX_ADDRESSES: Final = 3_000  # real pages load a few hundred things
MAX_INLINE: Final = 2_000_000  # characters of programs searched; real pages have under 500,000
MAX_ADDRESS: Final = 2_048  # characters; the rest of a longer one is a parameter
_LOADED: Final = (
    "script[src], iframe[src], img[src], source[src], video[src], embed[src], "
    "link[rel~=stylesheet][href], link[rel~=preload][href], link[rel~=modulepreload][href], link[rel~=preconnect][href], "
    "link[rel~=dns-prefetch][href], link[rel~=prefetch][href]"
)
_COOKIE = re.compile(r"(?:^|,\s*)([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,200})=")
_DATA_TYPES: Final = ("json", "template", "text/plain")
_SHARED_ENDINGS: Final = frozenset(["co", "com", "org", "net", "gov", "ac", "edu"])


@dataclass(frozen=True)
class Address:
    """Something the page loads or leads to: `host` in lower case, `url` without parameters."""

    host: str
    path: str
    url: str


@dataclass(frozen=True)
class PageMarks:
    """`company` is the name in the page's own address ("acme" of www.acme.co.uk), "" when there is none."""

    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    loaded: tuple[Address, ...]
    links: tuple[Address, ...]
    programs: tuple[str, ...]
    metas: tuple[tuple[str, str], ...]
    tree: LexborHTMLParser
    company: str


def marks_of(response: WebResponse) -> PageMarks:
    """Everything that can prove a technology. Never raises."""
    tree = parse(response.text)
    return PageMarks(
        headers=response.headers,
        cookies=tuple(_COOKIE.findall(response.headers.get("set-cookie", "")[:100_000])),
        loaded=tuple(_addresses(tree, _LOADED, response.url)),
        links=tuple(_addresses(tree, "a[href]", response.url)),
        programs=tuple(_programs(tree)),
        metas=tuple(_metas(tree)),
        tree=tree,
        company=_company(response.url),
    )


def _addresses(tree: LexborHTMLParser, selector: str, base: str) -> Iterator[Address]:
    for node in tree.css(selector)[:MAX_ADDRESSES]:
        written = (node.attributes.get("src") or node.attributes.get("href") or "").strip()[:MAX_ADDRESS]
        if not written or written.startswith(("data:", "javascript:", "#", "mailto:")):
            continue
        try:
            url = urljoin(base, written).partition("#")[0].partition("?")[0]
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:  # "http://[": the page's mistake
            continue
        yield Address(host, parts.path, url)


def _programs(tree: LexborHTMLParser) -> Iterator[str]:
    """Scripts written into the page; data in script tags is no program."""
    left = MAX_INLINE
    for node in tree.css("script:not([src])"):
        kind = (node.attributes.get("type") or "").lower()
        if left <= 0:
            return
        if not any(data in kind for data in _DATA_TYPES):
            text = node.text()[:left]
            left -= len(text)
            yield text


def _metas(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for node in tree.css("meta[content]")[:MAX_ADDRESSES]:
        name = node.attributes.get("name") or node.attributes.get("property") or ""
        yield name.lower(), " ".join((node.attributes.get("content") or "")[:2_000].split())


def _company(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    labels = host.lower().split(".")
    if labels[-1].isdigit() or len(labels) < 2:
        return ""
    if len(labels) > 2 and labels[-2] in _SHARED_ENDINGS:
        labels = labels[:-1]
    return labels[-2] if len(labels[-2]) > 2 else ""

"""Sitemaps (sitemaps.org 0.9): XML, gzip or plain lists of addresses, and indexes of further sitemaps."""

import zlib
from typing import Final, NamedTuple

from lxml import etree

MAX_URLS: Final = 50_000  # the protocol's own limit for one file
MAX_UNPACKED: Final = (
    20 * 1024 * 1024
)  # bytes; the protocol allows 50 MB, a sitemap that names the sections is under 10
MAX_URL: Final = 2_048  # characters, the protocol's limit
_GZIP: Final = b"\x1f\x8b"


class SitemapEntry(NamedTuple):
    """An address, and when it last changed as the site wrote it (W3C date or date and time), if it did."""

    url: str
    lastmod: str | None


def parse_sitemap(body: bytes) -> list[SitemapEntry]:
    """The addresses of a sitemap, or of the sitemaps an index names. Nothing is fetched, no entity is read, never raises."""
    unpacked = _unpacked(body)
    if b"<" not in unpacked[:1_000]:
        return _plain(unpacked)
    # Entities stay unread and nothing is fetched: no entity bomb, no foreign file.
    parser = etree.XMLPullParser(
        events=("end",), recover=True, resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True
    )
    entries: list[SitemapEntry] = []
    try:
        for start in range(0, len(unpacked), 65_536):
            parser.feed(unpacked[start : start + 65_536])
            _collect(parser, entries)
            if len(entries) >= MAX_URLS:
                break
    except (etree.XMLSyntaxError, ValueError):
        pass  # what was read before the fault is kept
    return entries[:MAX_URLS]


def _collect(parser: "etree.XMLPullParser", entries: list[SitemapEntry]) -> None:
    for _, element in parser.read_events():
        if _name(element) not in ("url", "sitemap"):
            continue
        told = {_name(child): (child.text or "").strip() for child in element}
        url = told.get("loc", "")
        if url.startswith(("https://", "http://")) and len(url) <= MAX_URL:
            entries.append(SitemapEntry(url, told.get("lastmod") or None))
        element.clear()


def _name(element: "etree._Element") -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _plain(body: bytes) -> list[SitemapEntry]:
    lines = body.decode("utf-8", errors="replace").split()
    fit = [line for line in lines if line.startswith(("https://", "http://")) and len(line) <= MAX_URL]
    return [SitemapEntry(line, None) for line in fit[:MAX_URLS]]


def _unpacked(body: bytes) -> bytes:
    """A `.xml.gz` unpacked, at most MAX_UNPACKED bytes of it; anything else as it is."""
    if not body.startswith(_GZIP):
        return body[:MAX_UNPACKED]
    try:
        return zlib.decompressobj(wbits=31).decompress(body, MAX_UNPACKED)
    except zlib.error:
        return b""

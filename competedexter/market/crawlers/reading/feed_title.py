"""What a feed is, in one line: enough to show a person that the right one was found."""

from typing import Any

import orjson
from lxml import etree

from competedexter.integrations.web.protocol import WebResponse

MOST_CHARACTERS = 120


def feed_preview(response: WebResponse) -> str | None:
    """`Acme blog: 12 entries`; None when the response is no RSS, Atom or JSON feed."""
    if response.text.lstrip()[:1] == "{":
        return _json_feed(response.body)
    # Entities stay unread and nothing is fetched: no entity bomb, no foreign file.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(response.body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or etree.QName(root).localname.lower() not in ("rss", "feed", "rdf"):
        return None
    title = root.xpath("string((/*/*[local-name()='title'] | /*/*[local-name()='channel']/*[local-name()='title'])[1])")
    entries = root.xpath("count(//*[local-name()='item' or local-name()='entry'])")
    return _told(" ".join(str(title).split()), int(entries))


def _json_feed(body: bytes) -> str | None:
    try:
        feed: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(feed, dict) or "jsonfeed.org" not in str(feed.get("version", "")):
        return None
    items = feed.get("items")
    return _told(str(feed.get("title", "")), len(items) if isinstance(items, list) else 0)


def _told(title: str, entries: int) -> str:
    shown = title[:MOST_CHARACTERS] or "A feed without a title"
    return f"{shown}: {entries} {'entry' if entries == 1 else 'entries'}"

"""Microdata (WHATWG HTML, section 5): the items of a page, their properties in order, nested items as objects.

`itemref` is followed; an item inside another that is no property of it stands on its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Union
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from competedexter.market.crawlers.reading.node_text import node_text

MAX_ITEMS: Final = 2_000  # of a page; a list of a thousand products is a catalogue
MAX_PROPERTIES: Final = 500  # of one item
MAX_NODES: Final = 200_000  # elements looked at for all items: one that many refer to counts each time
MAX_WORDS: Final = 600_000  # characters read for all properties: those inside each other count each time
MAX_DEPTH: Final = 30  # items in items
_BY_SRC: Final = frozenset(["audio", "embed", "iframe", "img", "source", "track", "video"])
_BY_HREF: Final = frozenset(["a", "area", "link"])

Value = Union[str, dict[str, bool | str], "MicrodataItem"]  # the class is named below
"""An input that an action asks for ("query-input") is what it must hold: `{"valueRequired": True, "valueName": "q"}`."""


@dataclass
class MicrodataItem:
    """`types` are URLs as written. `value` is the item's own words, for one that has no properties."""

    types: tuple[str, ...]
    id: str | None
    properties: dict[str, list[Value]] = field(default_factory=dict)
    value: str | None = None


def read_microdata(tree: LexborHTMLParser, base: str = "") -> tuple[MicrodataItem, ...]:
    """The top items of a page in order; addresses are made absolute when `base` is given. Never raises."""
    reader = _Reader(tree, base)
    scopes = tree.css("[itemscope]")[:MAX_ITEMS]
    return tuple(item for node in scopes if (item := reader.item(node, 0)) is not None)


class _Reader:
    def __init__(self, tree: LexborHTMLParser, base: str) -> None:
        self.tree, self.base = tree, base
        self.seen: set[int] = set()
        self.named: dict[str, LexborNode] | None = None
        self.nodes_left, self.words_left = MAX_NODES, MAX_WORDS

    def item(self, node: LexborNode, depth: int) -> MicrodataItem | None:
        """The item of an element, once: None when it was told as another's property, or lies too deep."""
        if node.mem_id in self.seen or depth > MAX_DEPTH:
            return None
        self.seen.add(node.mem_id)
        types = tuple((node.attributes.get("itemtype") or "").split())
        identity = (node.attributes.get("itemid") or "").strip() if types else ""
        item = MicrodataItem(types, identity or None)
        for count, inner in enumerate(self._properties_of(node)):
            if count >= MAX_PROPERTIES:
                break
            self._add(item, inner, depth)
        if not item.properties:
            item.value = self._plain(node)
        return item

    def _add(self, item: MicrodataItem, node: LexborNode, depth: int) -> None:
        value = self._value(node, depth)
        if value is not None:
            for name in dict.fromkeys((node.attributes.get("itemprop") or "").split()):
                item.properties.setdefault(name, []).append(value)

    def _value(self, node: LexborNode, depth: int) -> Value | None:
        if "itemscope" in node.attributes:
            return self.item(node, depth + 1)
        if node.tag == "input" and (node.attributes.get("itemprop") or "").endswith("-input"):
            return {"valueRequired": "required" in node.attributes, "valueName": node.attributes.get("name") or ""}
        return self._plain(node)

    def _properties_of(self, node: LexborNode) -> Iterator[LexborNode]:
        yield from self._properties(node, with_self=False)
        for name in (node.attributes.get("itemref") or "").split()[:20]:
            referred = self._by_id().get(name)
            if referred is not None and referred.mem_id != node.mem_id:
                yield from self._properties(referred, with_self=True)

    def _properties(self, node: LexborNode, *, with_self: bool) -> Iterator[LexborNode]:
        """Elements with `itemprop` below a node in page order, not those of items inside it."""
        waiting = [node] if with_self else _children(node)
        while waiting and self.nodes_left > 0:
            self.nodes_left -= 1
            here = waiting.pop()
            is_property, is_item = "itemprop" in here.attributes, "itemscope" in here.attributes
            if is_property:
                yield here
            if not is_item or (here is node and not is_property):  # an item referred to may lend its properties
                waiting.extend(_children(here))

    def _by_id(self) -> dict[str, LexborNode]:
        if self.named is None:
            self.named = {}
            for node in self.tree.css("[id]"):
                self.named.setdefault(node.attributes.get("id") or "", node)
        return self.named

    def _plain(self, node: LexborNode) -> str:
        attributes, tag = node.attributes, node.tag or ""
        if tag == "meta":
            return attributes.get("content") or ""
        if tag in _BY_SRC:
            return self._address(attributes.get("src"))
        if tag in _BY_HREF:
            return self._address(attributes.get("href"))
        if tag == "object":
            return self._address(attributes.get("data"))
        if tag in ("data", "meter"):
            return attributes.get("value") or ""
        if tag == "time" and attributes.get("datetime"):
            return attributes.get("datetime") or ""
        return attributes.get("content") or self._words(node)  # `content` stands on any element in practice

    def _words(self, node: LexborNode) -> str:
        words = node_text(node) if self.words_left > 0 else ""
        self.words_left -= len(words)
        return words

    def _address(self, written: str | None) -> str:
        address = (written or "").strip(" \t\n\r\f")
        try:
            return urljoin(self.base, address) if self.base else address
        except ValueError:  # "http://[": the page's mistake
            return address


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter())[::-1]

"""Pages read by an analyst's CSS selectors. No script runs; scripts and styles are no text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from competedexter.foundation.selectors.bounds import Budget, TooManySteps
from competedexter.foundation.selectors.css import Css, parse_css
from competedexter.foundation.selectors.css_matching import Element, Elements
from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.custom_items import (
    MAX_ITEMS,
    MAX_TEXT,
    MAX_VALUE,
    Item,
    Taken,
    absolute,
    refuse,
)
from competedexter.market.crawlers.reading.markup import parse
from competedexter.market.sources.mapping import RowMapping

_SILENT: Final = ["script", "style", "noscript", "template"]
_WITHIN_LINES: Final = (
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strong sub sup time tt u var"
)
_INLINE: Final = frozenset(_WITHIN_LINES.split())
MAX_FOUND: Final = 50  # elements that one selector joins within one item


@dataclass(frozen=True)
class Page:
    elements: Elements
    nodes: tuple[LexborNode, ...]
    tree: LexborHTMLParser  # owns the nodes

    def said(self, css: Css, within: int) -> str:
        """The text (or attribute) of what a selector finds in an item; several joined by commas."""
        words = []
        for number in self.elements.select(css, within):
            element = self.elements.all[number]
            if css.attribute:
                said = element.attributes.get(css.attribute, "")
            else:
                self.elements.budget.spend(element.end - number)
                said = text_of(self.nodes[number])
                self.elements.budget.spend(len(said) // 100)
            if said.strip():
                words.append(said.strip())
            if len(words) >= MAX_FOUND:
                break
        return ", ".join(words)


def take_html(response: WebResponse, mapping: RowMapping) -> Taken:
    """Raises NothingToRead when the page has no such items."""
    try:
        return _take(response, mapping)
    except TooManySteps as error:
        raise refuse(
            "The selectors lead through too much of this page. Choose items that do not lie in each other."
        ) from error


def _take(response: WebResponse, mapping: RowMapping) -> Taken:
    page = _page(response)
    found = list(page.elements.select(parse_css(mapping.items)))
    if not found:
        raise refuse(f"Nothing on this page matches {mapping.items}.")
    title, text, url, date = (
        parse_css(selector) if selector else None
        for selector in (mapping.title, mapping.text, mapping.url, mapping.date)
    )
    fields = {name: parse_css(selector) for name, selector in mapping.fields.items()}

    def said(css: Css | None, item: int, most: int = MAX_VALUE) -> str:
        return page.said(css, item)[:most] if css is not None else ""

    items = [
        Item(
            title=said(title, item),
            text=said(text, item, MAX_TEXT),
            url=_link(page, url, item),
            date=said(date, item),
            fields={name: said(css, item) for name, css in fields.items()},
        )
        for item in found[:MAX_ITEMS]
    ]
    return Taken(items, len(found), _base(page, response.url))


def _link(page: Page, css: Css | None, item: int) -> str:
    """What a link selector finds: its attribute, else the element's own href, else its words."""
    if css is None:
        return ""
    for number in page.elements.select(css, item):
        attributes = page.elements.all[number].attributes
        said = attributes.get(css.attribute or "href", "")
        if said.strip():
            return said
    return "" if css.attribute else page.said(css, item)


def _base(page: Page, url: str) -> str:
    """What the page says its links start from."""
    for element in page.elements.all:
        if element.tag == "base" and element.attributes.get("href"):
            return absolute(element.attributes["href"], url) or url
        if element.tag == "body":
            break
    return url


def _page(response: WebResponse) -> Page:
    tree = parse(response.text)
    tree.strip_tags(_SILENT)
    root = tree.root
    nodes = tuple(_elements(root)) if root is not None else ()
    return Page(Elements(_described(nodes), Budget()), nodes, tree)


def _elements(root: LexborNode) -> Iterator[LexborNode]:
    for node in root.traverse(include_text=False):
        if node.tag and node.tag[0].isalpha():
            yield node


def _described(nodes: tuple[LexborNode, ...]) -> list[Element]:
    """Each element with its place in the tree; one pass there, one back."""
    number_of = {node.mem_id: number for number, node in enumerate(nodes)}
    parents = [number_of.get(parent.mem_id, -1) if (parent := node.parent) is not None else -1 for node in nodes]
    ends = list(range(1, len(nodes) + 1))
    for number in range(len(nodes) - 1, -1, -1):
        if parents[number] >= 0:
            ends[parents[number]] = max(ends[parents[number]], ends[number])
    children: dict[int, list[int]] = {}
    for number, above in enumerate(parents):
        children.setdefault(above, []).append(number)
    tags = [(node.tag or "").lower() for node in nodes]
    places = [(0, 0, 0, 0, -1)] * len(nodes)
    for siblings in children.values():
        _place(siblings, tags, places)
    return [
        Element(tags[number], _attributes(node), parents[number], ends[number], *places[number])
        for number, node in enumerate(nodes)
    ]


def _place(siblings: list[int], tags: list[str], places: list[tuple[int, int, int, int, int]]) -> None:
    totals: dict[str, int] = {}
    for number in siblings:
        totals[tags[number]] = totals.get(tags[number], 0) + 1
    seen: dict[str, int] = {}
    before = -1
    for place, number in enumerate(siblings, start=1):
        tag = tags[number]
        seen[tag] = seen.get(tag, 0) + 1
        places[number] = (place, len(siblings) - place + 1, seen[tag], totals[tag] - seen[tag] + 1, before)
        before = number


def _attributes(node: LexborNode) -> dict[str, str]:
    return {name.lower(): value or "" for name, value in node.attributes.items()}


def text_of(node: LexborNode) -> str:
    """The words of an element: those of other blocks apart, those within a line as they stand."""
    pieces: list[str] = []
    last_block: int | None = None
    for part in node.traverse(include_text=True):
        if part.tag == "-text":
            block = _block_of(part)
            if pieces and block != last_block:
                pieces.append(" ")
            pieces.append(part.text_content or "")
            last_block = block
        elif part.tag == "br":
            pieces.append(" ")
    return " ".join("".join(pieces).split())


def _block_of(text: LexborNode) -> int:
    parent = text.parent
    while parent is not None and parent.tag in _INLINE and parent.parent is not None:
        parent = parent.parent
    return parent.mem_id if parent is not None else 0

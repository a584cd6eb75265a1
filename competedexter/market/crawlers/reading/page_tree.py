"""A page as it was read: lines of text, the pieces they are made of, the elements they came from."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import urljoin

from competedexter.market.evidence.records import Block, BlockKind, Region

MAX_TARGET: Final = 2_048  # longer addresses are not addresses a person follows
_INLINE_TAGS: Final = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q rt ruby s samp small span strike "
    "strong sub sup time tt u var wbr nobr img picture source input meta link output slot"
)
INLINE: Final = frozenset(_INLINE_TAGS.split())


class Element:
    """An element that was read. `start` and `end` bound its words in the text; `children` are elements only."""

    __slots__ = ("attributes", "children", "end", "hidden", "in_content", "index", "parent", "region", "start", "tag")

    def __init__(self, tag: str, attributes: dict[str, str | None], parent: "Element | None") -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element] = []
        self.hidden: bool = parent.hidden if parent else False
        self.region: Region = parent.region if parent else "main"
        self.in_content: bool = parent.in_content if parent else False
        self.start = self.end = 0
        if parent is not None:
            parent.children.append(self)

    @property
    def classes(self) -> str:
        return (self.attributes.get("class") or "").lower()

    def ancestors(self) -> Iterator["Element"]:
        """The element itself, then outwards."""
        here: Element | None = self
        while here is not None:
            yield here
            here = here.parent


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive characters of one element inside a line: `start` and `end` index into the text."""

    start: int
    end: int
    element: Element


@dataclass(frozen=True, slots=True)
class Line:
    """One block. `element` is the deepest block element that holds it; `link` the anchor when the line is one link."""

    text: str
    start: int
    end: int
    element: Element
    kind: BlockKind
    region: Region
    hidden: bool
    link: Element | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class VisibleText:
    """What `read_text` gives: the text, its lines, the element tree, and what the head says."""

    text: str
    lines: tuple[Line, ...]
    root: Element
    title: str
    description: str
    language: str | None
    base: str

    def lines_between(self, start: int, end: int) -> tuple[int, int]:
        """The numbers of the first and last line that text[start:end] touches; (n, n - 1) when it is empty."""
        after = bisect_left(self.starts, end)
        if end <= start:
            return after, after - 1
        first = bisect_right(self.starts, start) - 1
        return (first if first >= 0 and self.lines[first].end > start else first + 1), after - 1

    @cached_property
    def starts(self) -> list[int]:
        """Where each line starts."""
        return [line.start for line in self.lines]

    def blocks(self) -> tuple[Block, ...]:
        """One block a line; a link inside a longer line follows it as a block of its own, inside its span."""
        return tuple(self._blocks())

    def _blocks(self) -> Iterator[Block]:
        for line in self.lines:
            whole = line.link
            yield _block(line.kind, line.text, self.target(whole) if whole else None, line.region, line.start)
            if whole is None:
                for start, end, anchor in _links_in(line):
                    target = self.target(anchor)
                    if target:
                        yield _block("link", self.text[start:end], target, line.region, start)

    def target(self, anchor: Element) -> str | None:
        """Where a link leads, as an absolute URL; None when it leads nowhere a person can go."""
        href = (anchor.attributes.get("href") or "").strip()
        if not href or href.startswith(("javascript:", "data:", "#")) or len(href) > MAX_TARGET:
            return None
        if href.startswith(("https://", "http://", "mailto:", "tel:")):
            return href
        try:
            return urljoin(self.base, href)
        except ValueError:  # "http://[" and the like: the page's mistake
            return href


def _block(kind: BlockKind, text: str, target: str | None, region: Region, start: int) -> Block:
    return Block(kind=kind, text=text, target=target, region=region, start=start, end=start + len(text))


def _links_in(line: Line) -> Iterator[tuple[int, int, Element]]:
    """The links inside a line: (start, end, anchor), pieces of one anchor joined."""
    start, end, current = 0, 0, None
    for piece in line.pieces:
        anchor = link_around(piece.element)
        if anchor is not current:
            if current is not None:
                yield start, end, current
            start, current = piece.start, anchor
        end = piece.end
    if current is not None:
        yield start, end, current


def link_around(element: Element) -> Element | None:
    """The link that holds an inline element, if any."""
    for here in element.ancestors():
        if here.tag == "a":
            return here if here.attributes.get("href") else None
        if here.tag not in INLINE:
            return None
    return None

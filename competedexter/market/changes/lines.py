"""A page as comparison sees it: lines of visible text in order, and the links that stand in them."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from competedexter.market.evidence.records import Block, PageRecord

NAVIGATION = frozenset({"nav", "header", "footer", "aside"})
CACHED_LENGTH = 400  # characters; a longer line is not kept, so that a hostile page cannot fill the memory
DECORATION = "#¶§›»‹«|•·→←↗↓↑▾▸✕×✓✔★☆…"

_EDGES = f" \t/{DECORATION}"
_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "–": "-", "—": "-", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2212": "-", "„": '"', "‚": "'", "\u00ad": "", "\u200b": "", "\ufeff": ""})  # fmt: skip


class Line(NamedTuple):
    """One line. `key` is what comparison compares: typography, spacing and edge signs do not count."""

    key: str
    text: str
    kind: str
    region: str
    target: str | None
    start: int
    end: int

    @property
    def in_menu(self) -> bool:
        return self.region in NAVIGATION


class Link(NamedTuple):
    """A link: its words, where it leads, and the line it stands in."""

    key: str
    target: str
    line: Line
    text: str


@dataclass(frozen=True)
class Page:
    lines: tuple[Line, ...]
    links: tuple[Link, ...]


def line_key(text: str) -> str:
    """Text without what readers do not read: typographic variants, doubled spaces, permalink signs at its edges."""
    return _short_key(text) if len(text) <= CACHED_LENGTH else _key(text)


@lru_cache(maxsize=16_384)  # most lines stand on both pages, and in the next comparison
def _short_key(text: str) -> str:
    return _key(text)


def _key(text: str) -> str:
    if not text.isascii():
        text = text.translate(_TYPOGRAPHY)
    return " ".join(text.strip(_EDGES).split())


def page_of(record: PageRecord) -> Page:
    """Lines and links in reading order; title and description stand first, in the region "meta"."""
    lines = _meta_lines(record)
    links: list[Link] = []
    for block in record.blocks:
        inside = bool(lines) and block.kind != "meta" and _within(block, lines[-1])
        if not inside:
            lines.append(_line(block))
        if block.target:
            links.append(Link(line_key(block.text), block.target, lines[-1], block.text))
    return Page(tuple(lines), tuple(links))


def _within(block: Block, line: Line) -> bool:
    return line.region != "meta" and line.start <= block.start and block.end <= line.end and block.end > block.start


def _line(block: Block) -> Line:
    region = "meta" if block.kind == "meta" else block.region
    return Line(line_key(block.text), block.text, block.kind, region, block.target, block.start, block.end)


def _meta_lines(record: PageRecord) -> list[Line]:
    shown = {block.text for block in record.blocks if block.kind == "meta"}
    texts = [text for text in (record.title, record.description) if text and text not in shown]
    return [Line(line_key(text), text, "meta", "meta", None, 0, 0) for text in texts]

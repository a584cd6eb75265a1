"""What a cell of a comparison says of a feature: yes, no, or words; ticks and crosses as text, icons, names of icons."""

import re
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborNode

from competedexter.market.crawlers.reading.node_text import node_text

YES, NO, ICON = "yes", "no", "icon"
MAX_VALUE: Final = 120  # characters
_YES_WORDS: Final = (
    "✓ ✔ ✔️ ✅ ☑ ● • y yes ja oui sí si sim tak да so included include inbegrepen inklusive incluido inclus incluso enthalten "
    "available supported check done true check_circle checkmark"
)
_NO_WORDS: Final = "- – — ― ✗ ✘ ✕ ✖ ✖️ ❌ × x n no non nein não nee nej nie нет ○ n/a none unavailable excluded close clear remove cancel false"
_YES: Final = frozenset([*_YES_WORDS.split(), "is included", "included in plan"])
_NO: Final = frozenset([*_NO_WORDS.split(), "not included", "not available", "not supported"])
_YES_NAMES: Final = "check checked checkmark tick yes included include available done success true ok positive"
_NO_NAMES: Final = "cross times xmark x close no not false minus dash excluded unavailable uncheck unchecked none negative remove cancel"
_YES_TOKENS: Final = frozenset(_YES_NAMES.split())
_NO_TOKENS: Final = frozenset(_NO_NAMES.split())
_CROSS_PATHS: Final = (
    "M6 18L18 6",
    "M18 6 6 18",
    "M18 6L6 18",
    "M6 6l12 12",
    "M6 6L18 18",
    "M6.28 5.22",
    "M4.293 4.293",
)
_TICK_PATHS: Final = (
    "M5 13l4 4L19 7",
    "M20 6 9 17",
    "M20 6L9 17",
    "M4.5 12.75l6 6",
    "M16.707 5.293",
    "M16.704 4.153",
    "M9 16.17",
)
_ICONS: Final = (
    "svg, img, i, use, [data-icon], [aria-label], [class*=icon], [class*=check], [class*=cross], [class*=tick]"
)
_MOST_ICONS: Final = 6  # looked at in one cell


@dataclass(frozen=True)
class CellMark:
    """`value` is what it says, "" for nothing; ICON for a picture that cannot be told by itself."""

    value: str
    icon: str = ""


def mark_of(cell: LexborNode) -> CellMark:
    """What a cell says. Never raises."""
    text = " ".join(node_text(cell).split())
    plain = text.casefold().strip(" .")
    if plain in _YES:
        return CellMark(YES)
    if plain in _NO:
        return CellMark(NO)
    if plain:
        return CellMark(text[:MAX_VALUE])
    return _of_icons(cell)


def _of_icons(cell: LexborNode) -> CellMark:
    own = _of_words(_words(cell))
    if own:
        return CellMark(own)
    icons = [node for node in cell.css(_ICONS) if node.mem_id != cell.mem_id][:_MOST_ICONS]
    for node in icons:
        told = _of_words(_words(node)) or (_of_path(node) if node.tag == "svg" else "")
        if told:
            return CellMark(told)
    pictures = [node for node in icons if node.tag in ("svg", "img")]
    return CellMark(ICON, _shape(pictures[0])) if pictures else CellMark("")


def _words(node: LexborNode) -> str:
    """Everything that names an icon: labels first, then classes and addresses."""
    attributes = node.attributes
    names = ("aria-label", "title", "alt", "data-icon", "data-value", "name", "class", "href", "xlink:href", "src")
    title = node.css_first("title") if node.tag == "svg" else None
    told = [attributes.get(name) or "" for name in names]
    told[-1] = told[-1].rpartition("/")[2]
    return " ".join([title.text() if title is not None else "", *told])[:1_000]


def _of_words(words: str) -> str:
    tokens = set(re.split(r"[^a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", words).lower()))
    if tokens & _NO_TOKENS:
        return NO
    return YES if tokens & _YES_TOKENS else ""


def _of_path(svg: LexborNode) -> str:
    drawn = _shape(svg)
    if any(path in drawn for path in _CROSS_PATHS):
        return NO
    return YES if any(path in drawn for path in _TICK_PATHS) else ""


def _shape(picture: LexborNode) -> str:
    if picture.tag == "img":
        return picture.attributes.get("src") or ""
    drawn = (
        node.attributes.get("d") or node.attributes.get("points") or "" for node in picture.css("path, polyline")[:4]
    )
    return " ".join(drawn)[:300] or (picture.html or "")[:300]

"""A feature page without a table: headings with short paragraphs in repeated cards."""

import re
from collections.abc import Iterator
from typing import Final

from competedexter.market.crawlers.reading.feature_table import MAX_NAME, FoundFeature
from competedexter.market.crawlers.reading.page_tree import Element, Line, VisibleText

MAX_FEATURES: Final = 300  # of one page of cards
_FEWEST: Final = 3  # cards; two are a layout
_LONGEST: Final = 500  # characters of a card; longer ones are articles
_LETTERS: Final = 3  # of a name; "99 %" is a figure
_HEADINGS: Final = frozenset(["h2", "h3", "h4", "h5", "h6", "dt"])
_DATED: Final = re.compile(
    r"\b(?:20\d\d|\d+ (?:minutes?|mins?|hours?|days?|weeks?) (?:ago|read))\b|\bmin read\b", re.IGNORECASE
)
_MONEY: Final = "$€£¥₹"


def listed_features(page: VisibleText) -> tuple[FoundFeature, ...]:
    """One entry a card, grouped by the heading before its cards. Questions, prices and quotes are no features."""
    found: dict[tuple[str, str], FoundFeature] = {}
    for cards in _card_rows(page):
        group = _heading_before(page, cards[0].start)
        for card in cards:
            name = _name(page, card)
            if sum(map(str.isalpha, name)) >= _LETTERS:
                found.setdefault((group, name), FoundFeature(name, group))
    return tuple(found.values())[:MAX_FEATURES]


def _card_rows(page: VisibleText) -> Iterator[list[Element]]:
    waiting = [page.root]
    while waiting:
        here = waiting.pop()
        cards = [child for child in here.children if _is_card(page, child)]
        alike = [card for card in cards if (card.tag, card.classes) == (cards[0].tag, cards[0].classes)]
        if len(alike) >= _FEWEST and len(alike) * 2 > len(here.children):
            dated = sum(bool(_DATED.search(page.text, card.start, card.end)) for card in alike)
            if not any(_is_other(page, card) for card in alike) and dated * 2 < len(alike):
                yield alike
        else:
            waiting.extend(reversed(here.children))


def _is_card(page: VisibleText, element: Element) -> bool:
    """One heading first, some words below, and not many."""
    if element.region != "main" or not 0 < element.end - element.start <= _LONGEST:
        return False
    lines = _lines(page, element)
    headings = [line for line in lines if line.element.tag in _HEADINGS]
    return len(lines) > 1 and len(headings) == 1 and headings[0] in lines[:2]


def _is_other(page: VisibleText, element: Element) -> bool:
    text = page.text[element.start : element.end]
    return "?" in _name(page, element) or any(sign in text for sign in _MONEY) or text.lstrip()[:1] in '“"'


def _name(page: VisibleText, card: Element) -> str:
    return next((line.text[:MAX_NAME] for line in _lines(page, card) if line.element.tag in _HEADINGS), "")


def _heading_before(page: VisibleText, start: int) -> str:
    last, _ = page.lines_between(start, start + 1)
    before = (page.lines[number] for number in range(last - 1, max(-1, last - 12), -1))
    return next((line.text[:MAX_NAME] for line in before if line.kind == "heading" and line.region == "main"), "")


def _lines(page: VisibleText, element: Element) -> list[Line]:
    first, last = page.lines_between(element.start, element.end)
    return list(page.lines[first : last + 1])

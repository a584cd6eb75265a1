"""The monthly/annual switch of a page: which side it shows first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from competedexter.market.crawlers.reading.page_tree import Element, VisibleText
from competedexter.market.crawlers.reading.vocabulary import Vocabulary

Side = Literal["month", "year"]
_MAX_LABEL: Final = 32  # characters: "Yearly (save 20%)"
_MAX_ELEMENTS: Final = 4_000
_ACTIVE = re.compile(r"(?:^|[\s_-])(?:active|selected|current|checked|is-on|pressed)(?:$|[\s_-])")
_SAVING = re.compile(r"[-–]?\s?\d{1,2}\s?%|\(.*\)")
_PLAIN: Final = frozenset(["label", "button", "a", "li", "span", "div", "p", "option", "strong", "b", "small"])


@dataclass(frozen=True, slots=True)
class Toggle:
    """A switch between two ways of billing; `default` is the side shown first, None when the markup does not tell."""

    default: Side | None


@dataclass(frozen=True, slots=True)
class _Option:
    element: Element
    side: Side
    is_active: bool


def find_toggle(page: VisibleText, words: Vocabulary) -> Toggle | None:
    """The page's switch between monthly and yearly prices; None when there is none."""
    found = [
        Toggle(_default(first, second))
        for first, second in pairwise(_options(page, words))
        if first.side != second.side and _are_neighbours(first.element, second.element)
    ]
    return next((toggle for toggle in found if toggle.default), found[0] if found else None)


def _options(page: VisibleText, words: Vocabulary) -> Iterator[_Option]:
    """Innermost short elements that say one period and nothing else."""
    waiting, count = [page.root], 0
    while waiting and count < _MAX_ELEMENTS:
        element = waiting.pop()
        count += 1
        side = _side(page, element, words) if element.tag in _PLAIN and element.region != "footer" else None
        if side is not None:
            yield _Option(element, side, _is_active(element))
        else:
            waiting.extend(reversed(element.children))


def _side(page: VisibleText, element: Element, words: Vocabulary) -> Side | None:
    if not 0 < element.end - element.start <= _MAX_LABEL:
        return None
    text = _SAVING.sub(" ", page.text[element.start : element.end].lower().replace("\n", " "))
    month, year = words.month.search(text), words.year.search(text)
    if (month is None) == (year is None) or any(map(str.isdigit, text)) or "/" in text:
        return None
    for pattern in (words.month, words.year, words.billed, words.save, words.per, words.leading):
        text = pattern.sub(" ", text)
    if sum(map(str.isalpha, text)) > 6:  # "billing", "pay": a word more is still a label
        return None
    return "month" if month else "year"


def _is_active(element: Element) -> bool:
    for here in (element, *element.children, *(child for one in element.children for child in one.children)):
        attributes = here.attributes
        if "checked" in attributes or "selected" in attributes or _ACTIVE.search(here.classes):
            return True
        if "true" in (attributes.get("aria-selected"), attributes.get("aria-checked"), attributes.get("aria-pressed")):
            return True
        if attributes.get("data-state") in ("active", "on", "checked"):
            return True
    return False


def _are_neighbours(one: Element, other: Element) -> bool:
    """Within three levels of each other: the two labels of one switch."""
    near = [here for _, here in zip(range(4), one.ancestors(), strict=False)]
    return any(
        here is outer
        for _, here in zip(range(4), other.ancestors(), strict=False)
        for outer in near
        if here.tag != "body"
    )


def _default(first: _Option, second: _Option) -> Side | None:
    if first.is_active != second.is_active:
        return first.side if first.is_active else second.side
    box = next(
        (one for one in _around(first.element, second.element) if one.attributes.get("type") == "checkbox"), None
    )
    if box is not None:
        return second.side if "checked" in box.attributes else first.side
    return None


def _around(first: Element, second: Element) -> Iterator[Element]:
    """The inputs beside the two labels."""
    outer = first.parent
    for _ in range(2):
        if outer is None:
            return
        for child in outer.children:
            yield from (one for one in (child, *child.children) if one.tag == "input")
        outer = outer.parent

"""Which price lines of a page may make a plan: neither prose, nor buttons, nor rates listed among a plan's features."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from competedexter.market.crawlers.reading.page_tree import Element, VisibleText
from competedexter.market.crawlers.reading.plan_names import MAX_NAME, NAMED, Names
from competedexter.market.crawlers.reading.price_lines import SET_AS_PRICE, PriceLine

_MAX_BESIDE: Final = 4  # words of three letters and more beside a price and its name
_FEWEST_TIMED: Final = 2
_BOAST_WORDS: Final = 1
_CARD_LINES: Final = 60  # more is a section of the page
_NAME_REACH: Final = 8  # lines of a card among which its name stands
_TIMED: Final = frozenset(["month", "year"])
_SENTENCE = re.compile(r"[.?!。！？]\s")

Shape = tuple[str, str]


def price_signals(page: VisibleText, names: Names, lines: Sequence[PriceLine]) -> list[PriceLine]:
    """Price lines that may make a card: amounts, and words set where a price would stand.

    "Buy for $5" on a button says again what stands above it, unless nothing does.
    """
    stated = [line for line in lines if _is_stated(line)]
    plain = [line for line in stated if page.lines[line.first].kind not in ("button", "link")] or stated
    plain = _without_rates(page, names, _without_boasts(plain))
    shapes = {_shape(line) for line in plain if line.weight > 0}
    names.forget(shape for shape in shapes if shape[1])
    named = {_shape(line) for line in plain if line.name}
    words = [line for line in lines if _is_price_word(page, names, line, named if line.name else shapes)]
    return sorted([*plain, *words], key=lambda line: line.start)


def _is_stated(line: PriceLine) -> bool:
    """An amount that the line is about; a sentence that mentions one is prose."""
    if line.kind != "price" or len(line.name) > MAX_NAME or _SENTENCE.search(line.name):
        return False
    return _beside(line) <= _MAX_BESIDE


def _beside(line: PriceLine) -> int:
    """How many words a line says besides its prices and its name."""
    return len(line.rest.split()) - len(line.name.split())


def _is_price_word(page: VisibleText, names: Names, line: PriceLine, shapes: set[Shape]) -> bool:
    """A "free" or "contact us" set as prices are, or at least neither heading, button, feature nor name."""
    if line.kind != "price" and line.name:
        return _shape(line) in shapes
    if line.kind == "price" or line.weight == 0:
        return False
    if _shape(line) in shapes and (_shape(line)[1] or page.lines[line.first].kind == "heading"):
        return True
    kind, name = page.lines[line.first].kind, names.at(line.first)
    if name is not None and name.strength == 3 and (name.rank <= NAMED or line.weight < SET_AS_PRICE):
        return False
    return kind not in ("heading", "button", "link", "item", "nav")


def _shape(line: PriceLine) -> Shape:
    """Tag and class a price is set in."""
    return line.element.tag, line.element.classes


def _without_boasts(lines: list[PriceLine]) -> list[PriceLine]:
    """The lines without "$1,000,000 in claims paid", where others tell what a month or a year costs."""
    if sum(_is_timed(line) for line in lines) < _FEWEST_TIMED:
        return lines
    return [line for line in lines if line.weight == SET_AS_PRICE or _has_terms(line) or _beside(line) < _BOAST_WORDS]


def _has_terms(line: PriceLine) -> bool:
    return any(quote.period is not None for quote in line.quotes)


def _without_rates(page: VisibleText, names: Names, lines: list[PriceLine]) -> list[PriceLine]:
    """The lines without those of a card that states its price more prominently elsewhere.

    "10 GB, then $0.12/GB" among the features is a term of the plan, "Setup fee: $50" below the price an extra; in a list
    of their own beside the cards they are on sale themselves.
    """
    listed = _Cards(page, names, [line for line in lines if line.weight > 0])
    lines = [line for line in lines if line.weight > 0 or _is_timed(line) or not listed.holds(line)]
    set_so = _Cards(page, names, [line for line in lines if line.weight == SET_AS_PRICE], headings=1)
    return [line for line in lines if line.weight != 1 or not _is_extra(page, names, line) or not set_so.holds(line)]


def _is_extra(page: VisibleText, names: Names, line: PriceLine) -> bool:
    """Whether a line that is not set as a price tells of a fee or a rate: "Setup fee: $50", "$0.12 per GB"."""
    if names.words.setup.search(page.text[line.start : line.end].lower()):
        return True
    return not _is_timed(line) and (bool(line.name) or any(quote.period == "usage" for quote in line.quotes))


def _is_timed(line: PriceLine) -> bool:
    return any(quote.period in _TIMED for quote in line.quotes)


class _Cards:
    """The cards around price lines: elements with one name and one price, or a few prices of one plan."""

    def __init__(self, page: VisibleText, names: Names, priced: list[PriceLine], headings: int | None = None) -> None:
        """`headings` is how many a card may have at most."""
        self.page = page
        self.names = names
        self.headings = headings
        self.taken = frozenset(number for line in priced for number in range(line.first, line.last + 1))
        self.priced = {id(here) for line in priced for here in line.element.ancestors()}
        self.rows = self._rows(priced)

    def holds(self, line: PriceLine) -> bool:
        """Whether the innermost element around a line that holds a price of its own is one card, not a row of them."""
        card = next((here for here in line.element.ancestors() if id(here) in self.priced), None)
        return card is not None and id(card) not in self.rows and self._is_small(card)

    def _is_small(self, card: Element) -> bool:
        if self.headings is None:
            return True
        first, last = self.page.lines_between(card.start, card.end)
        kinds = [line.kind for line in self.page.lines[first : min(last, first + _CARD_LINES) + 1]]
        return last - first <= _CARD_LINES and kinds.count("heading") <= self.headings

    def _rows(self, priced: list[PriceLine]) -> set[int]:
        """The elements that hold two parts or more with a price and a name each."""
        cards: dict[int, Element] = {}
        for line in priced:
            card = next((here for here in line.element.ancestors() if self._is_named(here)), None)
            if card is not None:
                cards[id(card)] = card
        held = Counter(id(here) for card in cards.values() for here in card.ancestors())
        return {element for element, count in held.items() if count > 1}

    def _is_named(self, element: Element) -> bool:
        first, last = self.page.lines_between(element.start, element.end)
        near = range(first, min(last, first + _NAME_REACH) + 1)
        return any(n not in self.taken and (name := self.names.at(n)) and name.strength == 3 for n in near)

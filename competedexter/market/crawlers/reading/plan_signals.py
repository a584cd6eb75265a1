"""Which price lines of a page may make a plan: neither prose, nor buttons, nor rates listed among a plan's features."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from competedexter.market.crawlers.reading.page_tree import Element, VisibleText
from competedexter.market.crawlers.reading.plan_names import MAX_NAME, NAMED, Names
from competedexter.market.crawlers.reading.price_lines import SET_AS_PRICE, PriceLine

_MAX_BESIDE: Final = 4  # words of three letters and more beside a price and its name
_NAME_REACH: Final = 8  # lines of a card among which its name stands
_TIMED: Final = frozenset(["month", "year", "once"])

Shape = tuple[str, str]


def price_signals(page: VisibleText, names: Names, lines: Sequence[PriceLine]) -> list[PriceLine]:
    """Price lines that may make a card: amounts, and words set where a price would stand.

    "Buy for $5" on a button says again what stands above it, unless nothing does.
    """
    stated = [line for line in lines if _is_stated(line)]
    plain = [line for line in stated if page.lines[line.first].kind not in ("button", "link")] or stated
    plain = _without_rates(page, names, plain)
    shapes = {_shape(line) for line in plain if line.weight > 0}
    names.forget(shape for shape in shapes if shape[1])
    words = [line for line in lines if _is_price_word(page, names, line, shapes)]
    return sorted([*plain, *words], key=lambda line: line.start)


def _is_stated(line: PriceLine) -> bool:
    """An amount that the line is about; a sentence that mentions one is prose."""
    beside = len(line.rest.split()) - len(line.name.split())
    return line.kind == "price" and beside <= _MAX_BESIDE and (not line.name or len(line.name) <= MAX_NAME)


def _is_price_word(page: VisibleText, names: Names, line: PriceLine, shapes: set[Shape]) -> bool:
    """A "free" or "contact us" set as prices are, or at least neither heading, button, feature nor name."""
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


def _without_rates(page: VisibleText, names: Names, lines: list[PriceLine]) -> list[PriceLine]:
    """The lines without those listed among the features of a card that states its price elsewhere.

    "10 GB, then $0.12/GB" is a term of the plan; in a list of its own beside the cards it is a rate on sale.
    """
    strong = [line for line in lines if line.weight > 0]
    if not strong:
        return lines
    priced = {id(here) for line in strong for here in line.element.ancestors()}
    rows = _rows_of_cards(page, names, strong)
    return [line for line in lines if line.weight > 0 or _is_timed(line) or not _is_in_card(line, priced, rows)]


def _is_timed(line: PriceLine) -> bool:
    return any(quote.period in _TIMED for quote in line.quotes)


def _rows_of_cards(page: VisibleText, names: Names, strong: list[PriceLine]) -> set[int]:
    """The elements that hold two parts or more with a price and a name each."""
    taken = frozenset(number for line in strong for number in range(line.first, line.last + 1))
    cards: dict[int, Element] = {}
    for line in strong:
        card = next((here for here in line.element.ancestors() if _is_named(page, names, here, taken)), None)
        if card is not None:
            cards[id(card)] = card
    held = Counter(id(here) for card in cards.values() for here in card.ancestors())
    return {element for element, count in held.items() if count > 1}


def _is_named(page: VisibleText, names: Names, element: Element, taken: frozenset[int]) -> bool:
    first, last = page.lines_between(element.start, element.end)
    near = range(first, min(last, first + _NAME_REACH) + 1)
    return any(number not in taken and (name := names.at(number)) and name.strength == 3 for number in near)


def _is_in_card(line: PriceLine, priced: set[int], rows: set[int]) -> bool:
    """Whether the innermost element around a line that holds a price of its own is one card, not a row of them."""
    for here in line.element.ancestors():
        if id(here) in priced:
            return id(here) not in rows
    return False

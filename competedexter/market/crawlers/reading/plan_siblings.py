"""Cards without a price beside cards that have one: "Enterprise" with only a "Contact sales" button, "Free" without "$0"."""

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from decimal import Decimal
from typing import Final

from competedexter.market.crawlers.reading.page_tree import Element, Line, VisibleText
from competedexter.market.crawlers.reading.plan_names import Name, Names
from competedexter.market.crawlers.reading.price_lines import Kind, PriceLine
from competedexter.market.crawlers.reading.price_quotes import Quote

Shape = tuple[str, str]  # tag and class
Silent = tuple[Name, PriceLine, int, int]  # name, what stands for a price, first and last line
_MAX_SIBLINGS: Final = 60  # cards beside each other; more is a list
_MIN_LINES: Final = 2  # a name and something it offers
_MOST_LINES: Final = 120  # of a card; more is a section of the page
_BUILT: Final = frozenset(["item", "button", "link"])
_FEWEST_CARDS: Final = 2
_MOST_CARDS: Final = 8  # more cards in a row sell goods or tell features
_FEWEST_ITEMS: Final = 2  # listed in each card of a page that states no price at all


class SilentCards:
    """Finds the cards of a page that state no amount; `lines` are its price lines, "free" and "contact us" among them."""

    def __init__(self, page: VisibleText, names: Names, lines: Sequence[PriceLine]) -> None:
        self.page = page
        self.names = names
        self.hints = [line for line in lines if line.kind != "price"]
        self.priced = sorted(line.first for line in lines if line.kind == "price")

    def beside(self, cards: Sequence[Element], shapes: Container[Shape]) -> Iterator[Silent]:
        """Siblings of `cards` that look like them; without a hint their names must be set as `shapes` are."""
        known = set(map(id, cards))
        parents = {id(card.parent): card.parent for card in cards if card.parent is not None}
        for parent in parents.values():
            mine = [card for card in cards if card.parent is parent]
            for child in parent.children[:_MAX_SIBLINGS]:
                if id(child) not in known and any(_is_alike(child, card) for card in mine):
                    found = self._read(child, mine, shapes)
                    if found is not None:
                        yield found

    def alone(self) -> list[Silent]:
        """The cards of a page that states no price: alike, each with a name, a list and something to press."""
        waiting = [self.page.root]
        while waiting:
            row = waiting.pop()
            if row.region in ("nav", "footer", "dialog"):
                continue
            found = self._row(row)
            if found:
                return found
            waiting.extend(reversed(row.children))
        return []

    def _row(self, row: Element) -> list[Silent]:
        cards = [child for child in row.children if child.children]
        if not _FEWEST_CARDS <= len(cards) <= _MOST_CARDS or not all(_is_alike(card, cards[0]) for card in cards):
            return []
        found = [silent for card in cards if self._sells(card) and (silent := self._quiet(card)) is not None]
        whole = len(found) == len(cards) and len({silent[0].shape for silent in found}) == 1
        return found if whole and len({silent[0].text for silent in found}) == len(found) else []

    def _sells(self, card: Element) -> bool:
        """A list of things and something to press: what a plan's card has, price or not."""
        kinds = [line.kind for line in self._lines(card)]
        return kinds.count("item") >= _FEWEST_ITEMS and ("button" in kinds or "link" in kinds)

    def _lines(self, card: Element) -> Sequence[Line]:
        first, last = self.page.lines_between(card.start, card.end)
        return self.page.lines[first : min(last, first + _MOST_LINES) + 1]

    def _name(self, card: Element) -> Name | None:
        first, last = self.page.lines_between(card.start, card.end)
        if not _MIN_LINES <= last - first + 1 <= _MOST_LINES:
            return None
        found = [name for number in range(first, last + 1) if (name := self.names.at(number)) and name.strength == 3]
        return min(found, key=lambda one: (one.rank, one.line)) if found else None

    def _read(self, card: Element, beside: Sequence[Element], shapes: Container[Shape]) -> Silent | None:
        name = self._name(card)
        if name is None:
            return None
        first, last = self.page.lines_between(card.start, card.end)
        if self._is_free(name):
            return name, self._standing("free", card, self.page.lines[name.line], name.line), first, last
        stated = [hint for hint in self.hints if first <= hint.first <= last]
        if stated:
            return name, stated[0], first, last
        fits = name.shape in shapes and not name.is_doubtful and any(self._is_built_as(card, one) for one in beside)
        return self._quiet(card) if fits else None

    def _is_free(self, name: Name) -> bool:
        free, text = self.names.words.free, name.text.lower()
        return bool(free.fullmatch(text)) or any(free.fullmatch(word) for word in text.split() if len(word) > 3)

    def _is_built_as(self, card: Element, other: Element) -> bool:
        """The same class, and lists and buttons where the other has them."""
        mine, theirs = ({line.kind for line in self._lines(one)} & _BUILT for one in (card, other))
        return card.classes == other.classes and mine == theirs and bool(mine)

    def _quiet(self, card: Element) -> Silent | None:
        """A card without amount or hint; what one can press stands for its price."""
        name = self._name(card)
        first, last = self.page.lines_between(card.start, card.end)
        at = bisect_left(self.priced, first)
        if name is None or (at < len(self.priced) and self.priced[at] <= last):
            return None
        pressed = [number for number in range(first, last + 1) if self.page.lines[number].kind in ("button", "link")]
        number = pressed[0] if pressed else name.line
        return name, self._standing("contact", card, self.page.lines[number], number), first, last

    def _standing(self, kind: Kind, card: Element, line: Line, number: int) -> PriceLine:
        amount = Decimal(0) if kind == "free" else None
        quote = Quote(amount, None, None, None, None, shown=not card.hidden, start=line.start, end=line.end)
        return PriceLine(kind, line.start, line.end, line.element, (quote,), "", "", 1, number, number)


def _is_alike(one: Element, other: Element) -> bool:
    """Same tag, and a class in common or none at all."""
    if one.tag != other.tag:
        return False
    mine, theirs = set(one.classes.split()), set(other.classes.split())
    return bool(mine & theirs) or not (mine or theirs)

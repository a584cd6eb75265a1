"""Plans from the shape of a page: which price belongs to which name, told by the elements that hold both.

Prices are leaves; from each one outwards, the smallest part of the page that holds a price and a name is a card. Where
several cards meet, they are siblings; where several prices meet and only one name, they are prices of one plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from competedexter.market.crawlers.reading.page_tree import Element, VisibleText
from competedexter.market.crawlers.reading.plan_names import Name, Names
from competedexter.market.crawlers.reading.plan_siblings import SilentCards
from competedexter.market.crawlers.reading.price_context import common
from competedexter.market.crawlers.reading.price_lines import PriceLine

_CARD_LINES: Final = 3  # a price and the things it buys
_OPTION_LINES: Final = 6  # a box of a toggle ("Monthly $10") has few lines, a card has many

Part = tuple[Element | None, list[PriceLine]]  # a child of an element and the prices in it


@dataclass(slots=True)
class Offer:
    """A plan in the making: its price lines and the lines `first` to `last` of its card."""

    prices: list[PriceLine]
    first: int
    last: int
    name: Name | None = None
    led: bool = False  # named by a heading beside it, not inside a card of its own
    options: "list[Offer]" = field(default_factory=list)
    group: int = 0

    certain: bool = False  # its doubtful name is set as a sibling's good one is

    @property
    def is_named(self) -> bool:
        """Whether it has a name; "Monthly" names a card of its own, but not one side of a toggle."""
        return self.name is not None and (
            self.certain or not self.name.is_doubtful or self.last - self.first > _OPTION_LINES
        )


class Cards:
    """Reads the cards of a page."""

    def __init__(
        self, page: VisibleText, names: Names, prices: Sequence[PriceLine], lines: Sequence[PriceLine]
    ) -> None:
        """`prices` make the cards; `lines` are all price lines of the page, its "free" and "contact us" among them."""
        self.page = page
        self.names = names
        self.prices = prices  # at most MAX_PRICE_LINES, which bounds the depth of the recursion
        self.taken = frozenset(
            number for price in self.prices if price.kind != "free" for number in range(price.first, price.last + 1)
        )
        self.silent = SilentCards(page, names, lines)
        self._groups = 0

    def offers(self) -> list[Offer]:
        """The offers of the page in reading order; nameless ones are left out."""
        if not self.prices:
            return []
        found = self._within(self.page.root, list(self.prices))
        named: list[Offer] = []
        for offer in found:
            options = [option for option in offer.options if option.name is not None]
            named.extend(options if offer.name is None and options else [offer])
        return [offer for offer in named if offer.name is not None]

    def _within(self, scope: Element, prices: list[PriceLine]) -> list[Offer]:
        """Offers among `prices`, all of which stand inside `scope`."""
        if len(prices) == 1:
            offer = self._single(scope, prices[0])
            return self._with_silent([offer], self._card_of([offer], scope))
        fork = _fork(scope, prices)
        parts = self._without_labels(fork, _parts(fork, prices))
        kept = [price for _, inside in parts for price in inside]
        if len(kept) < len(prices):
            return self._within(scope, kept)
        if len(parts) == 1:  # several prices directly in one element, or a line of its own
            return self._combined(fork, [[self._leaf(price)] for price in prices])
        lists = [
            self._within(child, inside) if child is not None else [self._leaf(inside[0])] for child, inside in parts
        ]
        combined = self._combined(fork, lists)
        if len(combined) == 1 and not combined[0].is_named:
            self._name_outwards(combined[0], fork, scope)
        if len(combined) > 1:
            whole = [child for (child, _), part in zip(parts, lists, strict=True) if child and len(part) == 1]
            return self._with_silent(combined, [] if any(offer.led for offer in combined) else whole)
        return self._with_silent(combined, self._card_of(combined, scope))

    def _card_of(self, offers: list[Offer], scope: Element) -> list[Element]:
        """The innermost element that holds a lone offer's price and its name."""
        if len(offers) != 1 or offers[0].name is None or offers[0].name.strength < 3 or offers[0].led:
            return []
        line = self.page.lines[offers[0].name.line]
        card = common(offers[0].prices[0].element, line.element)
        return [card] if card is not scope and card.tag != "body" else []

    def _with_silent(self, offers: list[Offer], cards: list[Element]) -> list[Offer]:
        """Adds the cards beside these that state no price."""
        known = {offer.name.text.casefold() for offer in offers if offer.name}
        shapes = {offer.name.shape for offer in offers if offer.name}
        added = [
            Offer([price], first, last, name)
            for name, price, first, last in self.silent.beside(cards, shapes)
            if name.text.casefold() not in known
        ]
        if not added:
            return offers
        group = next((offer.group for offer in offers if offer.group), 0)
        if not group:
            self._groups += 1
            group = self._groups
        for offer in (*offers, *added):
            offer.group = offer.group or group
        return sorted([*offers, *added], key=lambda offer: offer.first)

    def _without_labels(self, fork: Element, parts: list[Part]) -> list[Part]:
        """A lone "Free" beside an amount is the plan's name or a remark, not its price."""
        if not any(price.kind == "price" for _, inside in parts for price in inside):
            return parts
        kept: list[Part] = []
        reached = self.page.lines_between(fork.start, fork.end)[0]
        for child, inside in parts:
            first = inside[0]
            lead = self.names.heading_before(reached, first.first - 1, taken=self.taken)
            reached = inside[-1].last + 1
            lone = len(inside) == 1 and first.kind != "price" and not first.name and self._is_lone(child, first)
            if not lone or (lead is not None and lead.strength == 3):
                kept.append((child, inside))
        return kept

    def _is_lone(self, child: Element | None, price: PriceLine) -> bool:
        return child is None or self.page.lines_between(child.start, child.end) == (price.first, price.last)

    def _leaf(self, price: PriceLine) -> Offer:
        offer = Offer([price], price.first, price.last)
        if price.name:
            offer.name = self.names.inline(price.name, price.first)
            offer.led = offer.name is not None and offer.name.strength == 3
        return offer

    def _single(self, scope: Element, price: PriceLine) -> Offer:
        """One price alone in its scope: its card reaches as far as the scope does."""
        offer = self._leaf(price)
        if offer.name is None or offer.name.is_doubtful:
            self._name_outwards(offer, price.element, scope)
        if offer.name is None or offer.name.strength > 1:
            offer.first, offer.last = self._lines_of(scope, offer)
        return offer

    def _name_outwards(self, offer: Offer, start: Element, scope: Element) -> None:
        """Looks for a name in ever larger parts of the page, from the price to the edge of its scope."""
        weak: Name | None = None
        price = offer.prices[0].first
        for here in start.ancestors():
            first, last = self._lines_of(here, offer)
            name = self.names.best(first, last, price, taken=self.taken)
            if name is not None and name.strength == 3 and not name.is_doubtful:
                offer.name = name
                return
            weak = weak or name
            if here is scope:
                break
        if weak is not None and not (offer.options and weak.is_doubtful):
            offer.name = offer.name or weak

    def _lines_of(self, element: Element, offer: Offer) -> tuple[int, int]:
        """The numbers of the lines inside an element; at least those of the offer."""
        first, last = self.page.lines_between(element.start, element.end)
        return min(first, offer.first), max(last, offer.last)

    def _combined(self, fork: Element, lists: list[list[Offer]]) -> list[Offer]:
        """Joins what the parts of an element gave: siblings stay apart, prices without a name join the plan before them."""
        top_first, top_last = self.page.lines_between(fork.start, fork.end)
        reached = top_first
        for part in lists:
            if len(part) == 1 and not part[0].is_named:
                lead = self.names.heading_before(reached, part[0].first - 1, taken=self.taken)
                if lead is not None and not (lead.is_doubtful and part[0].name is not None):
                    part[0].name, part[0].led = lead, True
            reached = part[-1].last + 1
        flat = [offer for part in lists for offer in part]
        shapes = {offer.name.shape for offer in flat if offer.name and offer.is_named and offer.name.strength == 3}
        for offer in flat:
            offer.certain = offer.name is not None and offer.name.shape in shapes
        if not any(offer.is_named for offer in flat):
            return self._nameless(flat)
        kept = self._kept(flat, lists)
        _reach(kept, top_last)
        if len(kept) > 1:
            self._groups += 1
            for offer in kept:
                offer.group = offer.group or self._groups
        return kept

    def _nameless(self, offers: list[Offer]) -> list[Offer]:
        """Cards without any name are told apart by their place; prices without cards are prices of one plan."""
        cards = [offer for offer in offers if offer.last - offer.first >= _CARD_LINES]
        if len(cards) < 2 or len(cards) < len(offers):
            return [_merged(offers)]
        self._groups += 1
        for number, offer in enumerate(offers, start=1):
            offer.name = offer.name or Name(f"Plan {number}", 1, ("", ""), offer.first)
            offer.group = self._groups
        return offers

    def _kept(self, flat: list[Offer], lists: list[list[Offer]]) -> list[Offer]:
        best = max(offer.name.strength for offer in flat if offer.name is not None and offer.is_named)
        of_best = [offer for offer in flat if offer.is_named and offer.name and offer.name.strength == best]
        crowded = {id(offer) for part in lists if len(part) > 1 for offer in part}
        kept: list[Offer] = []
        waiting: list[Offer] = []
        for offer in flat:
            if self._is_apart(offer, best, of_best, crowded):
                kept.append(offer)
                offer.prices[:0] = [price for early in waiting for price in early.prices]
                waiting = []
            elif offer.name is not None and offer.name.strength == 1 and not offer.name.is_doubtful:
                continue  # "Extra seats $5" inside the card of a plan: a term of the plan, not a plan
            elif kept:
                kept[-1].prices.extend(offer.prices)
                kept[-1].last = max(kept[-1].last, offer.last)
            else:
                waiting.append(offer)
        return kept

    def _is_apart(self, offer: Offer, best: int, of_best: list[Offer], crowded: set[int]) -> bool:
        """Whether an offer is a plan of its own beside its neighbours."""
        name = offer.name
        if name is None or not (offer.is_named or (id(offer) in crowded)):
            return False
        if name.strength == best or id(offer) in crowded:
            return True
        if name.strength == 1:
            return len(of_best) == 0
        return not offer.led and offer.last - offer.first > 2


def _merged(offers: list[Offer]) -> Offer:
    """Prices without names as one offer; boxes named by their period are remembered as its options."""
    prices = [price for offer in offers for price in offer.prices]
    merged = Offer(prices, offers[0].first, offers[-1].last)
    nested = [option for offer in offers for option in (offer.options or [offer])]
    if len(offers) > 1 and all(offer.name is not None for offer in nested):
        merged.options = nested
        if any(offer.last - offer.first > _OPTION_LINES for offer in nested):
            merged.name = None
    return merged


def _reach(offers: list[Offer], last: int) -> None:
    """A plan that a heading names reaches from the heading to the next plan."""
    for number, offer in enumerate(offers):
        if not offer.led or offer.name is None:
            continue
        end = last
        if number + 1 < len(offers):
            after = offers[number + 1]
            end = (after.name.line if after.led and after.name else after.first) - 1
        offer.first, offer.last = min(offer.first, offer.name.line), max(offer.last, end)


def _fork(scope: Element, prices: list[PriceLine]) -> Element:
    """The innermost element that holds all prices."""
    fork = scope
    while True:
        inner = _child_of(fork, prices[0].element)
        if inner is None or any(_child_of(fork, price.element) is not inner for price in prices[1:]):
            return fork
        fork = inner


def _child_of(outer: Element, inner: Element) -> Element | None:
    """The child of `outer` that holds `inner`; None when `inner` is `outer` itself."""
    below: Element | None = None
    for here in inner.ancestors():
        if here is outer:
            return below
        below = here
    return None


def _parts(fork: Element, prices: list[PriceLine]) -> list[Part]:
    """Prices by the child of the fork they stand in; those directly in it stand alone."""
    parts: list[Part] = []
    for price in prices:
        child = _child_of(fork, price.element)
        if parts and child is not None and parts[-1][0] is child:
            parts[-1][1].append(price)
        else:
            parts.append((child, [price]))
    return parts


def without_repetitions(offers: list[Offer], told: set[object]) -> list[Offer]:
    """Drops groups of cards that only say again what earlier groups said (steps, comparison, FAQ).

    `told` collects (amount, currency) of what was kept.
    """
    kept: list[Offer] = []
    names: set[str] = set()
    for group in _grouped(offers):
        amounts = {
            (quote.amount, quote.currency) for offer in group for price in offer.prices for quote in price.quotes
        }
        fresh = {name.text.casefold() for offer in group if (name := offer.name)} - names
        paid = {pair for pair in amounts if pair[0]}
        if paid and paid <= told and fresh:
            group = [offer for offer in group if offer.name and offer.name.text.casefold() in names]
        told |= paid
        names |= {offer.name.text.casefold() for offer in group if offer.name}
        kept.extend(group)
    return kept


def _grouped(offers: list[Offer]) -> list[list[Offer]]:
    groups: list[list[Offer]] = []
    for offer in offers:
        if groups and offer.group and groups[-1][0].group == offer.group:
            groups[-1].append(offer)
        else:
            groups.append([offer])
    return groups

"""Cards without a price beside cards that have one: "Enterprise" with only a "Contact sales" button, "Free" without "$0"."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from competedexter.market.crawlers.reading.page_tree import Element, VisibleText
from competedexter.market.crawlers.reading.plan_names import Name, Names
from competedexter.market.crawlers.reading.price_lines import PriceLine
from competedexter.market.crawlers.reading.price_quotes import Quote
from competedexter.market.crawlers.reading.vocabulary import Vocabulary

Silent = tuple[Name, PriceLine, int, int]  # name, what stands for a price, first and last line
_MAX_SIBLINGS = 60  # cards beside each other; more is a list
_MIN_LINES = 2  # a name and something it offers


def silent_cards(
    page: VisibleText, names: Names, words: Vocabulary, hints: Sequence[PriceLine], cards: Sequence[Element]
) -> Iterator[Silent]:
    """Siblings of `cards` that look like them but state no amount; `hints` are the "free" and "contact us" of the page."""
    known = set(map(id, cards))
    parents = {id(card.parent): card.parent for card in cards if card.parent is not None}
    for parent in parents.values():
        for child in parent.children[:_MAX_SIBLINGS]:
            if id(child) not in known and any(_is_alike(child, card) for card in cards if card.parent is parent):
                found = _read(page, names, words, hints, child)
                if found is not None:
                    yield found


def _is_alike(one: Element, other: Element) -> bool:
    """Same tag, and a class in common or none at all."""
    if one.tag != other.tag:
        return False
    mine, theirs = set(one.classes.split()), set(other.classes.split())
    return bool(mine & theirs) or not (mine or theirs)


def _read(
    page: VisibleText, names: Names, words: Vocabulary, hints: Sequence[PriceLine], card: Element
) -> Silent | None:
    first, last = page.lines_between(card.start, card.end)
    if last - first + 1 < _MIN_LINES:
        return None
    found = [name for number in range(first, last + 1) if (name := names.at(number)) and name.strength == 3]
    if not found:
        return None
    name = min(found, key=lambda one: (one.rank, one.line))
    if words.free.fullmatch(name.text.lower()) or any(
        words.free.fullmatch(word) for word in name.text.lower().split() if len(word) > 3
    ):
        line = page.lines[name.line]
        quote = Quote(Decimal(0), None, None, None, None, shown=not card.hidden, start=line.start, end=line.end)
        stands = PriceLine("free", line.start, line.end, line.element, (quote,), "", "", 1, name.line, name.line)
        return name, stands, first, last
    stated = [hint for hint in hints if first <= hint.first <= last]
    return (name, stated[0], first, last) if stated else None

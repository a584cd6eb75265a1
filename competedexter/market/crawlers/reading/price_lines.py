"""The lines of a page that state a price: amounts with their terms, "free", or "contact us"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import Final, Literal

from competedexter.market.crawlers.reading.numbers import NUMBER, to_amount, unfolded
from competedexter.market.crawlers.reading.page_tree import Element, Line, VisibleText
from competedexter.market.crawlers.reading.price_context import (
    common,
    in_list,
    in_same_box,
    is_cents,
    is_set_as_price,
    is_struck,
    panel_period,
)
from competedexter.market.crawlers.reading.price_phrases import (
    TAX,
    Terms,
    free_or_contact,
    free_terms,
    is_aside,
    is_gross,
    named_word,
    terms_of,
)
from competedexter.market.crawlers.reading.price_quotes import Quote, with_shared_terms
from competedexter.market.crawlers.reading.prices import Habits, Money, find_money
from competedexter.market.crawlers.reading.vocabulary import Vocabulary

MAX_LINES: Final = 6_000  # of a page; a price list that long is a catalogue
MAX_PRICE_LINES: Final = 400  # more is a shop, not a price page
MAX_PRICE_LINE: Final = 160  # characters; longer lines are prose that mentions a price
_MAX_PART: Final = 40  # characters of a line that completes the one above it: "per user / month, billed annually"
_MAX_SIGN: Final = 24  # characters of a line that holds a lone sign or a lone number
SET_AS_PRICE: Final = 2  # the weight of a line that is named or sized as a price
MAX_WORD_LINE: Final = 42  # characters of a line that says only "free" or "contact us"
REGIONS: Final = frozenset(["main", "header", "aside"])
_LETTERS = re.compile(r"[^\W\d_]{3,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DIGIT = re.compile(r"\d")
_CENTS = re.compile(r"[\s.,]{0,2}(\d{2})(?!\d)")
_EXAMPLE = re.compile(r"[×=]|\?\s*$|\bx\s?\d")

Kind = Literal["price", "free", "contact"]


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A line (or a few that belong together, numbers `first` to `last`) that states a price.

    `rest` is what it says besides, without lead-in words; `name` the words before the price ("Basic" of "Basic - 10 €").
    `weight` tells how much the page makes of it: 2 set as a price, 1 plain, 0 in a list, a link or a button.
    """

    kind: Kind
    start: int
    end: int
    element: Element
    quotes: tuple[Quote, ...]
    rest: str
    name: str
    weight: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Lines read as one: `first` and `last` are their numbers, `text` the lower-case text from `start` on."""

    first: int
    last: int
    start: int
    raw: str
    text: str


class PriceLines:
    """Finds the price lines of a page."""

    def __init__(self, page: VisibleText, words: Vocabulary, habits: Habits) -> None:
        self.page = page
        self.words = words
        self.habits = habits
        self._cells: dict[tuple[int, int], PriceLine | None] = {}

    @cached_property
    def all(self) -> tuple[PriceLine, ...]:
        """Every price line outside navigation, footer and dialogs, in reading order; at most MAX_PRICE_LINES."""
        found = (line for stretch in self._stretches() if (line := self._read(stretch)) is not None)
        return tuple(islice(found, MAX_PRICE_LINES))

    def of_text(self, first: int, last: int) -> PriceLine | None:
        """What lines `first` to `last` state, read as one (a cell of a table)."""
        if (first, last) not in self._cells:
            self._cells[first, last] = self._read(self._stretch(first, last))
        return self._cells[first, last]

    def _stretches(self) -> Iterator[_Stretch]:
        number = 0
        while number < min(len(self.page.lines), MAX_LINES):
            last = self._last_of(number)
            if self.page.lines[number].region in REGIONS:
                yield self._stretch(number, last)
            number = last + 1

    def _stretch(self, first: int, last: int) -> _Stretch:
        start, end = self.page.lines[first].start, self.page.lines[last].end
        raw = self.page.text[start:end].replace("\n", " ")
        return _Stretch(first, last, start, raw, lowered(raw))

    def _last_of(self, number: int) -> int:
        """A lone currency sign and the number below it are one line, and so is a lone "/month" under a number."""
        lines, last = self.page.lines, number
        while last + 1 < len(lines) and last - number < 4 and self._are_close(lines[last], lines[last + 1]):
            above = self.page.text[lines[number].start : lines[last].end]
            if not self._belongs(lines[last].text, lines[last + 1].text, is_priced=bool(_DIGIT.search(above))):
                break
            last += 1
        return last

    def _are_close(self, one: Line, other: Line) -> bool:
        return one.region in REGIONS and in_same_box(one.element, other.element)

    def _belongs(self, here: str, below: str, *, is_priced: bool) -> bool:
        if len(here) > _MAX_PART or len(below) > _MAX_PART:
            return False
        if is_priced and self._is_only_terms(below):
            return True
        if len(here) > _MAX_SIGN or len(below) > _MAX_SIGN or not _DIGIT.search(here + below):
            return False
        is_money = any(True for _ in find_money(f"{here} {below}", self.habits))
        return is_money and not any(True for part in (here, below) for _ in find_money(part, self.habits))

    def _is_only_terms(self, text: str) -> bool:
        """A line like "per month", "/ user", "one-time" that only completes the amount above it."""
        lower, words = lowered(text), self.words
        if any(map(str.isdigit, lower)) or lower[:1] == "/":
            return lower[:1] == "/"
        if words.save.search(lower):
            return False
        told = (words.month, words.year, words.once, *words.spans.values())
        return any(pattern.search(lower) for pattern in told) and not self._rest(words.seats.sub(" ", lower), [])

    def _read(self, stretch: _Stretch) -> PriceLine | None:
        if len(stretch.raw) > MAX_PRICE_LINE:
            return None
        lines = self.page.lines
        element = common(lines[stretch.first].element, lines[stretch.last].element)
        quotes, used = self._quotes(stretch)
        if quotes:
            return self._price_line(stretch, element, quotes, used)
        if used or len(stretch.raw) > MAX_WORD_LINE:
            return None
        return self._word_line(stretch, element)

    def _price_line(
        self, stretch: _Stretch, element: Element, quotes: Sequence[Quote], used: list[tuple[int, int]]
    ) -> PriceLine:
        before = stretch.raw[: min(start for start, _ in used)]
        return PriceLine(
            kind="price",
            start=stretch.start,
            end=stretch.start + len(stretch.raw),
            element=element,
            quotes=tuple(quotes),
            rest=self._rest(stretch.text, used),
            name=before.strip(" -–—:|·•/(,+=~") if self._names_something(before.lower()) else "",
            weight=self._weight(self.page.lines[stretch.first], element),
            first=stretch.first,
            last=stretch.last,
        )

    def _names_something(self, before: str) -> bool:
        """Whether the words before an amount name it: "Basic", "Free" of "Free - $0", but not "14 days free, then"."""
        *_, then = (None, *self.words.then.finditer(before))
        if then is not None and not self._rest(before[then.end() :], []):
            return False
        if self.words.per.search(before):  # "1인당", "per user"
            before = self.words.seats.sub(" ", before)
        return bool(self._rest(before, [])) or bool(self.words.free.match(before))

    def _quotes(self, stretch: _Stretch) -> tuple[list[Quote], list[tuple[int, int]]]:
        if not _DIGIT.search(stretch.raw):
            return [], []
        found = self._with_neighbours(stretch, list(find_money(unfolded(stretch.raw), self.habits)))
        if (len(found) > 1 and _EXAMPLE.search(stretch.raw)) or stretch.raw.endswith(("?", "？")):
            return [], [(money.start, money.end) for money in found]
        quotes: list[Quote] = []
        used = [(money.start, money.end) for money in found]
        leads, since = self._leads(stretch, found), 0
        for number, money in enumerate(found):
            piece = self._element_at(stretch, money.number_start)
            since = max(since, found[number - 1].end if number else 0)
            if is_aside(stretch.text, money.start, money.end, since, self.words) or is_struck(piece):
                continue
            limit = found[number + 1].start if number + 1 < len(found) else len(stretch.text)
            terms = terms_of(stretch.text, money.start, money.end, limit, since, self.words, leads=leads)
            used.extend(terms.used)
            since = max([since, *(end for _, end in terms.used)])
            quote = self._quote(stretch, money, free_terms(money.amount, terms), piece)
            gross = is_gross(
                unfolded(stretch.text), money.start, money.end, limit, found[number - 1].end if number else 0
            )
            quotes.append(replace(quote, gross=gross))
        return with_shared_terms(quotes, stretch.text, stretch.start), used

    def _leads(self, stretch: _Stretch, found: list[Money]) -> bool:
        """True for "Monthly $10, yearly $100": each amount behind its word of time, none of them before one."""
        if len(found) < 2 or not self.words.says_period(stretch.text[: found[0].start]):
            return False
        return not self.words.says_period(stretch.text[found[-1].end :])

    def _quote(self, stretch: _Stretch, money: Money, terms: Terms, piece: Element) -> Quote:
        period, basis = terms.period, terms.basis
        panel = panel_period(piece)
        if panel is not None and money.amount != 0:
            basis = basis or (f"billed {panel}ly" if period in ("month", "year", None) else None)
            period = period or panel
        return Quote(
            amount=money.amount,
            currency=money.currency(self.habits),
            period=period,
            unit=terms.unit,
            basis=basis,
            earlier=terms.earlier,
            shown=not piece.hidden,
            start=stretch.start + money.start,
            end=stretch.start + money.end,
        )

    def _with_neighbours(self, stretch: _Stretch, found: list[Money]) -> list[Money]:
        """`$9` with a raised `99` is 9.99; `49` beside `39 kr` in an element of its own is kr too (a toggle's two sides)."""
        complete: list[Money] = []
        for money in found:
            for number in NUMBER.finditer(stretch.raw, max(0, money.start - 12), money.start):
                if not stretch.raw[number.end() : money.start].strip() and self._is_own_element(stretch, number):
                    amount = to_amount(number[0], self.habits.decimal_sign)
                    if amount is not None:
                        start, end = number.span()
                        complete.append(Money(start, end, amount, money.sign, start, end))
            complete.append(self._with_cents(stretch, money))
        return complete

    def _is_own_element(self, stretch: _Stretch, number: re.Match[str]) -> bool:
        element = self._element_at(stretch, number.start())
        whole = self.page.text[element.start : element.end].strip() == number[0]
        return whole and (element.hidden or panel_period(element) is not None)

    def _with_cents(self, stretch: _Stretch, money: Money) -> Money:
        match = _CENTS.match(stretch.raw, money.number_end)
        if match is None or money.amount != int(money.amount):
            return money
        if not match[0].startswith((" .", " ,")) and not is_cents(self._element_at(stretch, match.start(1))):
            return money
        return replace(money, amount=money.amount + Decimal(match[1]) / 100, end=max(money.end, match.end(1)))

    def _element_at(self, stretch: _Stretch, position: int) -> Element:
        at = stretch.start + position
        for line in self.page.lines[stretch.first : stretch.last + 1]:
            for piece in line.pieces:
                if piece.start <= at < piece.end:
                    return piece.element
        return self.page.lines[stretch.first].element

    def _rest(self, text: str, used: Sequence[tuple[int, int]]) -> str:
        """What is left of a line without its prices, terms, taxes and lead-in words."""
        characters = list(text)
        for start, end in used:
            characters[start:end] = " " * (end - start)
        left = TAX.sub(" ", "".join(characters)) if len(text) > 2 else text
        for pattern in (self.words.filler, self.words.per):
            left = pattern.sub(" ", left)
        return " ".join(_LETTERS.findall(left))

    def _word_line(self, stretch: _Stretch, element: Element) -> PriceLine | None:
        """A line that says only "free" or "contact us", or that of a name."""
        text = stretch.text.strip(" !.…*()[]→›-–—:")
        found, name = free_or_contact(text, self.words), ""
        if found is None or self._rest(found[1], []):
            found = named_word(text, self.words)
            if found is None:
                return None
            name = stretch.raw.strip()[: len(found[1])]
        kind: Kind = "free" if found[0] == "free" else "contact"
        end = stretch.start + len(stretch.raw)
        amount = Decimal(0) if kind == "free" else None
        quote = Quote(amount, None, None, None, None, not element.hidden, stretch.start, end)
        weight = self._weight(self.page.lines[stretch.first], element)
        return PriceLine(kind, stretch.start, end, element, (quote,), "", name, weight, stretch.first, stretch.last)

    def _weight(self, line: Line, element: Element) -> int:
        if line.kind in ("button", "link") or in_list(element):
            return 0
        return SET_AS_PRICE if is_set_as_price(line.pieces[0].element) else 1


def lowered(raw: str) -> str:
    """Lower case without changing the length, so that positions stay true."""
    lower = raw.lower()
    if len(lower) == len(raw):
        return lower
    return "".join(one.lower() if len(one.lower()) == 1 else one for one in raw)

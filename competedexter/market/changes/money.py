"""Amounts of money and percentages in a line: found, read as numbers, compared by what they mean."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from competedexter.market.crawlers.reading.numbers import Sign, to_amount

MAX_READ = 20_000  # characters of a line; nobody writes a longer one, and a hostile one must not take seconds

HABITS: tuple[Sign, ...] = (".", ",")  # the two ways to read "1.125"
_NUMBER = (
    r"(?:(?<![\d.,])\d{1,3}(?:[ '’\u00a0\u202f]\d{3}){1,4}(?!\d)(?:[.,]\d{1,2}(?!\d))?|(?<!\d)\d(?:[\d.,]{0,19}\d)?)"
)
_SIGN = re.compile(
    r"(?<![^\W\d_])(?:usd|eur|gbp|chf|jpy|inr|brl|cad|aud|sek|nok|dkk|pln|czk)(?![^\W\d_])"
    r"|(?:\b(?:us|r))?\$|[€£¥₹₩₽₺₴₪₫฿%]",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"(?P<space> ?)(?P<number>{_NUMBER})(?P<scale>[km](?![^\W_]))?", re.IGNORECASE)
_AHEAD = re.compile(rf"(?P<number>{_NUMBER})(?P<scale>)(?P<space>\s?)$")
_LONGEST = 32  # characters of a number before its sign


class Money(NamedTuple):
    """An amount as a reader takes it: `$25` and `$25.00` are one. `scale` is the k or m of `$5k`.

    `amount` is None where the digits are no number; then `written` tells one from another.
    """

    sign: str
    amount: Decimal | None
    scale: str = ""
    written: str = ""


class _Place(NamedTuple):
    """Where an amount stands with its sign, and how it is written."""

    start: int
    end: int
    sign: str
    number: str
    scale: str

    def read(self, habit: Sign) -> Money:
        amount = to_amount(self.number, habit)
        written = self.number if amount is None else ""
        return Money(self.sign, None if amount is None else amount.normalize(), self.scale, written)


def money_in(text: str, habit: Sign = ".") -> list[Money]:
    """The amounts of a text's first MAX_READ characters, read with one habit of writing decimals."""
    return [place.read(habit) for place in _places(text)]


def has_money(text: str) -> bool:
    return next(_places(text), None) is not None


def same_money(before: str, after: str) -> bool:
    """Whether two texts state the same amounts in the same order, however they write them."""
    return _shared_habit(before, after) is not None


def plain_money(before: str, after: str) -> tuple[str, str]:
    """Both texts with their amounts written in one way, where they are the same amounts."""
    habit = _shared_habit(before, after)
    return (before, after) if habit is None else (_rewritten(before, habit), _rewritten(after, habit))


def without_money(text: str) -> str:
    """The words around the amounts."""
    return _replaced(text, lambda _: "¤")


def _shared_habit(before: str, after: str) -> Sign | None:
    old, new = list(_places(before)), list(_places(after))
    if len(old) != len(new):
        return None
    return next((habit for habit in HABITS if [p.read(habit) for p in old] == [p.read(habit) for p in new]), None)


def _rewritten(text: str, habit: Sign) -> str:
    return _replaced(text, lambda place: "¤{} {}{}{}¤".format(*place.read(habit)))


def _replaced(text: str, write: Callable[[_Place], str]) -> str:
    parts: list[str] = []
    at = 0
    for place in _places(text):
        parts += [text[at : place.start], write(place)]
        at = place.end
    return "".join([*parts, text[at:]])


def _places(text: str) -> Iterator[_Place]:
    """In order and apart; a number belongs to the sign it touches, else to the one behind it."""
    text, at = text[:MAX_READ], 0
    for sign in _SIGN.finditer(text):
        if sign.start() < at:
            continue
        ahead = _AHEAD.search(text, max(at, sign.start() - _LONGEST), sign.start())
        behind = _BEHIND.match(text, sign.end()) if sign[0] != "%" else None
        if ahead and behind and ahead["space"] and not behind["space"]:
            ahead = None
        number = ahead or behind
        if number is None:
            continue
        start, at = min(number.start(), sign.start()), max(number.end(), sign.end())
        yield _Place(start, at, sign[0].casefold(), number["number"], (number["scale"] or "").casefold())

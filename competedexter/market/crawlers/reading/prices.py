"""Amounts of money in running text: which number, which currency, where it stands.

Any ISO 4217 code, the signs and words of currencies.py before or behind the number, both decimal signs, any script.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Final

from competedexter.market.crawlers.reading.currencies import (
    DASH_CURRENCY,
    ISO_CODES,
    MINOR_UNITS,
    OLD_CODES,
    SIGNS,
    THREE_DECIMALS,
    WEAK_SIGNS,
    WORDLIKE_CODES,
    Place,
    resolve,
    writes_decimal_dot,
)
from competedexter.market.crawlers.reading.numbers import MULTIPLIERS, NUMBER, Sign, decimal_habit, to_amount
from competedexter.market.crawlers.reading.vocabulary import vocabulary

_REACH: Final = 14  # characters beside a number in which its currency stands
_DASHES = re.compile(r"[,.:][-–—=]{1,2}(?!\d)")  # 49,- and 10.–
_MILLIONS = re.compile(
    r"\s?(?:[MB](?![\w/])|bn\b|mn\b|million|billion|Mio|Mrd|млн|млрд|亿|억)"
)  # turnover, not a price
_RANGE = re.compile(r"(?<![\w.,])(\d+(?:[.,]\d{1,2})?)(?:[-–—]|\s(?:to|bis|à|a|до|tot|til|till|do)\s)$")
_PRICED_LETTER = re.compile(
    r"(?<![\w$.])(R)\s?\d{1,3}(?:[ ,]?\d{3}){0,3}(?:[.,]\d{2})?(?:\s?(?:/|p/?m\b)|\s(?:per|a|each|once|excl|incl|ex)\b)"
)  # fmt: skip
_LETTER_LANGUAGES: Final = frozenset(["", "en", "af", "zu", "xh"])
_SLIPS = re.compile(  # of single prices: `119. 95`, `..75`, `.750.30`
    r"(?<=\d)([.,])\s(?=\d{2}\s*$)|\.(?=\.\d)|(?<![\d.,])\.(?=\d{1,9}[.,]\d)"
)
_CENTS = re.compile(r"\s?(\d{2})(?![\d.,]|\s?[€%])")  # 35€99


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a text: `start` and `end` bound number and currency, `sign` is the currency as SIGNS knows it."""

    start: int
    end: int
    amount: Decimal
    sign: str
    number_start: int
    number_end: int

    def currency(self, habits: "Habits") -> str | None:
        """ISO 4217, or None when no currency stands with the number."""
        return resolve(self.sign, habits.place, habits.declared)


@dataclass(frozen=True, slots=True)
class Habits:
    """How a page writes money: where it is at home, the currency it declares, the decimal sign it uses."""

    place: Place = field(default_factory=Place)
    declared: str | None = None
    decimal_sign: Sign | None = None
    letters: frozenset[str] = frozenset()  # single letters that are a currency here: `R199 per month`


UNKNOWN: Final = Habits()


def habits_of(text: str, place: Place, declared: str | None = None) -> Habits:
    """The habits a page's own numbers show; the language decides where they are silent."""
    written = [match[0] for match in NUMBER.finditer(text[:200_000])]
    letters = frozenset(_PRICED_LETTER.findall(text)) if place.language in _LETTER_LANGUAGES else frozenset()
    return Habits(place, declared or _declared(text), decimal_habit(written), letters)


def _declared(text: str) -> str | None:
    """A code the page names beside a dollar, crown, yen or rupee sign's possible meanings: "All prices in AUD"."""
    found = re.findall(
        r"(?<![A-Za-z])(?:USD|CAD|AUD|NZD|SGD|HKD|TWD|MXN|ARS|CLP|COP|UYU|DKK|NOK|SEK|ISK|JPY|CNY|PKR|LKR|NPR)(?![A-Za-z])",
        text,
    )
    return max(dict.fromkeys(found), key=found.count) if found else None


def find_money(text: str, habits: Habits = UNKNOWN) -> Iterator[Money]:
    """Every number with a currency beside it, left to right, none overlapping."""
    reached = 0
    for number in NUMBER.finditer(text):
        money = _money(text, number.start(), number.end(), reached, habits)
        if money is not None:
            yield from _range_start(text, money, reached, habits)
            yield money
            reached = money.end


def _range_start(text: str, money: Money, reached: int, habits: Habits) -> Iterator[Money]:
    """`10` of `10–20 €` and `from 26 to 50 €`."""
    match = _RANGE.search(text, reached, money.start)
    amount = to_amount(match[1], habits.decimal_sign) if match else None
    if match is not None and amount is not None and amount < money.amount:
        yield Money(match.start(1), match.end(1), amount, money.sign, match.start(1), match.end(1))


def _money(text: str, start: int, end: int, reached: int, habits: Habits) -> Money | None:
    left_start, left = _sign_before(text, start, reached, habits)
    scale_end, factor = _scaled(text, end)
    right_end, right = _sign_behind(text, scale_end, has_left=bool(left))
    sign = right if right in ISO_CODES or not left else left  # `$20 CAD` is Canadian: a code says more than a sign
    if (not left and not _is_alone(text, start, end)) or _MILLIONS.match(text, end):
        return None
    minor = None if sign else _minor(text, scale_end)
    dashes = _DASHES.match(text, scale_end)
    if minor is not None:
        right_end, sign = minor
    elif not sign and dashes is not None:
        sign = DASH_CURRENCY.get(habits.place.language, "")
    amount = to_amount(text[start:end], _decimal_sign(text[start:end], sign, left != "", habits)) if sign else None
    if amount is None:
        return None
    stop = max(right_end, dashes.end() if dashes else 0)
    cents = _CENTS.match(text, stop) if right == "EUR" and amount == int(amount) else None
    if cents is not None:
        amount, stop = amount + Decimal(cents[1]) / 100, cents.end()
    amount = amount / 100 if minor else amount * factor
    return Money(left_start, stop, amount, sign, start, end)


def _is_alone(text: str, start: int, end: int) -> bool:
    """False for numbers glued to letters before them ("B2 $") or continued by a percent sign."""
    return (
        not (start > 0 and text[start - 1].isalpha() and text[start - 1].isascii() and text[start - 1] not in "xX")
        and text[end : end + 1] != "%"
    )


def _decimal_sign(number: str, sign: str, is_before: bool, habits: Habits) -> Sign | None:
    """Which sign is decimal in a number like 1.125, where the number itself does not tell.

    The page's habit counts for a dot only in currencies that are written with one: €2.400 is two thousand four hundred
    on an English page too.
    """
    if sign in THREE_DECIMALS:
        return "." if "." in number else ","
    if "," in number and "." not in number:
        return "," if habits.decimal_sign == "," and re.fullmatch(r"0,\d{3}", number) else None
    if not writes_decimal_dot(resolve(sign, habits.place, habits.declared)) and not writes_decimal_dot(sign):
        return None
    if habits.decimal_sign is not None:
        return habits.decimal_sign
    dotted = habits.place.language in ("", "en", "ja", "zh", "ko", "he", "th", "hi")
    return "." if is_before and dotted and habits.place.language else None


def _sign_before(text: str, start: int, reached: int, habits: Habits) -> tuple[int, str]:
    """(where it starts, the sign) of a currency that ends where the number starts, a space between allowed."""
    near = text[max(reached, start - _REACH) : start]
    match = _before().search(near)
    if match is None:
        return _weak_before(near, start, habits)
    code, token = match[1], match[2]
    if token in WORDLIKE_CODES:
        return start, ""
    return start - len(near) + match.start(), code or _meaning(token)


def _weak_before(near: str, start: int, habits: Habits) -> tuple[int, str]:
    """A letter that is a currency in one country: `R149` on a South African page."""
    letter = near[-1:] if near[-1:] != " " else near[-2:-1]
    known = WEAK_SIGNS.get(letter)
    place = f"{habits.place.language}-{habits.place.region}" if habits.place.region else habits.place.language
    before = near[: near.rfind(letter)] if letter else ""
    is_used = letter in habits.letters
    if known is None or before[-1:].isalnum() or not (is_used or place in known[1] or habits.declared == known[0]):
        return start, ""
    return start - len(near) + near.rfind(letter), known[0]


def _sign_behind(text: str, end: int, *, has_left: bool) -> tuple[int, str]:
    """(where it ends, the sign) of a currency that starts where the number ends, dashes and a space between allowed.

    With a currency before the number, only a code behind it counts (`$20 USD`); a sign belongs to the next number.
    """
    match = _behind().match(text, end)
    if match is None:
        return end, ""
    token, code = match[1], match[2]
    if has_left and not code and (token not in ISO_CODES or text[match.end() :].lstrip()[:1].isdigit()):
        return end, ""
    return match.end(), code or _meaning(token)


def _minor(text: str, end: int) -> tuple[int, str] | None:
    match = re.compile(r"\s?(¢|cents?|pence)(?![\w/])").match(text, end)
    return (match.end(1), MINOR_UNITS[match[1]]) if match else None


def _scaled(text: str, end: int) -> tuple[int, int]:
    """The end and the factor of a multiplier behind a number: 6k, 1万."""
    match = re.compile(r"\s?(万|萬|만)|(k|K)(?![\w])|\s(tys|тыс|lakh)\.?(?![\w])").match(text, end)
    if match is None:
        return end, 1
    return match.end(), MULTIPLIERS[(match[1] or match[2] or match[3]).lower()]


def _meaning(token: str) -> str:
    return token if token in ISO_CODES else OLD_CODES.get(token) or SIGNS.get(token) or SIGNS.get(token.casefold(), "")


@lru_cache(maxsize=1)
def _before() -> re.Pattern[str]:
    """A currency at the end of a string; letters before it would make it part of a word."""
    tokens = _alternation([*SIGNS, *ISO_CODES, *OLD_CODES])
    return re.compile(rf"(?<![^\W\d_])(?:({_codes()})\s?)?({tokens})[\s:]?\s?$")


@lru_cache(maxsize=1)
def _behind() -> re.Pattern[str]:
    tokens = _alternation([*SIGNS, *ISO_CODES, *OLD_CODES])
    return re.compile(rf"(?:{_DASHES.pattern})?\+?\s?({tokens})(?![^\W\d_])(?:\s?({_codes()})(?![A-Za-z]))?")


def _codes() -> str:
    """Codes that may stand beside a sign: `USD $49`, `20 $ CAD`."""
    return "|".join(sorted(ISO_CODES - WORDLIKE_CODES))


def _alternation(tokens: list[str]) -> str:
    unique = sorted(set(tokens), key=lambda token: (-len(token), token))
    return "|".join(re.escape(token) for token in unique)


def parse_price(text: str, currency_hint: str | None = None) -> tuple[Decimal | None, str | None]:
    """(amount, currency sign as written or ISO code) of a short price string: "90 728.00 руб", "45,00 zł", "$ 22".

    For cells and attributes, where a number alone is a price too; `currency_hint` is used when the text names none.
    """
    text = _SLIPS.sub(lambda slip: slip[1] or "", text)
    for money in find_money(text):
        return money.amount, money.sign
    if vocabulary("").free.match(text.strip().casefold()):
        return Decimal(0), currency_hint
    for number in NUMBER.finditer(text):
        if text[number.end() : number.end() + 1] != "%":
            return to_amount(number[0]), currency_hint
    return None, currency_hint

"""Numbers as people write them: with currency signs, percent, thousands, and both decimal signs."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_CURRENCY = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "R$": "BRL", "₩": "KRW"}
_WORDS = {"dollar": "USD", "euro": "EUR", "pound": "GBP", "rupee": "INR"}
_CODES = r"USD|EUR|GBP|JPY|INR|BRL|KRW|CHF|CAD|AUD|DKK|SEK|NOK|PLN|CZK|CNY"
_SPACED = rf"\d{{1,3}}(?:\x20\d{{3}})+(?:,\d\d)?(?=\s?(?:€|£|kr|zł|{_CODES}))"  # 1 299 €: only before a currency
_NUMBER = re.compile(
    rf"(?:\b(?P<code>{_CODES})\s?)?(?P<sign>R\$|[$€£¥₹₩])?\s?(?P<number>{_SPACED}|\d[\d.,'’\u00a0\u202f]*\d|\d)"
    r"(?:\s?(?P<many>thousand|million|billion)\b|(?P<letter>(?-i:[kK]|M|[bm]n))\b)?"
    rf"\s?(?P<unit>%|percent\b|(?:{_CODES})\b|[€£]|(?:dollar|euro|pound|rupee)s?\b)?",
    re.IGNORECASE,
)
_MANY = {"thousand": 1_000, "k": 1_000, "million": 10**6, "m": 10**6, "mn": 10**6, "billion": 10**9, "bn": 10**9}
_WAYS = (
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"), ",", ""),
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?"), ".", ","),
    (re.compile(r"\d+(?:\.\d+)?"), "", ""),
    (re.compile(r"0,\d+|\d+,(?:\d{1,2}|\d{4,})"), "", ","),
)  # how it is written, what groups its thousands, what else than a full stop is its decimal sign


@dataclass(frozen=True)
class Figure:
    """A number with every value it may have, and the currency or percent sign beside it."""

    at: int
    end: int
    readings: frozenset[Decimal]
    currency: str | None
    percent: bool


def readings(number: str) -> frozenset[Decimal]:
    """Every value a written number may have: `1.299` is 1299 in Berlin and 1.299 in Boston; `4.9` is never 49."""
    plain = re.sub(r"['’\s\u00a0\u202f]", "", number)
    ways = {
        plain.replace(groups, "").replace(decimal or ".", ".") if groups else plain.replace(decimal or ".", ".")
        for pattern, groups, decimal in _WAYS
        if pattern.fullmatch(plain)
    }
    found = set()
    for way in ways or {plain.replace(",", ""), plain.replace(".", "").replace(",", ".")}:
        try:
            found.add(Decimal(way).normalize())
        except InvalidOperation:
            continue
    return frozenset(found)


def figures_in(text: str) -> list[Figure]:
    """Every number of a text, in order; `12k` and `12 thousand` are 12,000."""
    return [_figure(match) for match in _NUMBER.finditer(text)]


def _figure(match: re.Match[str]) -> Figure:
    unit = (match["unit"] or "").casefold()
    many = _MANY.get((match["many"] or match["letter"] or "").casefold(), 1)
    written = match["number"] if many == 1 else match["number"].replace(",", "")  # 1,100k are not 1.1 thousand
    values = frozenset((value * many).normalize() for value in readings(written))
    return Figure(match.start("number"), match.end(), values, _currency(match, unit), unit in ("%", "percent"))


def _currency(match: re.Match[str], unit: str) -> str | None:
    signed = _CURRENCY.get((match["sign"] or "").upper()) or _CURRENCY.get(unit) or _WORDS.get(unit.removesuffix("s"))
    code = (match["code"] or (unit if len(unit) == 3 and unit.isalpha() else "")).upper()
    return code or signed


def holds_number(text: str, value: Decimal) -> bool:
    """Whether a text has this number in one of its readings; "free" is zero."""
    if value == 0 and re.search(r"\bfree\b", text, re.IGNORECASE):
        return True
    return any(value.normalize() in figure.readings for figure in figures_in(text))

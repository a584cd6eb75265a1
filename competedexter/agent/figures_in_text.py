"""Numbers as people write them: with currency signs, percent, and both decimal signs."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_CURRENCY = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "R$": "BRL", "₩": "KRW"}
_CODES = r"USD|EUR|GBP|JPY|INR|BRL|KRW|CHF|CAD|AUD|DKK|SEK|NOK|PLN|CZK|CNY"
_SPACED = rf"\d{{1,3}}(?:\x20\d{{3}})+(?:,\d\d)?(?=\s?(?:€|£|kr|zł|{_CODES}))"  # 1 299 €: only before a currency
_NUMBER = re.compile(
    rf"(?P<sign>R\$|[$€£¥₹₩])?\s?(?P<number>{_SPACED}|\d[\d.,'’\u00a0\u202f]*\d|\d)"
    rf"\s?(?P<unit>%|percent\b|{_CODES}|[€£])?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Figure:
    """A number with every value it may have, and the currency or percent sign beside it."""

    at: int
    end: int
    readings: frozenset[Decimal]
    currency: str | None
    percent: bool


def readings(number: str) -> frozenset[Decimal]:
    """Every value a written number may have: `1.299` is 1299 in Berlin and 1.299 in Boston."""
    plain = re.sub(r"['’\s\u00a0\u202f]", "", number)
    ways = {plain.replace(",", ""), plain.replace(".", "").replace(",", ".")}
    found = set()
    for way in ways:
        try:
            found.add(Decimal(way).normalize())
        except InvalidOperation:
            continue
    return frozenset(found)


def figures_in(text: str) -> list[Figure]:
    found = []
    for match in _NUMBER.finditer(text):
        unit = (match["unit"] or "").casefold()
        sign = _CURRENCY.get((match["sign"] or "").upper()) or _CURRENCY.get(unit)
        code = unit.upper() if len(unit) == 3 else None
        found.append(
            Figure(
                match.start("number"), match.end(), readings(match["number"]), sign or code, unit in ("%", "percent")
            )
        )
    return found


def holds_number(text: str, value: Decimal) -> bool:
    """Whether a text has this number in one of its readings; "free" is zero."""
    if value == 0 and re.search(r"\bfree\b", text, re.IGNORECASE):
        return True
    return any(value.normalize() in figure.readings for figure in figures_in(text))

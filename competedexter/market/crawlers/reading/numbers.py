"""Numbers as people write them: 1,234.56 and 1.234,56, 1 234, 1'234, 1,00,000, ٩٩, ９８０, 6k, 1万."""

import re
import unicodedata
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import Final, Literal

Sign = Literal[".", ","]

NUMBER = re.compile(
    r"(?<![\d.,])(?:"
    r"\d{1,2}(?:,\d{2})+,\d{3}(?!\d)(?:\.\d{1,2}(?!\d))?"  # Indian: 1,00,000
    r"|\d{1,3}([ \u00a0\u202f\u2009.,'’٬])\d{3}(?:\1\d{3})*(?!\d)(?:[.,·٫]\d{1,4}(?!\d))?"  # grouped: 1.234,56  12 345
    r"|\d+(?:[.,·٫]\d+)?"  # plain: 1234  12.5
    r"|[.,]\d{1,4}(?!\d)"  # .50
    r")"
)
_DIGITS: Final = {ord(character): str(value) for value in range(10) for character in (chr(0x660 + value), chr(0x6F0 + value), chr(0x966 + value), chr(0xFF10 + value))}  # fmt: skip
MULTIPLIERS: Final = {
    "k": 1_000,
    "m": 1_000_000,
    "tys": 1_000,
    "mil": 1_000,
    "тыс": 1_000,
    "万": 10_000,
    "萬": 10_000,
    "만": 10_000,
    "lakh": 100_000,
}
_MAX: Final = Decimal(10) ** 12  # larger is an identifier, not a price
_LONGEST: Final = 24  # characters


def western(text: str) -> str:
    """Arabic, Persian, Devanagari and full-width digits as 0-9; the length stays."""
    return text if text.isascii() else text.translate(_DIGITS)


def to_amount(written: str, decimal_sign: Sign | None = None) -> Decimal | None:
    """The amount a written number means; None for what is no number.

    `decimal_sign` is the page's habit, asked only where one sign before exactly three digits could be either.
    """
    text = western(written).strip(" .,'’").replace("٫", ".").replace("·", ".").replace("٬", ",")
    lead = western(written).lstrip()
    if lead[:1] in ".," and lead[1:2].isdigit():
        text = "0." + lead[1:]
    if not text or len(text) > _LONGEST or not text[0].isdigit():
        return None
    text = re.sub(r"[ '’\u00a0\u202f\u2009]", "", text)
    try:
        amount = Decimal(_with_point(text, decimal_sign))
    except InvalidOperation:
        return None
    return amount if amount < _MAX else None


def _with_point(text: str, decimal_sign: Sign | None) -> str:
    """Digits with at most one point: `1.234,56` as `1234.56`."""
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return text
    sign, other = text[last], "," if text[last] == "." else "."
    whole, fraction = text[:last], text[last + 1 :]
    if other in whole:  # both signs: the later one is the decimal sign
        return f"{whole.replace(other, '').replace(sign, '')}.{fraction}"
    if sign in whole:  # one sign twice groups thousands
        return text.replace(sign, "")
    if len(fraction) == 3 and whole.lstrip("0") and len(whole) <= 3 and decimal_sign != sign:
        return whole + fraction
    return f"{whole}.{fraction}"


def decimal_habit(numbers: list[str]) -> Sign | None:
    """Which sign the numbers of a page use for decimals; None when none of them tells.

    Only clear cases vote: both signs in one number, one or two (or four and more) digits behind the sign, a leading zero.
    """
    votes: Counter[Sign] = Counter()
    for number in numbers:
        text = western(number)
        last = max(text.rfind("."), text.rfind(","))
        if last <= 0 or last == len(text) - 1:
            continue
        sign: Sign = "." if text[last] == "." else ","
        other = "," if sign == "." else "."
        behind = len(text) - last - 1
        if other in text[:last]:
            votes[sign] += 2
        elif sign not in text[:last] and (behind != 3 or text[:last] == "0"):
            votes[sign] += 1
    if not votes or votes["."] == votes[","]:
        return None
    return "." if votes["."] > votes[","] else ","


def unfolded(text: str) -> str:
    """Full-width letters and signs as ASCII where that keeps the length, so that positions stay true."""
    folded = unicodedata.normalize("NFKC", text)
    return folded if len(folded) == len(text) else text

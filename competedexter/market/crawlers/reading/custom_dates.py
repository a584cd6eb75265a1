"""The dates of one column, whose language nobody told: 03/04/2024 is decided by its neighbours or not at all. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from competedexter.market.crawlers.reading.feed_dates import feed_date

_EPOCH = re.compile(r"(\d{9,10}|\d{12,13}|\d{15,16})(?:\.\d{1,9})?")
_DIVISORS: Final = {9: 1, 10: 1, 12: 10**3, 13: 10**3, 15: 10**6, 16: 10**6}  # seconds, milli-, microseconds by length
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_CENTURY_TURNS: Final = 70  # 69 is 2069, 70 is 1970: as strptime has it


@dataclass(frozen=True)
class Dates:
    """One moment a value, None where there is none; how many values could be read in two ways, or in none."""

    moments: tuple[datetime | None, ...]
    ambiguous: int
    unreadable: int


def read_dates(values: Sequence[str]) -> Dates:
    """ISO 8601, RFC 2822, seconds or milliseconds since 1970, and dates as people write them. Aware, in UTC."""
    day_first = _day_first(values)
    moments = tuple(_moment(value.strip(), day_first) for value in values)
    lost = [value for value, moment in zip(values, moments, strict=True) if moment is None and value.strip()]
    ambiguous = sum(1 for value in lost if _is_ambiguous(value))
    return Dates(moments, ambiguous, len(lost) - ambiguous)


def _day_first(values: Sequence[str]) -> bool | None:
    """What the column's clear dates say of the unclear ones; None when they say nothing, or both."""
    found = [match for value in values if (match := _NUMERIC.search(value))]
    says_day = any(int(match[1]) > 12 or (match[2] == "." and int(match[3]) <= 12) for match in found)
    says_month = any(int(match[3]) > 12 for match in found)
    return None if says_day == says_month else says_day


def _moment(value: str, day_first: bool | None) -> datetime | None:
    if not value:
        return None
    if _EPOCH.fullmatch(value):
        return _since_1970(value)
    if value.isdigit() and len(value) != 8:  # 20240131 is a date, other bare numbers are not
        return None
    return feed_date(_NUMERIC.sub(_with_century, value[:200]), day_first=day_first)


def _since_1970(value: str) -> datetime | None:
    whole = value.partition(".")[0]
    try:
        return datetime.fromtimestamp(float(value) / _DIVISORS[len(whole)], UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _with_century(match: re.Match[str]) -> str:
    first, sign, second, year = match.groups()
    if len(year) == 2:
        year = f"{'20' if int(year) < _CENTURY_TURNS else '19'}{year}"
    return f"{first}{sign}{second}{sign}{year}"


def _is_ambiguous(value: str) -> bool:
    match = _NUMERIC.search(value)
    return match is not None and 0 < int(match[1]) <= 12 and 0 < int(match[3]) <= 12

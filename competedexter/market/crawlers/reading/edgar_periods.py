"""Fiscal periods, told by their dates alone: what a filing says of itself ("fy", "fp") is of the filing, not of each figure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

_NEAR: Final = timedelta(days=12)  # years of 52 or 53 weeks end on another day each year
_QUARTER_DAYS: Final = 91.3
_UNEVEN: Final = 25  # days


class Length(StrEnum):
    """How long a period is. Filers report quarters, years, and the year so far of two or three quarters."""

    MOMENT = "at"
    QUARTER = "quarter"
    HALF = "half year"
    NINE_MONTHS = "nine months"
    YEAR = "year"


_DAYS: Final = (  # quarters of 12 or 16 weeks and years of 53 are real
    (Length.QUARTER, 70, 120),
    (Length.HALF, 155, 215),
    (Length.NINE_MONTHS, 240, 300),
    (Length.YEAR, 340, 380),
)


class Fiscal(NamedTuple):
    year: int
    quarter: int  # 1 to 4: that in which a period ends


class YearEnd(NamedTuple):
    """The last day of a fiscal year, and the number the filer gives that year."""

    day: date
    year: int


def length_of(start: date | None, end: date) -> Length | None:
    """None for periods that are none of these (a stub, two years, since inception)."""
    if start is None:
        return Length.MOMENT
    days = (end - start).days + 1
    return next((length for length, least, most in _DAYS if least <= days <= most), None)


@dataclass(frozen=True)
class Calendar:
    """Known ends of fiscal years, oldest first; years before and after them are projected."""

    ends: tuple[date, ...]
    offset: int  # years that a fiscal year's number is less than that in which it ends

    @classmethod
    def of(cls, ends: Iterable[YearEnd]) -> "Calendar | None":
        """None when no end is known. The number of a year is what most filings say: some say it wrong."""
        told = list(ends)
        if not told:
            return None
        offsets = Counter(_number(end.day) - end.year for end in told)
        usual = max(offsets, key=lambda offset: (offsets[offset], -abs(offset)))
        return cls(tuple(sorted({end.day for end in told})), usual)

    def place(self, end: date) -> Fiscal | None:
        """The fiscal year and quarter that end at `end`, or nearest to it. None out of all bounds."""
        closing = self._closing(end)
        if closing is None:
            return None
        before = round((closing - end).days / _QUARTER_DAYS)
        return Fiscal(_number(closing) - self.offset, 4 - max(0, min(3, before)))

    def closes_quarter(self, end: date) -> bool:
        """Whether a quarter ends there, give or take that quarters of 12 or 16 weeks are not of equal length."""
        closing = self._closing(end)
        off = (closing - end).days % _QUARTER_DAYS if closing else _QUARTER_DAYS / 2
        return min(off, _QUARTER_DAYS - off) <= _UNEVEN

    def closes(self, end: date) -> bool:
        """Whether a fiscal year ends there."""
        closing = self._closing(end)
        return closing is not None and abs(closing - end) <= _NEAR

    def opens(self, start: date) -> bool:
        """Whether a fiscal year begins there."""
        return self.closes(start - timedelta(days=1))

    def _closing(self, end: date) -> date | None:
        """The first end of a fiscal year that is not before `end` (by more than a few days)."""
        known = next((close for close in self.ends if close + _NEAR >= end), None)
        base = known or self.ends[-1]
        years = 0 if known is None else -((known - end).days // 365)
        for step in range(years - 1, years + 60):
            close = _anniversary(base, step)
            if close is not None and close + _NEAR >= end:
                return close
        return None


def fiscal_name(place: Fiscal | None, length: Length) -> str:
    """ "2025 Q3", "2025 FY", "2025 Q3 YTD"; "" when the fiscal year is not known."""
    if place is None:
        return ""
    if length is Length.YEAR or (length is Length.MOMENT and place.quarter == 4):
        return f"{place.year} FY"
    so_far = " YTD" if length in (Length.HALF, Length.NINE_MONTHS) else ""
    return f"{place.year} Q{place.quarter}{so_far}"


def _number(end: date) -> int:
    """The calendar year an end belongs to: one in the first days of January is of the year before."""
    return (end - timedelta(days=10)).year


def _anniversary(day: date, years: int) -> date | None:
    year = day.year + years
    if not 1900 <= year <= 2200:
        return None
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(year, day.month, last)

"""Whole dates in sentences: found, compared with known days, and kept apart from other numbers."""

import re
from collections.abc import Callable, Iterable, Iterator, Set
from datetime import date

from .periods import ATOM, MONTHS

FULL_DATE = re.compile(
    r"(?P<iso>\d{4}-\d{2}-\d{2})|(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>[A-Z][a-z]+)\s+(?P<year>\d{4})"
    r"|(?P<month2>[A-Z][a-z]+)\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{4})|(?P<month3>[A-Z][a-z]+)\s+(?P<year3>\d{4})"
)
_MONTH_DAY = re.compile(
    r"\b(?P<d1>\d{1,2})(?:st|nd|rd|th)?\s+(?P<m1>[A-Z][a-z]{2,8})\b|\b(?P<m2>[A-Z][a-z]{2,8})\s+(?P<d2>\d{1,2})\b(?![.,]?\d)"
)
_YEAR = re.compile(
    r"(?<![$€£¥₹\d.,-])(?<![$€£¥₹] )\b(?:19|20)\d{2}\b(?![.,-]?\d|\s?(?:[€£%]|[A-Z]{3}\b|users?|seats?|people))"
)
_AGO = re.compile(
    r"\b(?:\d+|an?|one|two|three|four|five|six|several|few)\s+(?:days?|weeks?|months?|years?)\s+ago\b", re.IGNORECASE
)
_SIGNS = frozenset("$€£¥₹₩")
_DATE = re.compile(rf"(?<![\w.]){ATOM}", re.IGNORECASE)


def is_one_of(match: re.Match[str], known: Iterable[date]) -> bool:
    """Whether a date names one of these days; a month and year names every day in it."""
    if match["iso"]:
        return any(day.isoformat() == match["iso"] for day in known)
    month = MONTHS.get((match["month"] or match["month2"] or match["month3"])[:3].casefold())
    if month is None:
        return True  # a capitalised word before a number that is no month: the numbers are checked elsewhere
    year = int(match["year"] or match["year2"] or match["year3"])
    day = match["day"] or match["day2"]
    return any(d.year == year and d.month == month and (day is None or d.day == int(day)) for d in known)


def doubtful(sentence: str, known: Callable[[int], Set[date]], text: str) -> Iterator[str]:
    """Dates, months, years and "ago"s of a sentence that are neither words of this text nor days known at their place."""
    for match in FULL_DATE.finditer(sentence):
        if not is_one_of(match, known(match.start())) and match.group() not in text:
            yield match.group()
    rest = FULL_DATE.sub(lambda match: " " * len(match.group()), sentence)
    for match in _MONTH_DAY.finditer(rest):
        month, day = MONTHS.get((match["m1"] or match["m2"])[:3].casefold()), int(match["d1"] or match["d2"])
        days = known(match.start())
        if month and match.group() not in text and not any(d.month == month and d.day == day for d in days):
            yield match.group()
    for match in _YEAR.finditer(rest):
        if match.group() not in text and not any(d.year == int(match.group()) for d in known(match.start())):
            yield match.group()
    for match in _AGO.finditer(rest):
        if match.group() not in text:
            yield match.group()


def without_dates(sentence: str) -> str:
    """The sentence with its dates blanked out; places stay where they were. `$2000` is no year."""

    def blank(match: re.Match[str]) -> str:
        paid = sentence[max(match.start() - 2, 0) : match.start()].strip()[-1:] in _SIGNS
        return match.group() if paid or not _is_date(match.group()) else " " * len(match.group())

    return _DATE.sub(blank, sentence)


def _is_date(text: str) -> bool:
    dated = re.search(r"(?:19|20)\d{2}|[a-z]{3}", text, re.IGNORECASE) is not None
    return (dated and not text.isdigit()) or len(text) == 4

"""Dates in questions: "since March", "last week", "as of 2024-06-30", "in 2024" become ranges of time, in UTC."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?"
)
_DAY = r"(?:[0-3]?\d)(?:st|nd|rd|th)?\b"
_YEAR = r"(?:19|20)\d{2}\b(?![.,]\d|\s*%|\s+(?:users?|seats?|people|members?|employees|contacts|checks|monitors|events|credits))"
MONTHS = {name: at for at, name in enumerate(_MONTHS, 1)}
_UNIT = r"(?:day|week|month|quarter|year)"
_COUNT = r"(?:\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
ATOM = (
    rf"(?:{_YEAR}-\d{{1,2}}-\d{{1,2}}\b|{_YEAR}-\d{{2}}\b"
    rf"|{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?|{_MONTH}\s+{_DAY}(?!\d)(?:,?\s+{_YEAR})?"
    rf"|{_MONTH}(?:\s+(?:of\s+)?{_YEAR})?|(?:q[1-4]|h[12])\b(?:\s*(?:of\s+)?{_YEAR})?|{_YEAR}"
    rf"|(?:last|past|previous|this)\s+{_UNIT}\b|{_COUNT}\s+{_UNIT}s?\s+ago\b|yesterday\b|today\b|now\b)"
)
_COUNTED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = {word: at for at, word in enumerate(_COUNTED)} | {"a": 1, "an": 1, "twelve": 12}


@dataclass(frozen=True)
class Period:
    """From `start` to `end`, both included; `words` are the question's own. Open at the start: start is None."""

    start: datetime | None
    end: datetime
    words: str


@dataclass(frozen=True)
class Dates:
    """What a question says about time; `rest` is the question without it."""

    periods: tuple[Period, ...]
    as_of: datetime | None
    rest: str


def _at(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


def _until(day: date) -> datetime:
    """The last moment of a day."""
    return datetime.combine(day, time.max, tzinfo=UTC)


def dates_in(question: str, now: datetime) -> Dates:
    """Every date and range of a question, read as of `now`. What cannot be a date (31 February) is left in the text."""
    found: list[Period] = []
    as_of: list[datetime] = []
    rest = _START_OF.sub(r"\1 of this \2", question)
    for pattern, read in _PHRASES:
        while match := pattern.search(rest):
            period = read(match, now)
            mark = "\x00" * len(match.group())  # keeps positions and stops a second look at the same words
            if period is None:
                rest = rest[: match.start()] + "\x01" + rest[match.start() + 1 :]
                continue
            (as_of.append(period.end) if read is _as_of else found.append(period))
            rest = rest[: match.start()] + mark + rest[match.end() :]
    order = sorted(found, key=lambda period: question.find(period.words))
    return Dates(tuple(order), min(as_of) if as_of else None, " ".join(re.sub("[\x00\x01]+", " ", rest).split()))


def _day_range(words: str, now: datetime) -> tuple[date, date] | None:
    """The first and the last day that an atom names; a month or day without a year is the latest one not in the future."""
    text = " ".join(words.casefold().replace(",", " ").replace(".", " ").split())
    for read in (_relative, _iso, _quarter, _named):
        try:
            found = read(text, now.date())
        except (ValueError, OverflowError):
            return None
        if found is not None:
            return found
    return None


def _iso(text: str, _today: date) -> tuple[date, date] | None:
    parts = [int(part) for part in text.split("-")] if re.fullmatch(r"[\d-]+", text) else []
    if len(parts) == 3:
        day = date(*parts)
        return day, day
    if len(parts) == 2:
        return _month(parts[0], parts[1])
    return (date(parts[0], 1, 1), date(parts[0], 12, 31)) if len(parts) == 1 else None


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _quarter(text: str, today: date) -> tuple[date, date] | None:
    match = re.fullmatch(rf"([qh])([1-4])(?:\s*(?:of\s+)?({_YEAR}))?", text)
    if match is None:
        return None
    months = 3 if match[1] == "q" else 6
    first = (int(match[2]) - 1) * months + 1
    year = int(match[3]) if match[3] else today.year - (date(today.year, first, 1) > today)
    return date(year, first, 1), _month(year, first + months - 1)[1]


def _named(text: str, today: date) -> tuple[date, date] | None:
    """`march`, `march 2024`, `5 march`, `march 5th 2024`."""
    month = next((at for at, name in enumerate(_MONTHS, 1) if re.search(rf"\b{name}", text)), None)
    if month is None:
        return None
    year_found = re.search(_YEAR, text)
    day_found = re.search(rf"\b({_DAY})", re.sub(_YEAR, " ", text))
    day = int(re.sub(r"\D", "", day_found[1])) if day_found else None
    year = int(year_found.group()) if year_found else today.year - (date(today.year, month, day or 1) > today)
    if day is None:
        return _month(year, month)
    return date(year, month, day), date(year, month, day)


def _relative(text: str, today: date) -> tuple[date, date] | None:
    if text in ("today", "now", "yesterday"):
        day = today - timedelta(days=text == "yesterday")
        return day, day
    if ago := re.fullmatch(rf"({_COUNT})\s+({_UNIT})s?\s+ago", text):
        day = back(today, _number(ago[1]), ago[2])
        return day, day
    named = re.fullmatch(rf"(last|past|previous|this)\s+({_UNIT})", text)
    return _calendar(named[1], named[2], today) if named else None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


def back(day: date, count: int, unit: str) -> date:
    """The day that many units earlier; 31 March less one month is the last day of February."""
    if unit in ("day", "week"):
        return day - timedelta(days=count * (7 if unit == "week" else 1))
    months = count * {"month": 1, "quarter": 3, "year": 12}[unit]
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _calendar(which: str, unit: str, today: date) -> tuple[date, date]:
    """The calendar week (from Monday), month, quarter or year; "past" ones are counted back from today."""
    if which == "past":
        return back(today, 1, unit), today
    first = {
        "day": today,
        "week": today - timedelta(days=today.weekday()),
        "month": today.replace(day=1),
        "quarter": date(today.year, (today.month - 1) // 3 * 3 + 1, 1),
        "year": date(today.year, 1, 1),
    }[unit]
    if which == "this":
        return first, today
    return back(first, 1, unit), first - timedelta(days=1)


def _as_of(match: re.Match[str], now: datetime) -> Period | None:
    days = _day_range(match[1], now)
    return Period(None, _until(days[1]), match.group()) if days else None


def _between(match: re.Match[str], now: datetime) -> Period | None:
    end = _day_range(match[2], now)
    start = _day_range(match[1], now)
    if start is None or end is None:
        return None
    first, last = start[0], end[1]
    if first > last and not re.search(_YEAR, match[1]):  # "between November and March" of the year after
        first = first.replace(year=first.year - 1)
    return Period(_at(min(first, last)), _until(max(first, last)), match.group())


def _since(match: re.Match[str], now: datetime) -> Period | None:
    days = _day_range(match[1], now)
    return Period(_at(days[0]), now, match.group()) if days else None


def _after(match: re.Match[str], now: datetime) -> Period | None:
    days = _day_range(match[1], now)
    return Period(_at(days[1] + timedelta(days=1)), now, match.group()) if days else None


def _before(match: re.Match[str], now: datetime) -> Period | None:
    days = _day_range(match[1], now)
    return Period(None, _until(days[0] - timedelta(days=1)), match.group()) if days else None


def _until_then(match: re.Match[str], now: datetime) -> Period | None:
    days = _day_range(match[1], now)
    return Period(None, _until(days[1]), match.group()) if days else None


def _past_units(match: re.Match[str], now: datetime) -> Period | None:
    try:
        return Period(_at(back(now.date(), _number(match[1].casefold()), match[2].casefold())), now, match.group())
    except (ValueError, OverflowError):
        return None


def _back_from_now(match: re.Match[str], now: datetime) -> Period | None:
    """ "Over the last year" and "in the last quarter" count back from today; "last year" alone is the calendar's."""
    return Period(_at(back(now.date(), 1, match[1].casefold())), now, match.group())


def _within(match: re.Match[str], now: datetime) -> Period | None:
    days = _day_range(match[1], now)
    return Period(_at(days[0]), min(_until(days[1]), max(now, _at(days[0]))), match.group()) if days else None


_START_OF = re.compile(rf"\b(start|beginning) of the ({_UNIT})\b", re.IGNORECASE)
Reader = Callable[[re.Match[str], datetime], Period | None]


def _phrase(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern.replace("ATOM", f"({ATOM})"), flags)


_PHRASES: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (_phrase(r"\b(?:as of|as at|as seen on|as known on)\s+(?:the\s+)?ATOM"), _as_of),
    (_phrase(r"\b(?:between|from)\s+ATOM\s+(?:and|to|until|till|through)\s+ATOM"), _between),
    (_phrase(r"\b(?:since|from)\s+(?:the\s+)?(?:start of\s+|beginning of\s+)?ATOM(?:\s+on(?:wards?)?)?"), _since),
    (_phrase(rf"\b(?:(?:in|over|during|within|for)\s+)?(?:the\s+)?(?:last|past|previous)\s+({_COUNT})\s+({_UNIT})s?\b"), _past_units),
    (_phrase(rf"\b(?:(?:in|over|within|for)\s+the\s+(?:last|past|previous)|over\s+the)\s+({_UNIT})\b"), _back_from_now),
    (_phrase(r"\bafter\s+ATOM"), _after),
    (_phrase(r"\bbefore\s+ATOM"), _before),
    (_phrase(r"\b(?:until|till|up to|by)\s+(?:the end of\s+)?ATOM"), _until_then),
    (_phrase(r"\b(?:in|on|during|for|throughout|at|of|within)\s+(?:the\s+)?ATOM"), _within),
    (_phrase(r"\b(?:(?:in|over|during|within|for)\s+(?:the\s+)?)?((?:last|past|previous|this)\s+" + _UNIT + r"|" + _COUNT + r"\s+" + _UNIT + r"s?\s+ago|yesterday|today)\b"), _within),
    (_phrase(rf"\b((?:{_YEAR}-\d{{2}}(?:-\d{{2}})?)|(?:[qh][1-4]\s*{_YEAR})|(?:{_MONTH}\s+{_YEAR})|(?:{_DAY}\s+{_MONTH})|(?<![$€£.,\d]){_YEAR}(?![.,]\d))"), _within),
)  # fmt: skip

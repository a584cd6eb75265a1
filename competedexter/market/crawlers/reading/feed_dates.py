"""Dates as feeds write them: RFC 822 and 3339 with all their slips, epoch numbers, other languages."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Final

from .dates import parse_date
from .feed_months import in_english

LONGEST: Final = 120  # characters
_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)  # before the web; earlier moments are faults ("1970-01-01")
_LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)
_DIGITS: Final = re.compile(r"\d{8,17}(?:\.\d{1,9})?")
_ISO: Final = re.compile(
    r"(\d{4})-?(\d{1,2})-?(\d{1,2})(?:[t ,]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(z|utc|gmt|(?:gmt|utc)?\s?[+\-−]\d{1,2}:?\d{0,2})?(?:\[[\w/]+\])?"
)
_TIME: Final = re.compile(
    r"(?<!\d)(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?(?!\w))?"
    r"\s*((?:gmt|utc)?\s?[+\-−]\d{1,2}(?::?\d{2})?|[a-z]{1,5}(?![^\W\d]))?"
)
_SHORT_YEAR: Final = re.compile(r"(\d{1,2})[\s-]+([^\W\d_]{3,12})\.?[\s-]+(\d{2})(?!\d)")
_HYPHENS: Final = re.compile(r"(?<=[^\W_])-(?=[^\W\d_])|(?<=[^\W\d_])-(?=\d)")
_WEEKDAY: Final = re.compile(r"^[^\W\d_]{2,14}\.?,\s*")
_ZONES: Final = {
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8,
    "hst": -10, "ast": -4, "adt": -3, "brt": -3, "art": -3, "bst": 1, "ist": 5.5, "wet": 0, "west": 1, "cet": 1, "cest": 2,
    "mez": 1, "mesz": 2, "met": 1, "mest": 2, "eet": 2, "eest": 3, "msk": 3, "gst": 4, "pkt": 5, "ict": 7, "wib": 7, "hkt": 8,
    "sgt": 8, "awst": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip


def feed_date(text: str, *, day_first: bool | None = None) -> datetime | None:
    """`text` as an aware moment in UTC, midnight when it gives no time; None when it names no day between 1990 and 2100.

    `day_first` decides 03/04/2024; None refuses to guess.
    """
    written = " ".join(unicodedata.normalize("NFKC", text[:LONGEST]).split()).lower()
    found = _epoch(written) or _iso(written) or _wordy(written, day_first=day_first)
    return found if found is not None and _EARLIEST <= found < _LATEST else None


def day_comes_first(language: str) -> bool | None:
    """How a language (`en-us`, `de`) writes 3 April 2024: 03/04 or 04/03; None where either may be meant."""
    bare, _, country = language.strip().lower().replace("_", "-").partition("-")
    if bare in ("", "en"):
        return None if country in ("", "ca", "za") else country not in ("us", "ph")
    return True


def _epoch(text: str) -> datetime | None:
    """Seconds, milliseconds or microseconds since 1970; or a day (and time) as eight or fourteen digits."""
    if not _DIGITS.fullmatch(text):
        return None
    whole = text.partition(".")[0]
    if len(whole) in (8, 14) and whole[:2] in ("19", "20"):
        return _compact(whole)
    number = float(text)
    while number >= 1e11:
        number /= 1_000
    return datetime.fromtimestamp(number, UTC)


def _compact(digits: str) -> datetime | None:
    parts = [int(digits[at : at + 2] or 0) for at in range(4, 14, 2)]
    return _moment(int(digits[:4]), parts[0], parts[1], parts[2], parts[3], parts[4])


def _iso(text: str) -> datetime | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    found = _moment(year, month, day, hour, minute, second)
    return found - _zone(match[7] or "") if found else None


def _wordy(text: str, *, day_first: bool | None) -> datetime | None:
    """The day as `parse_date` reads it in any language; the time, with its zone, from beside it."""
    bare = in_english(_WEEKDAY.sub("", text))
    time = _TIME.search(bare)
    if time is not None and time[5] and not _is_zone(time[5]):
        rest = f"{bare[: time.start()]} {bare[time.start(5) : time.end(5)]} {bare[time.end() :]}"
    else:
        rest = f"{bare[: time.start()]} {bare[time.end() :]}" if time else bare
    rest = _SHORT_YEAR.sub(_long_year, _HYPHENS.sub(" ", rest))
    day = parse_date(" ".join(rest.split()).strip(" ,;"), day_first=day_first)
    if day is None or time is None:
        return day
    hour, minute, second = int(time[1]), int(time[2]), int(time[3] or 0)
    if time[4]:
        hour = hour % 12 + (12 if time[4].startswith("p") else 0)
    if hour > 24 or minute > 59:
        return day
    zone = _zone(time[5]) if time[5] and _is_zone(time[5]) else timedelta()
    return day + timedelta(hours=hour, minutes=minute, seconds=min(second, 59)) - zone


def _long_year(match: re.Match[str]) -> str:
    """`06 Sep 09` -> `06 Sep 2009`, as RFC 2822 reads it: from 50 on it is the last century."""
    year = int(match[3])
    return f"{match[1]} {match[2]} {year + (1900 if year >= 50 else 2000)}"


def _is_zone(text: str) -> bool:
    return text in _ZONES or text in ("z", "ut", "utc", "gmt") or text[-1].isdigit()


def _zone(text: str) -> timedelta:
    bare = text.replace("−", "-").removeprefix("gmt").removeprefix("utc").strip()
    if not bare or bare[0] not in "+-":
        return timedelta(hours=_ZONES.get(bare, 0))
    digits = bare[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    return timedelta(hours=hours, minutes=minutes) * (-1 if bare[0] == "-" else 1)


def _moment(year: int, month: int, day: int, hour: int, minute: int, second: int) -> datetime | None:
    try:
        midnight = datetime(year, month, day, tzinfo=UTC)
    except ValueError:  # 31 February, month 13, year 0
        return None
    if hour > 24 or minute > 59 or not 1 < year < 9_000:
        return None
    return midnight + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))

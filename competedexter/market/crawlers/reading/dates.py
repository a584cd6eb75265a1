"""Dates as the web writes them, as aware UTC moments; and when a page says it was published."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from competedexter.market.crawlers.reading.structured_data import StructuredData

_EARLIEST: Final = 1990  # before the web; earlier years are not dates of pages
_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ]+(\d{2}):?(\d{2})(?::?(\d{2}))?(?:[.,]\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?", re.I
)
_NUMERIC = re.compile(r"(\d{1,4})[./\- ](\d{1,2})[./\- ](\d{1,4})")
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_WORDY = re.compile(
    r"(\d{1,2})?(?:st|nd|rd|th|er|º|\.)?\s*(?:de |of )?([^\W\d_]{3,12})\.?,?\s*(?:de |of )?(\d{1,2})?(?:st|nd|rd|th)?,?\s+(?:de )?(\d{4})"
)
_MONTHS: Final = (
    "jan|januar|january|janvier|enero|ene|janeiro|gennaio|gen|januari|tammikuu|stycznia|styczeń|ledna|ocak|января|січня|ianuarie|sty|led",
    "feb|februar|february|février|fevrier|fév|febrero|fevereiro|fev|febbraio|februari|helmikuu|lutego|luty|února|şubat|февраля|лютого|februarie|lut|únor",
    "mar|märz|maerz|march|mars|marzo|março|marco|maart|mrt|maaliskuu|marca|marzec|března|mart|марта|березня|martie|mär",
    "apr|april|avril|avr|abril|abr|aprile|huhtikuu|kwietnia|kwiecień|dubna|nisan|апреля|квітня|aprilie|kwi",
    "may|mai|mayo|maio|maggio|mag|mei|maj|toukokuu|maja|května|mayıs|мая|травня",
    "jun|juni|june|juin|junio|junho|giugno|giu|kesäkuu|czerwca|czerwiec|června|haziran|июня|червня|iunie|cze",
    "jul|juli|july|juillet|juil|julio|julho|luglio|lug|heinäkuu|lipca|lipiec|července|temmuz|июля|липня|iulie|lip",
    "aug|august|août|aout|agosto|ago|augustus|augusti|elokuu|sierpnia|sierpień|srpna|ağustos|августа|серпня|sie",
    "sep|sept|september|septembre|septiembre|setembro|set|settembre|syyskuu|września|wrzesień|září|eylül|сентября|вересня|septembrie|wrz",
    "oct|okt|oktober|october|octobre|octubre|outubro|out|ottobre|ott|lokakuu|października|październik|října|ekim|октября|жовтня|octombrie|paź",
    "nov|november|novembre|noviembre|novembro|marraskuu|listopada|listopad|listopadu|kasım|ноября|листопада|noiembrie|lis",
    "dec|dez|dezember|december|décembre|decembre|déc|diciembre|dic|dezembro|dicembre|joulukuu|grudnia|grudzień|prosince|aralık|декабря|грудня|decembrie|gru",
)  # fmt: skip
_MONTH_OF: Final = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split("|")}


def parse_date(text: str, *, day_first: bool | None = None) -> datetime | None:
    """The first date in `text` as an aware moment in UTC (midnight when no time is given); None when there is none.

    `day_first` decides 03/04/2024; None refuses to guess where both readings are possible.
    """
    text = unicodedata.normalize("NFKC", text[:200]).strip().lower()
    return _iso(text) or _rfc(text) or _east_asian(text) or _wordy(text) or _numeric(text, day_first=day_first)


def published_at(data: StructuredData, now: datetime) -> datetime | None:
    """When the page's main item says it was published; nothing from the future, nothing before the web."""
    for item in data.of_type("Article", "NewsArticle", "BlogPosting", "TechArticle", "Report", "PressRelease"):
        value = item.get("datePublished")
        moment = parse_date(value) if isinstance(value, str) else None
        if moment is not None and moment <= now + timedelta(days=1):
            return moment
    return None


def _iso(text: str) -> datetime | None:
    match = _ISO.search(text)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    moment = _moment(year, month, day, int(match[4] or 0), int(match[5] or 0), int(match[6] or 0))
    return moment - _offset(match[7]) if moment else None


def _offset(zone: str | None) -> timedelta:
    if not zone or zone.upper() == "Z":
        return timedelta()
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    return timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)


def _rfc(text: str) -> datetime | None:
    """`Tue, 03 Nov 2026 10:00:00 GMT`, as HTTP and RSS write it."""
    if ":" not in text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC) if _EARLIEST <= moment.year < 9000 else None


def _east_asian(text: str) -> datetime | None:
    match = _EAST_ASIAN.search(text)
    return _moment(int(match[1]), int(match[2]), int(match[3])) if match else None


def _wordy(text: str) -> datetime | None:
    for match in _WORDY.finditer(text):
        month = _MONTH_OF.get(match[2])
        day = match[1] or match[3]
        if month and day:
            return _moment(int(match[4]), month, int(day))
    return None


def _numeric(text: str, *, day_first: bool | None) -> datetime | None:
    match = _NUMERIC.search(text)
    if match is None:
        return None
    first, second, third = (int(part) for part in match.groups())
    if len(match[1]) == 4:
        return _moment(first, second, third)
    if len(match[3]) != 4:
        return None
    if first > 12 or "." in match[0]:
        return _moment(third, second, first)
    if second > 12:
        return _moment(third, first, second)
    if day_first is None and first != second:
        return None
    return _moment(third, second, first) if day_first else _moment(third, first, second)


def _moment(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime | None:
    if not _EARLIEST <= year < 9000:
        return None
    try:
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except ValueError:  # 31 February
        return None

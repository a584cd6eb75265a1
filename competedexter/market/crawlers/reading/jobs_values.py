"""Values of job boards as words: each may be a string, a number, an object with a name, a list of those, or nothing."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from competedexter.market.crawlers.reading.dates import parse_date
from competedexter.market.crawlers.reading.listing_text import fold

Entry = dict[str, object]

MAX_WORDS: Final = 300  # characters of a title, a team, a place
MAX_URL: Final = 2_048
MAX_PLAIN: Final = 1_000  # characters of a description that are told; the archive has the rest
_MAX_SOURCE: Final = 12_000  # characters of markup read for them
_MAX_PLACES: Final = 20
_MILLISECONDS: Final = 100_000_000_000  # epoch numbers above it count milliseconds (1973), below it seconds (year 5138)
_NAMES: Final = ("name", "label", "title", "value", "valueLabel", "text")
_WHOLE_PLACES: Final = ("name", "fullLocation", "location_str", "locationStr", "locationName", "label", "display_name")
_PARTS: Final = (
    ("city", "addressLocality", "locality"),
    ("region", "state", "state_name", "addressRegion", "state_code"),
    ("country", "addressCountry", "countryName", "country_name", "country_code", "countryCode"),
)
_UNSEEN = re.compile(r"<(?:script|style)\b.*?(?:</(?:script|style)\s*>|$)", re.IGNORECASE | re.DOTALL)
_INLINE = re.compile(r"</?(?:a|b|i|u|em|strong|span|font|mark|small|code)(?:\s[^<>]*)?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_CODE = re.compile(r"[A-Z]+(?:_[A-Z]+)*|[a-z]+(?:_[a-z]+)+|(?:[A-Z][a-z]+){2,4}")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_AWAY = re.compile(
    r"\b(?:remote|remotely|telecommute|télétravail|teletrabajo|remoto|anywhere|home[- ]?office|work from home|wfh)\b"
    r"|リモート|远程|원격",
    re.IGNORECASE,
)
_NOT_AWAY = re.compile(
    r"\b(?:hybrid|hybride|híbrido|on[- ]?site|in[- ]?office|(?:no|not|non)[- ]remote)\b", re.IGNORECASE
)


def dig(value: object, path: str) -> object:
    """What stands at "categories.team"; None where there is no such thing."""
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def words(value: object, depth: int = 3) -> str:
    """The value in one line; empty when it says nothing."""
    if isinstance(value, str):
        text = fold(value[: 20 * MAX_WORDS])
        return fold(html.unescape(text))[:MAX_WORDS].strip() if "&" in text else text[:MAX_WORDS].strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)[:MAX_WORDS]
    if depth and isinstance(value, dict):
        return next((found for name in _NAMES if (found := words(value.get(name), depth - 1))), "")
    if depth and isinstance(value, list):
        return next((found for one in value[:_MAX_PLACES] if (found := words(one, depth - 1))), "")
    return ""


def moment(value: object) -> datetime | None:
    """A date however boards write it, epoch seconds and milliseconds too; aware, in UTC."""
    if isinstance(value, str):
        text = value.strip()
        return moment(int(text)) if text.isascii() and text.isdigit() and len(text) in (10, 13) else parse_date(text)
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < 1e14:
        return None
    seconds = value / 1_000 if value >= _MILLISECONDS else value
    read = datetime.fromtimestamp(seconds, UTC)
    return read if 1990 <= read.year < 9000 else None


def places(value: object) -> tuple[str, ...]:
    """The places a value names, each once, in order: "London", {"city": ...}, a list of those."""
    found: dict[str, None] = {}
    for one in value[:_MAX_PLACES] if isinstance(value, list) else [value]:
        if told := _place(one):
            found.setdefault(told)
    return tuple(found)


def _place(value: object, depth: int = 4) -> str:
    if not isinstance(value, dict):
        return "" if isinstance(value, list) else words(value)
    whole = next((told for name in _WHOLE_PLACES if (told := words(value.get(name)))), "")
    if whole:
        return whole
    inner = next((value[name] for name in ("location", "address", "postalAddress") if value.get(name)), None)
    return ", ".join(_parts(value)) or (_place(inner, depth - 1) if depth else "")


def _parts(value: Entry) -> Iterator[str]:
    """City, region, country: one name said twice ("Utrecht, Utrecht") is said once."""
    before = ""
    for names in _PARTS:
        told = next((found for name in names if (found := words(value.get(name)))), "")
        if told and told != before:
            yield told.upper() if len(told) == 2 and told.isascii() else told  # a code: "ca"
        before = told or before


def is_away(value: object) -> bool | None:
    """Whether it is done from anywhere; None when that is not said. A hybrid place is a place."""
    if isinstance(value, bool):
        return value
    told = words(value)
    if _NOT_AWAY.search(told):
        return bool(_AWAY.search(_NOT_AWAY.sub(" ", told)))
    return True if _AWAY.search(told) else None


def employment(value: object) -> str | None:
    """Codes ("FULL_TIME", "FullTime") as words; the board's own words stay as they are."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(employment, value[:5]))) or None
    told = words(value)
    if _CODE.fullmatch(told):
        told = _HUMP.sub(" ", told).replace("_", " ").lower()
    return told or None


def plain(value: object) -> str:
    """Words of a description without its markup, escaped once or twice as it may be. At most MAX_PLAIN characters."""
    text = value[:_MAX_SOURCE] if isinstance(value, str) else ""
    for _ in range(2):
        if "<" not in text and "&lt;" in text:
            text = html.unescape(text)
    text = _INLINE.sub("", _UNSEEN.sub(" ", text))
    return fold(html.unescape(html.unescape(_TAG.sub(" ", text))))[:MAX_PLAIN].strip()


def link(value: object) -> str:
    """A web address; empty for anything else."""
    text = value.strip() if isinstance(value, str) else ""
    if not text.startswith(("https://", "http://")) or len(text) > MAX_URL:
        return ""
    return text if text.isprintable() and " " not in text else ""

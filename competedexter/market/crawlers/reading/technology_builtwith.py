"""BuiltWith's domain API (v21): the technologies it detected on a domain, those still in use."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from competedexter.market.crawlers.reading.technology import Proven, by_name

CURRENT: Final = timedelta(days=120)  # before the newest detection; what was last seen earlier is history
MAX_TECHNOLOGIES: Final = 1_000
_TAGS: Final = {  # BuiltWith's groups by our words
    "analytics": "analytics", "payment": "payment", "widgets": "widget", "cdn": "CDN", "cms": "CMS", "hosting": "hosting",
    "framework": "framework", "javascript": "library", "ads": "advertising", "shop": "commerce", "ssl": "security",
    "web server": "web server", "mx": "e-mail", "ns": "name server", "media": "video", "feeds": "feeds", "mapping": "maps",
    "mobile": "mobile", "encoding": "encoding", "seo_meta": "meta", "language": "language", "cdns": "library CDN",
    "docinfo": "document", "copyright": "document", "link": "link", "css": "library", "robots": "robots",
}  # fmt: skip


def is_builtwith(answer: object) -> bool:
    """True for an answer of the domain API, a refusal too."""
    return isinstance(answer, dict) and ("Results" in answer or "Errors" in answer)


def builtwith_refusal(answer: object) -> str:
    """What BuiltWith says it did not do, "" when it answered."""
    errors = answer.get("Errors") if isinstance(answer, dict) else None
    first = errors[0] if isinstance(errors, list) and errors else None
    return str(first.get("Message") or "without a reason")[:200] if isinstance(first, dict) else ""


def builtwith_technologies(answer: object) -> tuple[Proven, ...]:
    """Each technology once, by name; the proof says on which domain it was detected first and when."""
    detected = list(_detected(answer))
    newest = max((last for _, last in detected), default=None)
    kept: dict[str, Proven] = {}
    for proven, last in detected:
        if newest is not None and last >= newest - CURRENT:
            kept.setdefault(proven.name.lower(), proven)
    return tuple(kept.values())[:MAX_TECHNOLOGIES]


def _detected(answer: object) -> Iterator[tuple[Proven, datetime]]:
    for result in _dicts(answer, "Results"):
        for path in _dicts(result.get("Result"), "Paths"):
            domain = ".".join(str(part) for part in (path.get("SubDomain"), path.get("Domain")) if part)
            for technology in _dicts(path, "Technologies"):
                name, last = str(technology.get("Name") or "").strip()[:120], _moment(technology.get("LastDetected"))
                if name and last is not None:
                    yield _as_proven(name, technology, domain), last


def _as_proven(name: str, technology: dict[str, object], domain: str) -> Proven:
    known, first = by_name().get(name.lower()), _moment(technology.get("FirstDetected"))
    tag = str(technology.get("Tag") or "").lower()
    category = known.category if known else _TAGS.get(tag, tag or "other")
    since = f", first on {first:%Y-%m-%d}" if first else ""
    return Proven(
        known.name if known else name, category, None, f"BuiltWith: detected on {domain or 'the site'}{since}"
    )


def _dicts(holder: object, name: str) -> Iterator[dict[str, object]]:
    items = holder.get(name) if isinstance(holder, dict) else None
    return (item for item in (items if isinstance(items, list) else []) if isinstance(item, dict))


def _moment(milliseconds: object) -> datetime | None:
    """BuiltWith writes Unix time in milliseconds."""
    if not isinstance(milliseconds, int | float) or isinstance(milliseconds, bool) or not 0 < milliseconds < 4e12:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)

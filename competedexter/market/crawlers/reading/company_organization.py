"""A company as its own site tells machines: the schema.org Organization of a page (JSON-LD or microdata)."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from competedexter.market.crawlers.reading.company_fact import MAX_VALUE, Said
from competedexter.market.crawlers.reading.structured_data import Item, StructuredData

SOURCE: Final = "Organization JSON-LD"
_TYPES: Final = (
    "Organization", "Corporation", "LocalBusiness", "OnlineBusiness", "OnlineStore", "NGO", "NewsMediaOrganization",
    "EducationalOrganization", "FinancialService", "ProfessionalService", "Airline", "Store",
)  # fmt: skip
_PLAIN: Final = {
    "name": "name", "legalName": "legal_name", "foundingDate": "founded", "dissolutionDate": "dissolved",
    "telephone": "phone", "email": "email", "vatID": "vat_id", "leiCode": "lei", "tickerSymbol": "ticker", "url": "website",
    "isicV4": "industry", "industry": "industry",
}  # fmt: skip
_NAMED: Final = {"founder": "founder", "founders": "founder", "parentOrganization": "parent"}
_MOST: Final = 20  # values of one property


def organization_facts(data: StructuredData, url: str) -> list[Said]:
    """The facts of the company whose page this is; none when the page describes no organization."""
    organization = _own(list(data.of_type(*_TYPES)), _host(url))
    return list(_facts(organization)) if organization else []


def _own(found: list[Item], host: str) -> Item | None:
    """The one that gives this site as its address; else the one that says most: publishers and partners say little."""
    own = [item for item in found if host and _host(_text(item.get("url"))) == host]
    return max(own or found, key=len, default=None)


def _facts(item: Item) -> Iterator[Said]:
    for told, name in _PLAIN.items():
        if value := _text(item.get(told)):
            yield Said(name, value, SOURCE)
    for told, name in _NAMED.items():
        for one in _each(item.get(told)):
            if value := _named(one):
                yield Said(name, value, SOURCE)
    for address in _each(item.get("address"))[:1]:
        if value := _address(address):
            yield Said("headquarters", value, SOURCE)
    if value := _count(item.get("numberOfEmployees")):
        yield Said("employees", value, SOURCE)
    if value := _picture(item.get("logo")):
        yield Said("logo", value, SOURCE)
    for profile in _each(item.get("sameAs")):
        if value := _text(profile):
            yield Said("profile", value, SOURCE)


def _each(value: object) -> list[object]:
    return (value if isinstance(value, list) else [value])[:_MOST]


def _text(value: object) -> str:
    first = value[0] if isinstance(value, list) and value else value
    if isinstance(first, dict):
        first = first.get("@value", "")
    is_plain = isinstance(first, str | int | float) and not isinstance(first, bool)
    return " ".join(str(first).split())[:MAX_VALUE] if is_plain else ""


def _named(value: object) -> str:
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _address(value: object) -> str:
    """ "1 Main Street, 10115 Berlin, DE" of a PostalAddress or as written."""
    if not isinstance(value, dict):
        return _text(value)
    place = " ".join(part for part in (_text(value.get("postalCode")), _text(value.get("addressLocality"))) if part)
    parts = (
        _text(value.get("streetAddress")),
        place,
        _text(value.get("addressRegion")),
        _named(value.get("addressCountry")),
    )
    return ", ".join(part for part in parts if part)[:MAX_VALUE]


def _count(value: object) -> str:
    if not isinstance(value, dict):
        return _text(value)
    low, high = _text(value.get("minValue")), _text(value.get("maxValue"))
    return _text(value.get("value")) or (f"{low}-{high}" if low and high else low or high)


def _picture(value: object) -> str:
    first = _each(value)[0] if _each(value) else None
    return _text(first.get("url") or first.get("contentUrl")) if isinstance(first, dict) else _text(first)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""

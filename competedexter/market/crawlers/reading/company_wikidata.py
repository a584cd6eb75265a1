"""A company as Wikidata knows it: the facts of its item that hold today, with the property that says each.

The item is an entity of `Special:EntityData/Q1.json` or `wbgetentities`; linked items come as labels in a second answer.
https://www.wikidata.org/wiki/Wikidata:Data_model (ranks, qualifiers, time precision).
"""

from collections.abc import Iterator, Mapping
from typing import Final

from competedexter.market.crawlers.reading.company_fact import MAX_VALUE, Said

Json = dict[str, object]

PROPERTIES: Final = {
    "P1448": "legal_name", "P571": "founded", "P576": "dissolved", "P159": "headquarters", "P17": "country",
    "P1128": "employees", "P169": "chief_executive", "P488": "chair", "P112": "founder", "P749": "parent",
    "P127": "owner", "P452": "industry", "P1454": "legal_form", "P414": "stock_exchange", "P249": "ticker", "P946": "isin",
    "P1278": "lei", "P856": "website",
}  # fmt: skip
MAX_LINKED: Final = 50  # items whose labels are asked for: what one request may name
_MAX_CLAIMS: Final = 20  # of one property
_OF_THE_LATEST: Final = frozenset(["P1128"])  # a series over the years: the newest holds
_END, _MOMENT, _TICKER = "P582", "P585", "P249"


def entities_of(answer: object) -> dict[str, Json]:
    """The items in an answer by their ids; empty when it is none of Wikidata's."""
    entities = answer.get("entities") if isinstance(answer, dict) else None
    if not isinstance(entities, dict):
        return {}
    return {str(name): one for name, one in entities.items() if isinstance(one, dict) and "missing" not in one}


def linked_items(entity: Json) -> tuple[str, ...]:
    """The ids of the items that facts of this one name, at most MAX_LINKED."""
    found: dict[str, None] = {}
    for name in PROPERTIES:
        for claim in _holding(entity, name):
            value = _value(claim.get("mainsnak"))
            if isinstance(value, dict) and isinstance(value.get("id"), str):
                found[str(value["id"])] = None
    return tuple(found)[:MAX_LINKED]


def wikidata_facts(entity: Json, labels: Mapping[str, str]) -> list[Said]:
    """The facts of an item; `labels` names linked items, one without a label is told by its id."""
    facts = [Said("name", label, "Wikidata label")] if (label := label_of(entity)) else []
    for name in PROPERTIES:
        facts.extend(_facts(entity, name, labels))
    return facts


def label_of(entity: Json) -> str:
    """What an item is called: in English, in any language, else ""."""
    labels = entity.get("labels")
    if not isinstance(labels, dict):
        return ""
    for language in ("en", "mul", *labels):
        told = labels.get(language)
        if isinstance(told, dict) and isinstance(told.get("value"), str):
            return str(told["value"])[:MAX_VALUE]
    return ""


def _facts(entity: Json, name: str, labels: Mapping[str, str]) -> Iterator[Said]:
    claims = _holding(entity, name)
    if name in _OF_THE_LATEST:
        claims = sorted(claims, key=lambda claim: _time(_qualifier(claim, _MOMENT)), reverse=True)[:1]
    for claim in claims:
        value = _told(_value(claim.get("mainsnak")), labels)
        as_of = _time(_qualifier(claim, _MOMENT))
        if value:
            yield Said(PROPERTIES[name], value[:MAX_VALUE], f"Wikidata {name}", as_of)
        ticker = _qualifier(claim, _TICKER)
        if name == "P414" and isinstance(ticker, str):
            yield Said("ticker", ticker[:MAX_VALUE], "Wikidata P249")


def _holding(entity: Json, name: str) -> list[Json]:
    """The statements that hold: preferred ones where there are, never deprecated ones or those that ended."""
    claims = entity.get("claims")
    listed = claims.get(name) if isinstance(claims, dict) else None
    told = [one for one in (listed if isinstance(listed, list) else [])[:200] if isinstance(one, dict)]
    current = [one for one in told if one.get("rank") != "deprecated" and _qualifier(one, _END) is None]
    preferred = [one for one in current if one.get("rank") == "preferred"]
    return (preferred or current)[:_MAX_CLAIMS]


def _qualifier(claim: Json, name: str) -> object:
    qualifiers = claim.get("qualifiers")
    snaks = qualifiers.get(name) if isinstance(qualifiers, dict) else None
    return _value(snaks[0]) if isinstance(snaks, list) and snaks else None


def _value(snak: object) -> object:
    data = snak.get("datavalue") if isinstance(snak, dict) else None
    return data.get("value") if isinstance(data, dict) else None


def _told(value: object, labels: Mapping[str, str]) -> str:
    """A value in words: a linked item by its label, a time by its precision, a number without its sign."""
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        return ""
    if isinstance(value.get("id"), str):
        return labels.get(str(value["id"])) or str(value["id"])
    if "time" in value:
        return _time(value)
    return str(value.get("text") or value.get("amount") or "").removeprefix("+")


def _time(value: object) -> str:
    """ "2015", "2015-03" or "2015-03-12", as exact as Wikidata is; "" for no time."""
    told = value.get("time") if isinstance(value, dict) else None
    if not isinstance(told, str) or not isinstance(value, dict):
        return ""
    day = told.lstrip("+").partition("T")[0]
    return {11: day, 10: day[:7]}.get(value["precision"] if isinstance(value.get("precision"), int) else 9, day[:4])

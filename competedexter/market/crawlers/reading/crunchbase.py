"""Funding rounds from Crunchbase: its API (v4, data.crunchbase.com/docs), and the CSV it exports."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any, Final

from .edgar_json import items, mapping, words
from .edgar_times import day

MAX_ROUNDS: Final = 1_000
_MAX_INVESTORS: Final = 50  # names of one round
_CARDS: Final = ("raised_funding_rounds", "funding_rounds")
_CURRENCIES: Final = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "CA$": "CAD", "A$": "AUD"}
_MONEY = re.compile(r"(CA\$|A\$|[$€£¥₹]|[A-Z]{3})?\s?(\d[\d,]{0,20}(?:\.\d{1,4})?)")


@dataclass(frozen=True)
class Round:
    """A round. `key` is Crunchbase's own id of it, else what tells it from others; `amount` is None when not disclosed."""

    key: str
    name: str
    company: str
    kind: str
    announced: date | None
    amount: Decimal | None
    currency: str
    investors: tuple[str, ...] = ()
    lead_investors: tuple[str, ...] = ()
    investor_count: int | None = None
    url: str = ""


def read_rounds(data: object) -> tuple[Round, ...] | None:
    """The rounds of an organization's card, of a search, or of one entity; None when it is none of them."""
    whole = mapping(data)
    cards = mapping(whole.get("cards"))
    company = words(mapping(mapping(whole.get("properties")).get("identifier")).get("value"))
    for card in _CARDS:
        if isinstance(cards.get(card), list):
            return tuple(_round(mapping(row), company) for row in cards[card][:MAX_ROUNDS])
    found = items(whole.get("entities")) or items(whole.get("results"))
    rows = [mapping(mapping(one).get("properties")) or mapping(one) for one in found[:MAX_ROUNDS]]
    if not rows and _is_round(mapping(whole.get("properties"))):
        rows, company = [mapping(whole.get("properties"))], ""
    return tuple(_round(row, company) for row in rows) if rows and any(map(_is_round, rows)) else None


def _is_round(row: Mapping[str, Any]) -> bool:  # Any: JSON
    return "investment_type" in row or "money_raised" in row


def _round(row: Mapping[str, Any], company: str) -> Round:  # Any: JSON
    identifier, money = mapping(row.get("identifier")), mapping(row.get("money_raised"))
    announced = row.get("announced_on")
    kind = words(row.get("investment_type")).replace("_", " ")
    when = day(mapping(announced).get("value") if isinstance(announced, dict) else announced)
    leads = _names(row.get("lead_investor_identifiers"))
    investors = _names(row.get("investor_identifiers"))
    count = row.get("num_investors")
    permalink = words(identifier.get("permalink"))
    return Round(
        key=words(identifier.get("uuid")) or words(row.get("uuid")) or permalink or f"{company}:{kind}:{when}",
        name=words(identifier.get("value")),
        company=company or _funded(row),
        kind=kind,
        announced=when,
        amount=_decimal(words(money.get("value"))),
        currency=words(money.get("currency"))[:3],
        investors=tuple(dict.fromkeys((*leads, *investors))),
        lead_investors=leads,
        investor_count=count if isinstance(count, int) and not isinstance(count, bool) else None,
        url=f"https://www.crunchbase.com/funding_round/{permalink}" if permalink else "",
    )


def _funded(row: Mapping[str, Any]) -> str:  # Any: JSON
    return words(mapping(row.get("funded_organization_identifier")).get("value"))


def _names(value: object) -> tuple[str, ...]:
    named = (words(mapping(one).get("value")) for one in items(value)[:_MAX_INVESTORS])
    return tuple(name for name in named if name)


def read_rounds_csv(text: str) -> tuple[Round, ...] | None:
    """The rounds of an export; None when its header is not that of one."""
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    try:
        header = {name.casefold().strip() for name in reader.fieldnames or () if name}
        if not {"funding type", "announced date"} <= header or not header & {"money raised", "transaction name"}:
            return None
        rows = list(islice(reader, MAX_ROUNDS))
    except csv.Error:
        return None
    return tuple(_exported({(name or "").casefold().strip(): value for name, value in row.items()}) for row in rows)


def _exported(row: Mapping[str, object]) -> Round:
    kind, when, company = words(row.get("funding type")), _export_day(row), words(row.get("organization name"))
    amount, currency = _money(words(row.get("money raised")))
    url = words(row.get("transaction name url"))
    count = words(row.get("number of investors"))
    return Round(
        key=url.rstrip("/").rpartition("/")[2] or f"{company}:{kind}:{when}",
        name=words(row.get("transaction name")),
        company=company,
        kind=kind,
        announced=when,
        amount=amount,
        currency=words(row.get("money raised currency"))[:3] or currency,
        investors=tuple(_listed(words(row.get("investor names")))),
        lead_investors=tuple(_listed(words(row.get("lead investors")))),
        investor_count=int(count) if count.isdecimal() and len(count) < 7 else None,
        url=url if url.startswith(("https://", "http://")) else "",
    )


def _export_day(row: Mapping[str, object]) -> date | None:
    return day(words(row.get("announced date")))


def _listed(names: str) -> Iterator[str]:
    return islice((name for one in names.split(",") if (name := one.strip())), _MAX_INVESTORS)


def _money(written: str) -> tuple[Decimal | None, str]:
    """ "€4,000,000" or "4000000": the amount, and the currency its sign stands for ("" without)."""
    found = _MONEY.fullmatch(written)
    if found is None:
        return None, ""
    sign = found[1] or ""
    return _decimal(found[2].replace(",", "")), _CURRENCIES.get(sign, sign)


def _decimal(written: str) -> Decimal | None:
    try:
        number = Decimal(written)
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number < Decimal(10) ** 15 else None

"""A fact about a company before it has a place in a text, and how facts are called."""

from dataclasses import dataclass
from typing import Final

MAX_FACTS: Final = 200  # of one look
MAX_VALUE: Final = 300  # characters

LABELS: Final = {
    "name": "Name", "legal_name": "Legal name", "founded": "Founded", "dissolved": "Dissolved",
    "headquarters": "Headquarters", "country": "Country", "employees": "Employees", "chief_executive": "Chief executive",
    "chair": "Chair", "founder": "Founder", "parent": "Parent company", "owner": "Owner", "industry": "Industry",
    "legal_form": "Legal form", "stock_exchange": "Stock exchange", "ticker": "Ticker", "isin": "ISIN", "lei": "LEI",
    "vat_id": "VAT number", "website": "Website", "phone": "Telephone", "email": "E-mail", "logo": "Logo",
    "profile": "Profile",
}  # fmt: skip
"""Names of facts in the order in which they are told, with what people call them."""


@dataclass(frozen=True)
class Said:
    """`quote` is the sentence that says it, "" where the value is all that is said."""

    name: str
    value: str
    source: str
    as_of: str = ""
    quote: str = ""


def in_order(facts: list[Said]) -> list[Said]:
    """Each once, in the order of LABELS; at most MAX_FACTS, values cut to MAX_VALUE."""
    order = {name: place for place, name in enumerate(LABELS)}
    once = {(fact.name, fact.value.casefold(), fact.source): fact for fact in reversed(facts) if fact.value}
    kept = sorted(once.values(), key=lambda fact: (order.get(fact.name, len(order)), fact.source, fact.value))
    return kept[:MAX_FACTS]

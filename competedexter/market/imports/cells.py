"""What stands in a cell, typed: dates, amounts, currencies, periods, kinds of events. Pure; each refusal is a sentence."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from competedexter.market.crawlers.reading.currencies import ISO_CODES
from competedexter.market.evidence.listings import EventKind
from competedexter.market.evidence.records import Period

PRICES: Final = "pricing"
JOBS: Final = "jobs"
EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
_AMOUNT: Final = re.compile(r"\d{1,12}(?:\.\d{1,6})?|\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,6})?")
_UNSTATED: Final = re.compile(
    r"(?:contact|talk to|call|ask)\b.{0,40}|custom(?: pricing)?|on request|n/?a|-", re.IGNORECASE
)
_PERIODS: Final[dict[str, Period]] = {
    "month": "month", "monthly": "month", "mo": "month", "m": "month", "per month": "month", "/month": "month",
    "year": "year", "yearly": "year", "annual": "year", "annually": "year", "yr": "year", "per year": "year",
    "/year": "year", "once": "once", "one-time": "once", "one time": "once", "lifetime": "once", "usage": "usage",
}  # fmt: skip
_TYPES: Final[dict[str, str]] = {
    "pricing": PRICES, "price": PRICES, "prices": PRICES,
    "jobs": JOBS, "job": JOBS, "opening": JOBS, "vacancy": JOBS,
    "news": "news", "article": "news", "press": "news", "press release": "news", "blog": "news",
    "social": "social", "post": "social", "social post": "social",
    "filings": "filings", "filing": "filings",
    "funding": "funding", "round": "funding", "funding round": "funding",
    "reviews": "reviews", "review": "reviews",
    "patents": "patents", "patent": "patents",
}  # fmt: skip
EVENTS: Final[dict[str, tuple[EventKind, str]]] = {
    "news": ("news", "news"),
    "social": ("post", "social"),
    "filings": ("filing", "financials"),
    "funding": ("funding", "funding"),
    "reviews": ("review", "reviews"),
    "patents": ("patent", "patents"),
}
"""What a kind of row is: the event it tells, and the source type it belongs to."""


class BadCell(Exception):
    """A cell that says nothing usable; its message is a sentence."""


def moment_of(text: str, now: datetime) -> datetime:
    """ "2019-11-30", "2019-11", "2019" or a time in ISO 8601; without a zone it is UTC. Raises BadCell."""
    if not text:
        raise BadCell("It has no date.")
    padded = {4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text)
    try:
        moment = datetime.fromisoformat(padded[:40])
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise BadCell(f"{text[:40]} is no date; write it like 2019-11-30.") from error
    if moment > now:
        raise BadCell(f"{text[:40]} lies in the future.")
    if moment < EARLIEST:
        raise BadCell(f"{text[:40]} lies before {EARLIEST:%Y}.")
    return moment


def amount_of(text: str) -> Decimal | None:
    """ "1,200.50"; None for "Contact sales" and the like. Raises BadCell."""
    if not text or _UNSTATED.fullmatch(text):
        return None
    if text.casefold() == "free":
        return Decimal(0)
    if not _AMOUNT.fullmatch(text):
        raise BadCell(f"{text[:40]} is no amount; write it like 1200.50, and the currency in its own column.")
    return Decimal(text.replace(",", ""))


def currency_of(text: str) -> str | None:
    """An ISO 4217 code. Raises BadCell."""
    code = text.upper()
    if code and code not in ISO_CODES:
        raise BadCell(f"{text[:40]} is no currency; write its ISO code, like USD.")
    return code or None


def period_of(text: str) -> Period | None:
    """Raises BadCell."""
    period = _PERIODS.get(text.casefold())
    if text and period is None:
        raise BadCell(f"{text[:40]} is no period; write month, year, once or usage.")
    return period


def type_of(text: str) -> str:
    """What a row is: "pricing", "jobs", or one of EVENTS. Raises BadCell."""
    found = _TYPES.get(text.casefold())
    if found is None:
        known = ", ".join((PRICES, JOBS, *EVENTS))
        raise BadCell(f"{text[:40] or 'Nothing'} is no type of row; known are {known}.")
    return found

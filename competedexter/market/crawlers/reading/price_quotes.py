"""Stated prices, and what the prices of one line tell of each other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest
from typing import Final

from competedexter.market.evidence.records import Period

_MOST_TAX: Final = Decimal("1.3")  # no country adds more to a price
_TOTAL_REACH: Final = 60  # characters between "$8/mo billed annually" and its "$96"
_MONTHS, _ROUNDED = Decimal(12), Decimal("0.25")  # $7.99 is told for $95
_FEWEST_MONTHS, _MOST_MONTHS = 9, 13  # what a year's total is of its monthly price, a discount or a rounding apart


@dataclass(frozen=True, slots=True)
class Quote:
    """One stated price. `amount` is None for "contact us"; `shown` is False when the page hides it at first."""

    amount: Decimal | None
    currency: str | None
    period: Period | None
    unit: str | None
    basis: str | None
    shown: bool
    start: int
    end: int
    gross: bool = False  # told with tax in it
    earlier: str | None = None  # the basis its line tells of the price above: "billed annually, or $12"


def of_one_plan(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """A plan's quotes: the same price with its tax is left out, two ways of billing count the same unit."""
    quotes = _with_basis_below(quotes)
    net = [quote for quote in quotes if not any(_is_net_of(other, quote) for other in quotes)]
    units = {quote.unit for quote in net if quote.unit and quote.period in ("month", "year")}
    if len(units) != 1:
        return tuple(net)
    counted = [quote for quote in net if quote.unit in units]
    return tuple(
        replace(quote, unit=counted[0].unit) if any(_is_billed_otherwise(quote, one) for one in counted) else quote
        for quote in net
    )


def _with_basis_below(quotes: Sequence[Quote]) -> list[Quote]:
    """Quotes with what the line below them tells of how they are billed."""
    return [
        replace(quote, basis=below.earlier) if below and below.earlier and quote.basis is None else quote
        for quote, below in zip_longest(quotes, quotes[1:])
    ]


def _is_net_of(net: Quote, gross: Quote) -> bool:
    """Whether one price is the other without tax."""
    if not gross.gross or net.gross or not net.amount or not gross.amount or net.currency != gross.currency:
        return False
    is_same_time = None in (net.period, gross.period) or net.period == gross.period
    return is_same_time and 1 < gross.amount / net.amount <= _MOST_TAX


def _is_billed_otherwise(quote: Quote, counted: Quote) -> bool:
    """`$10.50 billed monthly` beside `$8.75 per user, billed yearly`: per user too."""
    if quote.unit or quote.basis == counted.basis or not quote.amount or not counted.amount:
        return False
    return quote.period == counted.period and max(quote.amount, counted.amount) < 2 * min(quote.amount, counted.amount)


def with_shared_terms(quotes: list[Quote], text: str, start: int) -> list[Quote]:
    """The quotes of one line completed by their neighbours; `text` is the line's, from `start` on."""
    return _with_earlier_terms(_with_later_terms(quotes, text, start))


def _with_later_terms(quotes: list[Quote], text: str, start: int) -> list[Quote]:
    """`49 39 kr/month` and `€300 - €400 a year`: terms told once at the end hold for the amounts before."""
    found = list(quotes)
    for number in range(len(found) - 2, -1, -1):
        here, after = found[number], found[number + 1]
        between = text[here.end - start : after.start - start]
        if after.period is not None and len(between) <= 4 and not any(map(str.isalpha, between)):
            basis = here.basis or (None if here.basis else after.basis if here.period is None else None)
            found[number] = replace(here, period=after.period, unit=after.unit, basis=basis)
        elif _is_twelfth(here, after):
            found[number] = replace(here, basis=after.basis)
    return found


def _is_twelfth(monthly: Quote, yearly: Quote) -> bool:
    """`$8/mo $96 billed yearly`: the month is billed by the year too."""
    if not monthly.amount or not yearly.amount or monthly.basis or yearly.basis != "billed yearly":
        return False
    is_pair = (monthly.period, yearly.period) == ("month", "year")
    return is_pair and abs(yearly.amount / monthly.amount - _MONTHS) <= _ROUNDED


def _with_earlier_terms(quotes: list[Quote]) -> list[Quote]:
    """`$8/mo billed annually as $96` is a year's total; `$20 a month, then $4 per additional user` is a month too."""
    found = quotes[:1]
    for quote in quotes[1:]:
        before = found[-1]
        if quote.period is None and quote.start - before.end <= _TOTAL_REACH:
            if is_total(before, quote):
                quote = replace(quote, period="year", basis=before.basis, unit=before.unit)
            elif quote.unit is not None and before.period in ("month", "year"):
                quote = replace(quote, period=before.period)
        found.append(quote)
    return found


def is_total(monthly: Quote, other: Quote) -> bool:
    """Whether an amount is what a monthly price billed by the year comes to."""
    if not monthly.amount or not other.amount or monthly.period != "month" or monthly.basis != "billed yearly":
        return False
    return Decimal(_FEWEST_MONTHS) <= other.amount / monthly.amount <= Decimal(_MOST_MONTHS)

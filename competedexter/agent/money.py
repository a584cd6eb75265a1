"""Amounts and dates in words for people: "$49 per user per month, billed yearly", "20 November 2026"."""

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from competedexter.market.evidence.records import Price, as_amount

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "BRL": "R$", "KRW": "₩"}
_PER = {"month": "per month", "year": "per year", "once": "once", "usage": "by usage"}
CENT = Decimal("0.01")


def amount_words(amount: Decimal, currency: str | None) -> str:
    """`$49`, `$1,250.50`, `49 CHF`; whole amounts without cents."""
    plain = as_amount(amount.quantize(CENT, ROUND_HALF_UP) if amount == amount.quantize(CENT) else amount)
    whole, _, cents = plain.partition(".")
    grouped = f"{int(whole):,}" + (f".{cents}" if cents.strip("0") else "")
    sign = _SIGNS.get(currency or "")
    if sign is None:
        return f"{grouped} {currency}" if currency else grouped
    return f"{sign}{grouped}"


def as_plain(amount: Decimal) -> str:
    """`49.00`, `4.0833`: plain digits, never an exponent, at most four decimals."""
    return as_amount(amount.quantize(Decimal("0.0001"), ROUND_HALF_UP))


def price_words(price: Price) -> str:
    """A whole price; "not published" where the page names no amount."""
    if price.amount is None:
        return "no published price"
    if price.amount == 0:
        return "free"
    parts = [amount_words(price.amount, price.currency)]
    if price.unit:
        parts.append(f"per {price.unit.removeprefix('per ')}")
    if price.period in ("month", "year") or (price.period and not price.unit):
        parts.append(_PER[price.period])
    return " ".join(parts) + (f", {price.basis}" if price.basis else "")


def reading_of(price: Price) -> str:
    """What the typed reader took from a span, as words that a check can look for."""
    amount = as_amount(price.amount) if price.amount is not None else "no published price contact"
    free = "free" if price.amount == 0 else ""
    return " ".join(
        word
        for word in (amount, price.currency, price.period, f"per {price.unit}" if price.unit else "", price.basis, free)
        if word
    )


def day_words(moment: datetime) -> str:
    """`20 November 2026`, in UTC."""
    at = moment.astimezone(UTC)
    return f"{at.day} {at:%B %Y}"


def period_words(since: datetime | None, until: datetime) -> str:
    """`from 1 March 2026 to 20 November 2026`, `on 20 November 2026`, `until 20 November 2026`."""
    if since is None:
        return f"until {day_words(until)}"
    if day_words(since) == day_words(until):
        return f"on {day_words(until)}"
    return f"from {day_words(since)} to {day_words(until)}"


def percent_words(percent: Decimal | float) -> str:
    """`+20.4 %`, `-5 %`: signed, at most one decimal."""
    value = Decimal(str(percent)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    plain = f"{value.normalize():f}" if value != 0 else "0"
    return f"{'+' if value > 0 else ''}{plain} %"


def monthly(price: Price) -> Decimal | None:
    """What one month costs; None for one-off, metered and unpublished prices."""
    if price.amount is None or price.period in ("once", "usage"):
        return None
    return price.amount / 12 if price.period == "year" else price.amount


def joined(items: "list[str] | tuple[str, ...]") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""

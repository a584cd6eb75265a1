"""Figures in words: amounts with currency and period, moves with sign and percent. Pure; tables of cases in the tests."""

from decimal import Decimal

from .rows import Direction

PERIODS = {"month": "month", "year": "year", "once": "once", "usage": "use"}
MINUS = "\u2212"


def amount_words(amount: Decimal | None) -> str:
    """`59`, `0.50`, `1,200`; an unknown amount is a price on request."""
    if amount is None:
        return "Price on request"
    places = 0 if amount == amount.to_integral_value() else max(2, -int(amount.normalize().as_tuple().exponent))
    return f"{amount:,.{places}f}"


def terms_words(currency: str | None, unit: str | None, period: str | None, basis: str | None) -> str:
    """`USD / seat / month, billed annually`."""
    parts = [currency or "", unit or "", PERIODS.get(period or "", period or "")]
    words = " / ".join(part for part in parts if part)
    return ", ".join(part for part in (words, basis or "") if part)


def signed(value: Decimal) -> str:
    """`+10`, `-5` with a real minus sign."""
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return sign + amount_words(abs(value))


def percent_words(percent: float | None) -> str:
    """`+20.4 %`; nothing where the two are not comparable."""
    if percent is None:
        return ""
    sign = "+" if percent > 0 else MINUS if percent < 0 else ""
    return f"{sign}{abs(percent):.1f}".removesuffix(".0") + "\u00a0%"


def direction_of(before: Decimal | None, after: Decimal | None) -> Direction:
    if before is None or after is None or before == after:
        return "flat"
    return "up" if after > before else "down"

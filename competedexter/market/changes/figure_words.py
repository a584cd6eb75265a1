"""Figures in words: "278.9 M USD", "net loss 206 M USD", "+28.5 %"."""

from decimal import Decimal
from typing import Final

from competedexter.market.evidence.listings import Figure

_SCALES: Final = ((9, "B"), (6, "M"))
_RESULTS: Final = {"Net income": ("net income", "net loss"), "Operating income": ("operating income", "operating loss")}


def plain(number: Decimal) -> int | float:
    """As JSON writes numbers: whole ones without a point."""
    return int(number) if number == number.to_integral_value() else float(number)


def amount_words(value: Decimal, unit: str) -> str:
    """ "278.9 M USD": thousands of millions are billions, below a million all digits."""
    for power, letter in _SCALES:
        if abs(value) >= Decimal(10) ** power:
            shown = value / Decimal(10) ** power
            places = Decimal("0.01") if letter == "B" else Decimal("0.1")
            return f"{shown.quantize(places).normalize():f} {letter} {unit}"
    return f"{value:,f} {unit}"


def result_words(figure: Figure) -> str:
    """A figure by its name; a loss is called one."""
    gain, loss = _RESULTS.get(figure.label, (figure.label.lower(), ""))
    if loss and figure.value < 0:
        return f"{loss} {amount_words(-figure.value, figure.unit)}"
    return f"{gain} {amount_words(figure.value, figure.unit)}"


def growth(figure: Figure, earlier: Figure | None) -> float | None:
    """Percent on the earlier figure; None without one, or when it was nothing or a loss: then percent mean nothing."""
    if earlier is None or earlier.value <= 0:
        return None
    return round(float((figure.value / earlier.value - 1) * 100), 1)

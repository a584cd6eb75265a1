"""Arithmetic in code, never by a model: each operation can be computed again from its operands to the same words."""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Literal

from .facts import Operand
from .money import amount_words, percent_words

Operation = Literal["percent_change", "difference", "multiply", "sum", "average", "ratio", "lowest", "highest"]
CENT = Decimal("0.01")


class NotComputable(ValueError):
    """The operands do not allow this operation; the message says why."""


def compute(operation: str, operands: Sequence[Operand]) -> str:
    """The result in words. Raises NotComputable for an unknown operation, mixed units or a division by zero."""
    rule = _RULES.get(operation)
    if rule is None:
        raise NotComputable(f"there is no operation called {operation}")
    if not operands:
        raise NotComputable("there is nothing to compute from")
    try:
        return rule(operands)
    except (InvalidOperation, ZeroDivisionError) as error:
        raise NotComputable("the numbers cannot be divided") from error


def _one_unit(operands: Sequence[Operand]) -> str:
    """The unit all operands share. Raises NotComputable when they differ: dollars are not added to euros."""
    units = {operand.unit for operand in operands}
    if len(units) > 1:
        raise NotComputable(f"{' and '.join(sorted(units))} cannot be set against each other")
    return units.pop()


def _two(operands: Sequence[Operand]) -> tuple[Operand, Operand]:
    if len(operands) != 2:
        raise NotComputable("this needs exactly two numbers")
    return operands[0], operands[1]


def _in_unit(value: Decimal, unit: str) -> str:
    """`$49 per month`: a unit is a currency, then how it is counted."""
    currency, _, rest = unit.partition(" ")
    known = currency if len(currency) == 3 and currency.isupper() else None
    words = amount_words(value.quantize(CENT, ROUND_HALF_UP), known)
    return f"{words} {rest if known else unit}".strip()


def _percent_change(operands: Sequence[Operand]) -> str:
    before, after = _two(operands)
    _one_unit(operands)
    if before.value == 0:
        raise NotComputable("a change from zero has no percentage")
    return percent_words((after.value - before.value) * 100 / before.value)


def _difference(operands: Sequence[Operand]) -> str:
    one, other = _two(operands)
    return _in_unit(abs(one.value - other.value), _one_unit(operands))


def _multiply(operands: Sequence[Operand]) -> str:
    """The first operand's unit stays: 49 USD per user per month times 25 seats is 1,225 USD per month, times 12 months USD."""
    product = Decimal(1)
    for operand in operands:
        product *= operand.value
    unit = operands[0].unit
    timed = any(operand.unit in ("months", "years") for operand in operands)
    period = next((per for per in (" per month", " per year") if unit.endswith(per) and not timed), "")
    return _in_unit(product, unit.partition(" ")[0] + period)


def _sum(operands: Sequence[Operand]) -> str:
    return _in_unit(sum((operand.value for operand in operands), Decimal(0)), _one_unit(operands))


def _average(operands: Sequence[Operand]) -> str:
    return _in_unit(sum((operand.value for operand in operands), Decimal(0)) / len(operands), _one_unit(operands))


def _ratio(operands: Sequence[Operand]) -> str:
    one, other = _two(operands)
    _one_unit(operands)
    if other.value == 0:
        raise NotComputable("nothing is a multiple of zero")
    return f"{(one.value / other.value).quantize(CENT, ROUND_HALF_UP).normalize():f} times"


def _extreme(operands: Sequence[Operand], choose: Callable[..., Operand]) -> str:
    unit = _one_unit(operands)
    best = choose(operands, key=lambda operand: operand.value)
    ties = [operand.label for operand in operands if operand.value == best.value]
    return f"{' and '.join(ties)} at {_in_unit(best.value, unit)}"


_RULES: dict[str, Callable[[Sequence[Operand]], str]] = {
    "percent_change": _percent_change,
    "difference": _difference,
    "multiply": _multiply,
    "sum": _sum,
    "average": _average,
    "ratio": _ratio,
    "lowest": lambda operands: _extreme(operands, min),
    "highest": lambda operands: _extreme(operands, max),
}
OPERATIONS = tuple(_RULES)

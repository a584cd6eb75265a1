"""The conditions of a rule: a typed tree over one change, and whether a change meets it. Pure.

`{"all": [...]} | {"any": [...]} | {"not": ...} | {"field", "op", "value"}`. Texts are compared without regard to
case; `matches` runs on a linear-time engine. A field that a change does not have meets no test but `ne`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import re2

from competedexter.market.changes.kinds import Severity

from .facts import Facts
from .fields import Op

Scalar = str | int | float | Decimal | bool


@dataclass(frozen=True)
class Test:
    """One field of a change held against one value (a tuple for `in`)."""

    field: str
    op: Op
    value: Scalar | tuple[Scalar, ...]


@dataclass(frozen=True)
class All:
    """Every one must hold; without any, it always does."""

    of: "tuple[Condition, ...]"


@dataclass(frozen=True)
class AnyOf:
    """At least one must hold."""

    of: "tuple[Condition, ...]"


@dataclass(frozen=True)
class Not:
    of: "Condition"


Condition = Test | All | AnyOf | Not


def evaluate(tree: Condition, facts: Facts) -> bool:
    """Whether one change meets the conditions. Total: no value of a change makes it raise."""
    match tree:
        case All(of):
            return all(evaluate(child, facts) for child in of)
        case AnyOf(of):
            return any(evaluate(child, facts) for child in of)
        case Not(of):
            return not evaluate(of, facts)
        case Test():
            return _holds(tree, facts.value(tree.field))


def _holds(test: Test, seen: object) -> bool:
    if seen is None:
        return test.op is Op.NE
    if isinstance(seen, tuple):
        return _holds_of_list(test, seen)
    if test.field == "severity":
        return _compare(test, Severity(str(seen)).rank, lambda value: Severity(str(value)).rank)
    number = _number(seen)
    if number is not None and (test.op in _ORDER or _is_number(test.value)):
        return _compare(test, number, _number)
    return _holds_of_text(test, str(seen).casefold(), str(seen))


def _holds_of_list(test: Test, seen: tuple[str, ...]) -> bool:
    known = {entry.casefold() for entry in seen}
    wanted = {str(value).casefold() for value in _values(test)}
    return bool(known & wanted) != (test.op is Op.NE)


def _holds_of_text(test: Test, folded: str, raw: str) -> bool:
    if test.op is Op.MATCHES:
        return bool(pattern(str(test.value)).search(raw))
    if test.op is Op.CONTAINS:
        return str(test.value).casefold() in folded
    if test.op in _ORDER:
        return False
    same = folded in {str(value).casefold() for value in _values(test)}
    return same != (test.op is Op.NE)


_ORDER: Mapping[Op, Callable[[Decimal, Decimal], bool]] = {
    Op.LT: lambda seen, value: seen < value,
    Op.LTE: lambda seen, value: seen <= value,
    Op.GT: lambda seen, value: seen > value,
    Op.GTE: lambda seen, value: seen >= value,
}


def _compare(test: Test, seen: Decimal | int, number: Callable[[object], Decimal | int | None]) -> bool:
    values = [Decimal(value) for entry in _values(test) if (value := number(entry)) is not None]
    if test.op in _ORDER:
        return bool(values) and _ORDER[test.op](Decimal(seen), values[0])
    return (Decimal(seen) in values) != (test.op is Op.NE)


def _values(test: Test) -> tuple[Scalar, ...]:
    return test.value if isinstance(test.value, tuple) else (test.value,)


def _is_number(value: object) -> bool:
    first = value[0] if isinstance(value, tuple) and value else value
    return isinstance(first, int | float | Decimal) and not isinstance(first, bool)


def _number(value: object) -> Decimal | None:
    """A finite number; amounts are stored as text ("20.00")."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


@lru_cache(maxsize=1_024)  # the same few rules meet every change
def pattern(text: str) -> "re2.Pattern":  # type: ignore[type-arg,unused-ignore]  # the library is untyped
    """A case-insensitive pattern of RE2, whose matching time grows linearly. Raises re2.error when it does not parse."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = 1 << 20  # bytes: enough for any pattern a person writes
    return re2.compile(text, options)

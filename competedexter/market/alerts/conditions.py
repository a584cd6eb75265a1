"""Conditions as they come in: JSON read into the typed tree, with every mistake named at its place."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import re2

from .errors import BadConditions
from .fields import Field, FieldType, Op, field_named
from .matching import All, AnyOf, Condition, Not, Scalar, Test, pattern

MAX_DEPTH = 8  # groups within groups; a person reads three
MAX_NODES = 200  # tests and groups in one rule
MAX_VALUES = 200  # values of one `in`
MAX_TEXT = 1_000  # characters of one value
MAX_MISTAKES = 50  # told at once
_GROUPS = ("all", "any", "not")


def read_conditions(raw: object) -> Condition:
    """The tree that JSON describes. Raises BadConditions, whose details list each mistake with its place."""
    reader = _Reader()
    tree = reader.read(raw, "conditions", 1)
    if tree is None:
        raise BadConditions(details=reader.mistakes[:MAX_MISTAKES])
    return tree


def write_conditions(tree: Condition) -> dict[str, Any]:  # Any: JSON
    """The JSON of a tree; reading it gives the same tree."""
    match tree:
        case All(of):
            return {"all": [write_conditions(child) for child in of]}
        case AnyOf(of):
            return {"any": [write_conditions(child) for child in of]}
        case Not(of):
            return {"not": write_conditions(of)}
        case Test(field, op, value):
            plain = [_plain(entry) for entry in value] if isinstance(value, tuple) else _plain(value)
            return {"field": field, "op": op.value, "value": plain}


def _plain(value: Scalar) -> str | int | float | bool:
    return float(value) if isinstance(value, Decimal) else value


class _Mistake(Exception):  # it ends the reading of one condition, not of all
    def __init__(self, place: str, reason: str) -> None:
        self.place, self.reason = place, reason
        super().__init__(reason)


class _Reader:
    """Reads a tree and collects the mistakes of all its conditions."""

    def __init__(self) -> None:
        self.mistakes: list[dict[str, str]] = []
        self.nodes = 0

    def read(self, raw: object, place: str, depth: int) -> Condition | None:
        """The condition, or None with its mistakes noted."""
        known = len(self.mistakes)
        try:
            condition = self._condition(raw, place, depth)
        except _Mistake as mistake:
            self.mistakes.append({"field": mistake.place, "reason": mistake.reason})
            return None
        return condition if len(self.mistakes) == known else None

    def _condition(self, raw: object, place: str, depth: int) -> Condition:
        self.nodes += 1
        if depth > MAX_DEPTH:
            raise _Mistake(place, f"groups are nested more than {MAX_DEPTH} deep")
        if self.nodes > MAX_NODES:
            raise _Mistake(place, f"a rule has at most {MAX_NODES} conditions")
        if not isinstance(raw, Mapping):
            raise _Mistake(place, "a condition is an object: all, any, not, or field, op and value")
        groups = [name for name in _GROUPS if name in raw]
        if not groups:
            return _test(raw, place)
        if len(raw) != 1:
            raise _Mistake(place, f"“{groups[0]}” stands alone in its object")
        return self._group(groups[0], raw[groups[0]], f"{place}.{groups[0]}", depth)

    def _group(self, name: str, inside: object, place: str, depth: int) -> Condition:
        if name == "not":
            child = self.read(inside, place, depth + 1)
            return Not(child or All(()))  # a mistake is noted; the stand-in is never used
        if not isinstance(inside, list):
            raise _Mistake(place, "holds a list of conditions")
        if len(inside) > MAX_NODES or (name == "any" and not inside):
            raise _Mistake(place, f"holds 1 to {MAX_NODES} conditions")
        read = [self.read(child, f"{place}[{index}]", depth + 1) for index, child in enumerate(inside)]
        children = tuple(child for child in read if child is not None)
        return All(children) if name == "all" else AnyOf(children)


def _test(raw: Mapping[object, object], place: str) -> Test:
    if set(raw) != {"field", "op", "value"}:
        raise _Mistake(place, "a test has exactly field, op and value")
    name = raw["field"]
    field = field_named(name) if isinstance(name, str) else None
    if field is None or not isinstance(name, str):
        raise _Mistake(f"{place}.field", f"there is no field {str(name)[:60]}")
    if raw["op"] not in tuple(Op):
        raise _Mistake(f"{place}.op", "the operations are " + ", ".join(Op))
    op = Op(str(raw["op"]))
    if op not in field.ops:
        raise _Mistake(f"{place}.op", f"{name} knows " + ", ".join(known for known in Op if known in field.ops))
    return Test(name, op, _value(raw["value"], field, op, f"{place}.value"))


def _value(raw: object, field: Field, op: Op, place: str) -> Scalar | tuple[Scalar, ...]:
    if op is not Op.IN:
        return _scalar(raw, field, op, place)
    if not isinstance(raw, list) or not 1 <= len(raw) <= MAX_VALUES:
        raise _Mistake(place, f"“in” takes a list of 1 to {MAX_VALUES} values")
    return tuple(_scalar(entry, field, op, f"{place}[{index}]") for index, entry in enumerate(raw))


def _scalar(raw: object, field: Field, op: Op, place: str) -> Scalar:
    for mistake in _mistakes(raw, field, op):
        raise _Mistake(place, mistake)
    if not isinstance(raw, str | int | float | bool):
        raise _Mistake(place, "must be text, a number or true or false")
    return raw


def _mistakes(raw: object, field: Field, op: Op) -> Iterator[str]:
    number = isinstance(raw, int | float) and not isinstance(raw, bool)
    wants_number = field.type is FieldType.NUMBER or (
        field.type is FieldType.OPEN and op in (Op.LT, Op.LTE, Op.GT, Op.GTE)
    )
    if wants_number and not (number and abs(raw) < 1e15):  # type: ignore[arg-type]  # `number` says it is one
        yield "must be a number"
    elif not wants_number and field.type is not FieldType.OPEN and not isinstance(raw, str):
        yield "must be text"
    elif field.choices and raw not in field.choices:
        yield "must be one of " + ", ".join(field.choices)
    elif isinstance(raw, str) and len(raw) > MAX_TEXT:
        yield f"is longer than {MAX_TEXT} characters"
    elif op is Op.MATCHES:
        yield from _bad_pattern(raw)


def _bad_pattern(raw: object) -> Iterator[str]:
    if not isinstance(raw, str):
        yield "must be a regular expression"
        return
    try:
        pattern(raw)
    except re2.error as error:
        told = error.args[0] if error.args else ""
        told = told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)
        yield f"is not a regular expression that can be run in linear time: {told[:200]}"

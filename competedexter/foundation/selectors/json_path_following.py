"""Follows a JSONPath through parsed JSON, never by recursion into the document, each step counted."""

import operator
from collections.abc import Callable, Iterator
from typing import Any, Final

from .bounds import Budget
from .json_path import Compare, Exists, Index, Joined, Literally, Name, Not, Path, Segment, Selector, Slice, Test, Where

Json = Any  # JSON as orjson parses it: dict, list, str, int, float, bool, None
_NOTHING: Final = object()
_ORDER: Final[dict[str, Callable[[Any, Any], bool]]] = {  # Any: two values of one kind
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def select(path: Path, document: Json, budget: Budget) -> list[Json]:
    """All values the path leads to, in the order of RFC 9535. Raises TooManySteps."""
    return _select(path, document, document, budget)


def _select(path: Path, document: Json, here: Json, budget: Budget) -> list[Json]:
    values = [document if path.root else here]
    for segment in path.segments:
        values = [found for value in values for found in _follow(segment, value, document, budget)]
        if not values:
            break
    return values


def _follow(segment: Segment, value: Json, document: Json, budget: Budget) -> Iterator[Json]:
    starts = _below(value, budget) if segment.descends else iter((value,))
    for start in starts:
        for selector in segment.selectors:
            yield from _step(selector, start, document, budget)


def _below(value: Json, budget: Budget) -> Iterator[Json]:
    """The value and everything in it, parents first."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        budget.spend()
        if isinstance(one, dict | list):
            yield one
            inner = list(one.values()) if isinstance(one, dict) else one
            waiting.extend(reversed(inner))


def _step(selector: Selector, value: Json, document: Json, budget: Budget) -> Iterator[Json]:
    budget.spend()
    if isinstance(selector, Name):
        if isinstance(value, dict) and selector.name in value:
            yield value[selector.name]
    elif isinstance(selector, Index):
        if isinstance(value, list) and -len(value) <= selector.index < len(value):
            yield value[selector.index]
    elif isinstance(selector, Slice):
        if isinstance(value, list) and selector.step != 0:
            yield from _counted(value[selector.start : selector.end : selector.step], budget)
    elif isinstance(selector, Where):
        for inner in _counted(_children(value), budget):
            if _holds(selector.test, document, inner, budget):
                yield inner
    else:
        yield from _counted(_children(value), budget)


def _children(value: Json) -> list[Json]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _counted(values: list[Json], budget: Budget) -> list[Json]:
    budget.spend(len(values))
    return values


def _holds(test: Test, document: Json, here: Json, budget: Budget) -> bool:
    budget.spend()
    if isinstance(test, Not):
        return not _holds(test.test, document, here, budget)
    if isinstance(test, Joined):
        asked = (_holds(one, document, here, budget) for one in test.tests)
        return all(asked) if test.how == "and" else any(asked)
    if isinstance(test, Exists):
        return bool(_select(test.path, document, here, budget))
    return _compares(test, document, here, budget)


def _compares(test: Compare, document: Json, here: Json, budget: Budget) -> bool:
    left, right = (_value(side, document, here, budget) for side in (test.left, test.right))
    if test.op in ("==", "!="):
        return _same(left, right) is (test.op == "==")
    if _same(left, right):
        return test.op in ("<=", ">=")
    is_text = isinstance(left, str) and isinstance(right, str)
    return (is_text or (_is_number(left) and _is_number(right))) and _ORDER[test.op](left, right)


def _value(side: Path | Literally, document: Json, here: Json, budget: Budget) -> Json:
    """The one value of an operand; nothing when its path leads nowhere or to several."""
    if isinstance(side, Literally):
        return side.value
    found = _select(side, document, here, budget)
    return found[0] if len(found) == 1 else _NOTHING


def _same(left: Json, right: Json) -> bool:
    """As JSON: true is not 1, and what lists and objects hold is not compared."""
    if left is _NOTHING or right is _NOTHING:
        return left is right
    if _is_number(left) and _is_number(right):
        return bool(left == right)
    return type(left) is type(right) and not isinstance(left, dict | list) and bool(left == right)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

"""A comparison table as features: what each plan has of each, with groups; data tables and price lists are none."""

import re
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborNode

from competedexter.market.crawlers.reading.feature_grid import Grid
from competedexter.market.crawlers.reading.feature_marks import ICON, NO, YES, CellMark, mark_of
from competedexter.market.crawlers.reading.node_text import node_text

MAX_NAME: Final = 160  # characters of a feature; longer ones are cut
MAX_PLAN: Final = 60
_LEAST_ROWS: Final = 2
_MARKED: Final = 0.25  # of the rows; a table with fewer ticks is one of data, unless its head says otherwise
_MARKED_ELEMENTS: Final = 0.5  # the same of rows of plain elements, which are teasers and galleries more often
_LETTERS: Final = 2  # of a feature's name; "14" is a day of a calendar
_HEADS: Final = re.compile(
    r"^(?:all |key |main |plan )?features?\b|compare|comparison|what.s included|funktion|fonctionnalit|característica",
    re.I,
)
_PLANS_BELOW: Final = re.compile(r"(?:plans?|tiers?|editions?|packages?|subscriptions?|paket|tarif|forfait)", re.I)
_PRICE: Final = re.compile(r"\s*[(]?(?:from )?(?:[$€£¥₹]|US\$|\d[\d.,]* ?(?:[$€£¥₹]|USD|EUR|GBP)).*$", re.I | re.S)
_MONEY: Final = re.compile(r"[$€£¥₹]\s?\d|\d\s?[$€£¥₹]")
_BUTTON: Final = re.compile(
    r"(?:get started|start|try|buy|contact|choose|select|sign up|book|learn more|current plan)\b", re.I
)


@dataclass(frozen=True)
class FoundFeature:
    """`values` by plan name, empty for an entry of a list."""

    name: str
    group: str = ""
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FoundMatrix:
    plans: tuple[str, ...]
    features: tuple[FoundFeature, ...]


def matrix_of(grid: Grid) -> FoundMatrix | None:
    """The features a table compares; None when it is no comparison of plans."""
    rows = [row for row in grid.rows if row]
    if _is_price_list(rows):
        return None
    start = next((number for number, row in enumerate(rows[:6]) if _names_plans(row)), None)
    if start is None:
        return None
    head, body = rows[start], rows[start + 1 :]
    if _PLANS_BELOW.fullmatch(_line(head[0])):
        return _transposed(head, body)
    offset = _labels(head, body)
    plans = _unique([name for cell in head[offset:] if (name := _plan(cell))])
    features, marked = _features(body, offset, plans)
    says_so = bool(_HEADS.search(_line(head[0]))) and len(plans) > 1
    least = (_MARKED if grid.is_table else _MARKED_ELEMENTS) * len(features)
    if len(features) < _LEAST_ROWS or not plans or (marked < least and not says_so):
        return None
    return FoundMatrix(tuple(plans), tuple(features))


def _is_price_list(rows: list[tuple[LexborNode, ...]]) -> bool:
    """Amounts of money in half of the rows, or more."""
    priced = sum(any(_MONEY.search(cell.text()[:200]) for cell in row[1:]) for row in rows)
    return priced * 2 >= len(rows)


def _names_plans(row: tuple[LexborNode, ...]) -> bool:
    """A head: names without marks in all cells but the first."""
    if len(row) < 2 or len({cell.mem_id for cell in row}) < 2:
        return False
    names = [_plan(cell) for cell in row[1:]]
    while len(names) > 1 and not names[-1]:
        names.pop()  # a last column without a head holds buttons
    marks = [mark_of(cell).value for cell in row[1:]]
    return all(names) and not any(mark in (YES, NO, ICON) for mark in marks)


def _labels(head: tuple[LexborNode, ...], body: list[tuple[LexborNode, ...]]) -> int:
    """How many columns name the row: two when groups stand beside the names (a cell that reaches down over rows)."""
    beside = [row for row in body if len(row) > 2 and row[0].attributes.get("rowspan", "1") not in ("1", "", None)]
    return 2 if len(beside) * 2 > len(body) and len(head) > 2 else 1


def _features(body: list[tuple[LexborNode, ...]], offset: int, plans: list[str]) -> tuple[list[FoundFeature], int]:
    """The features, and how many of them have a tick or a cross."""
    marks = [[mark_of(cell) for cell in row[offset : offset + len(plans)]] for row in body]
    pictures = {mark.icon for row in marks for mark in row if mark.value == ICON}
    features: list[FoundFeature] = []
    group, marked = "", 0
    for row, told in zip(body, marks, strict=True):
        name = _line(row[offset - 1])[:MAX_NAME] if len(row) >= offset else ""
        if offset == 2:
            group = _line(row[0])[:MAX_NAME]
        if sum(map(str.isalpha, name)) < _LETTERS:
            continue
        if _is_title(row, told):
            group = name
        elif not all(_BUTTON.match(mark.value) or _MONEY.search(mark.value) for mark in told if mark.value):
            values = {plan: _value(mark, len(pictures)) for plan, mark in zip(plans, told, strict=False)}
            features.append(FoundFeature(name, group, values))
            marked += any(mark.value in (YES, NO, ICON) for mark in told)
    return features, marked


def _is_title(row: tuple[LexborNode, ...], told: list[CellMark]) -> bool:
    """One cell for the whole row, or a name with nothing beside it."""
    return len({cell.mem_id for cell in row}) == 1 or not any(mark.value for mark in told)


def _value(mark: CellMark, pictures: int) -> str:
    """A picture beside empty cells is a tick; of several that cannot be told apart nothing is claimed."""
    if mark.value == ICON:
        return YES if pictures == 1 else "unclear"
    return mark.value or NO


def _transposed(head: tuple[LexborNode, ...], body: list[tuple[LexborNode, ...]]) -> FoundMatrix | None:
    """Plans one below the other, features side by side."""
    plans = _unique([_plan(row[0]) for row in body if row])
    features = []
    for column in range(1, len(head)):
        name = _line(head[column])[:MAX_NAME]
        told = [mark_of(row[column]) if column < len(row) else CellMark("") for row in body if row]
        if name and any(mark.value in (YES, NO) for mark in told):
            values = {plan: _value(mark, 1) for plan, mark in zip(plans, told, strict=True)}
            features.append(FoundFeature(name, "", values))
    return FoundMatrix(tuple(plans), tuple(features)) if features and len(plans) > 1 else None


def _plan(cell: LexborNode) -> str:
    """The name in a head that may also hold a price and a button."""
    heading = cell.css_first("h1, h2, h3, h4, h5, h6, strong, b")
    text = node_text(heading) if heading is not None else ""
    lines = (text or node_text(cell)).strip().splitlines()
    name = _PRICE.sub("", lines[0]).strip(" :-–") if lines else ""
    return " ".join(name.split())[:MAX_PLAN] if any(map(str.isalpha, name)) else ""


def _line(cell: LexborNode) -> str:
    """A name without the help that hangs on it."""
    lines = node_text(cell).strip().splitlines()
    return " ".join(lines[0].split()) if lines else ""


def _unique(names: list[str]) -> list[str]:
    """Names that occur twice are told apart by their place."""
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return told

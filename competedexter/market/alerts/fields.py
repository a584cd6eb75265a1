"""What a rule may ask of a change: the fields, their types, and which operations each type knows."""

from dataclasses import dataclass
from enum import StrEnum

from competedexter.market.changes.kinds import ChangeKind, Label, Severity

TIERS = ("primary", "secondary", "watch")


class Op(StrEnum):
    EQ = "eq"
    NE = "ne"
    IN = "in"
    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"
    CONTAINS = "contains"
    MATCHES = "matches"


class FieldType(StrEnum):
    """How a field's values are compared."""

    CHOICE = "choice"
    SCALE = "scale"
    TEXT = "text"
    NUMBER = "number"
    LIST = "list"
    OPEN = "open"  # a field of the change's data whose type depends on its kind


_SAME = frozenset({Op.EQ, Op.NE, Op.IN})
_ORDER = frozenset({Op.LT, Op.LTE, Op.GT, Op.GTE})
_TEXT = frozenset({Op.CONTAINS, Op.MATCHES})

OPS: dict[FieldType, frozenset[Op]] = {
    FieldType.CHOICE: _SAME,
    FieldType.SCALE: _SAME | _ORDER,
    FieldType.TEXT: _SAME | _TEXT,
    FieldType.NUMBER: _SAME | _ORDER,
    FieldType.LIST: frozenset({Op.CONTAINS, Op.IN, Op.EQ, Op.NE}),
    FieldType.OPEN: _SAME | _ORDER | _TEXT,
}


@dataclass(frozen=True)
class Field:
    """One thing a rule may ask. `choices` are its only values, where it has such."""

    type: FieldType
    choices: tuple[str, ...] = ()

    @property
    def ops(self) -> frozenset[Op]:
        return OPS[self.type]


FIELDS: dict[str, Field] = {
    "kind": Field(FieldType.CHOICE, tuple(ChangeKind)),
    "label": Field(FieldType.CHOICE, tuple(Label)),
    "severity": Field(FieldType.SCALE, tuple(Severity)),
    "tier": Field(FieldType.CHOICE, TIERS),
    "competitorId": Field(FieldType.TEXT),
    "competitor": Field(FieldType.TEXT),
    "tag": Field(FieldType.LIST),
    "sourceType": Field(FieldType.TEXT),
    "snapshotType": Field(FieldType.TEXT),
    "text": Field(FieldType.TEXT),
    "data.plan": Field(FieldType.TEXT),
    "data.percent": Field(FieldType.NUMBER),
    "data.before.amount": Field(FieldType.NUMBER),
    "data.after.amount": Field(FieldType.NUMBER),
    "data.wordsAdded": Field(FieldType.NUMBER),
    "data.wordsRemoved": Field(FieldType.NUMBER),
    "data.share": Field(FieldType.NUMBER),
}
_OPEN = Field(FieldType.OPEN)


def field_named(name: str) -> Field | None:
    """The field of that name, None when there is none. Any other `data.…` path is open: its type is the change's."""
    known = FIELDS.get(name)
    if known is not None:
        return known
    path = name.split(".")
    is_path = len(path) > 1 and path[0] == "data" and all(part and part.isidentifier() for part in path[1:])
    return _OPEN if is_path and len(path) <= 5 else None

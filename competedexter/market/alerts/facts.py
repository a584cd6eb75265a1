"""One change as rules see it, at one moment. Stored with every evaluation, so that a back-test replays exactly."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Facts:
    """The inputs of an evaluation: the change, its label and severity of now, and its competitor of now."""

    kind: str
    label: str
    severity: str
    tier: str
    competitor_id: str
    competitor: str
    tags: tuple[str, ...] = ()
    source_type: str = ""
    snapshot_type: str = ""
    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)  # Any: JSON of the change's kind

    def value(self, name: str) -> object:
        """The value of a rule's field; None when this change has no such field. Lists come as tuples of text."""
        if name.startswith("data."):
            return _at(self.data, name.split(".")[1:])
        return _NAMED[name](self) if name in _NAMED else None

    def as_json(self) -> dict[str, Any]:  # Any: JSON
        return {
            "kind": self.kind,
            "label": self.label,
            "severity": self.severity,
            "tier": self.tier,
            "competitorId": self.competitor_id,
            "competitor": self.competitor,
            "tags": list(self.tags),
            "sourceType": self.source_type,
            "snapshotType": self.snapshot_type,
            "text": self.text,
            "data": dict(self.data),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Facts":  # Any: JSON
        """The facts that `as_json` wrote."""
        return cls(
            kind=stored["kind"],
            label=stored["label"],
            severity=stored["severity"],
            tier=stored["tier"],
            competitor_id=stored["competitorId"],
            competitor=stored["competitor"],
            tags=tuple(stored["tags"]),
            source_type=stored["sourceType"],
            snapshot_type=stored["snapshotType"],
            text=stored["text"],
            data=stored["data"],
        )


_NAMED = {
    "kind": lambda facts: facts.kind,
    "label": lambda facts: facts.label,
    "severity": lambda facts: facts.severity,
    "tier": lambda facts: facts.tier,
    "competitorId": lambda facts: facts.competitor_id,
    "competitor": lambda facts: facts.competitor,
    "tag": lambda facts: facts.tags,
    "sourceType": lambda facts: facts.source_type,
    "snapshotType": lambda facts: facts.snapshot_type,
    "text": lambda facts: facts.text,
}


def _at(data: object, path: list[str]) -> object:
    for step in path:
        if not isinstance(data, Mapping):
            return None
        data = data.get(step)
    if isinstance(data, list | tuple):
        return tuple(str(entry) for entry in data)
    return None if isinstance(data, Mapping) else data

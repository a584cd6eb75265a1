"""A change before it is stored: what two records of the same thing differ in, already labelled and weighed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from .kinds import ChangeKind, Label, Severity
from .severity import weigh

JsonObject = dict[str, Any]  # Any: JSON, typed again by the kind that wrote it (api.md "Shapes")


@dataclass(frozen=True)
class SpanRef:
    """A place in a document's text: Unicode code points, and the words that stand there."""

    start: int
    end: int
    quote: str

    def as_json(self) -> dict[str, int | str]:
        return {"start": self.start, "end": self.end, "quote": self.quote}


@dataclass(frozen=True)
class Draft:
    """One typed difference. `subject` is unique within one comparison; `data` is JSON.

    `occurred_at` is when it happened, where the source says so of this one.
    """

    kind: ChangeKind
    subject: str
    summary: str
    data: JsonObject
    label: Label
    reason: str
    severity: Severity
    severity_reason: str
    suspicious: bool
    before: SpanRef | None
    after: SpanRef | None
    occurred_at: datetime | None = None

    def for_tier(self, tier: str) -> "Draft":
        """The same change weighed for a competitor of that tier."""
        weight = weigh(self.kind, self.label, self.data, tier)
        return replace(self, severity=weight.severity, severity_reason=weight.reason)

    def labelled(self, label: Label, reason: str) -> "Draft":
        """The same change with another label, weighed again without a tier."""
        return replace(self, label=label, reason=reason).for_tier("secondary")


def draft(
    kind: ChangeKind,
    subject: str,
    summary: str,
    data: Mapping[str, Any],  # Any: JSON, as above
    *,
    label: Label,
    reason: str,
    suspicious: bool = False,
    before: SpanRef | None = None,
    after: SpanRef | None = None,
    occurred_at: datetime | None = None,
) -> Draft:
    """A draft weighed for a competitor of the ordinary tier."""
    weight = weigh(kind, label, data, "secondary")
    return Draft(
        kind=kind,
        subject=subject,
        summary=summary,
        data=dict(data),
        label=label,
        reason=reason,
        severity=weight.severity,
        severity_reason=weight.reason,
        suspicious=suspicious,
        before=before,
        after=after,
        occurred_at=occurred_at,
    )

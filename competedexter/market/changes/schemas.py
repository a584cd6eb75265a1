"""What comes into and goes out of changes (api.md "Change", timeline and snapshot diff)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from competedexter.foundation.views import Command, Moment, View

from .kinds import ChangeKind, ChangeState, Label, LabelSource, Severity, SourceEvent


class EvidenceView(View):
    """A place in an archived document: `text[start:end] == quote`, in Unicode code points."""

    document_id: UUID
    start: int
    end: int
    quote: str


class ChangeView(View):
    id: UUID
    competitor_id: UUID
    source_id: UUID
    snapshot_type: str
    kind: ChangeKind
    subject: str
    summary: str
    data: dict[str, Any]  # Any: JSON of the kind (api.md "Shapes")
    label: Label
    label_reason: str
    label_source: LabelSource
    state: ChangeState
    confirmed_at: Moment | None
    severity: Severity
    severity_reason: str
    observed_at: Moment
    occurred_at: Moment | None
    backfilled: bool = False  # it happened before we watched
    before_snapshot_id: UUID | None
    after_snapshot_id: UUID | None
    evidence_before: EvidenceView | None
    evidence_after: EvidenceView | None
    created_at: Moment


class TimelineEntry(View):
    """A change, or something that happened to a source."""

    id: UUID
    type: Literal["change", "event"]
    kind: ChangeKind | SourceEvent
    title: str
    label: Label | None
    state: ChangeState | None
    severity: Severity | None
    observed_at: Moment
    occurred_at: Moment | None
    backfilled: bool = False
    change_id: UUID | None
    competitor_id: UUID
    source_id: UUID
    created_at: Moment


class NewLabel(Command):
    """Restore a change that was held back (significant, minor) or mute one (noise, variant)."""

    label: Label
    reason: Annotated[str, Field(max_length=500)] = ""


@dataclass(frozen=True)
class ChangeFilters:
    """`since` and `until` count observed time, for what happened before we watched the time it happened; `as_of` shows labels and states of then, and nothing observed later."""

    competitor_id: UUID | None = None
    source_id: UUID | None = None
    snapshot_type: str | None = None
    kinds: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    as_of: datetime | None = None
    include_archived: bool = False  # those of archived competitors, when no competitor or source is asked for
    while_watched: bool = False  # only what happened since we watch


@dataclass(frozen=True)
class TimelineFilters:
    """`since` and `until` count the time it happened, where that is known, else the time we saw it."""

    kinds: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    as_of: datetime | None = None


@dataclass(frozen=True)
class Compared:
    """What a comparison did: the changes it stored, and those that are sure now."""

    made: tuple[UUID, ...] = ()
    confirmed: tuple[UUID, ...] = ()
    reverted: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class DayCount:
    """How many changes of one competitor happened on a day (UTC)."""

    competitor_id: UUID
    day: date
    count: int


@dataclass(frozen=True)
class LastChange:
    """The newest change of a competitor, for a table of many."""

    competitor_id: UUID
    change_id: UUID
    summary: str
    kind: str
    observed_at: datetime


class TypedDifference(View):
    """One typed difference of two snapshots that need not follow each other."""

    kind: ChangeKind
    subject: str
    summary: str
    data: dict[str, Any]  # Any: as above
    label: Label
    label_reason: str
    severity: Severity


class TextHunk(View):
    """Lines that stand on one page only (`before`, `after`), or how many equal lines are left out (`same`)."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    same: int = 0


class SnapshotDiff(View):
    before_id: UUID
    after_id: UUID
    snapshot_type: str
    before_observed_at: Moment
    after_observed_at: Moment
    changes: tuple[TypedDifference, ...]
    text: tuple[TextHunk, ...]

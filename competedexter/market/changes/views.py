"""Rows as people and programs see them (api.md "Change", timeline)."""

from typing import Any

from competedexter.models import CrawlRun

from .kinds import ChangeKind, ChangeState, Label, LabelSource, Severity, SourceEvent
from .repository import LabelledChange
from .schemas import ChangeView, EvidenceView, TimelineEntry


def view_of(found: LabelledChange) -> ChangeView:
    change, label = found.change, found.label
    return ChangeView(
        id=change.id,
        competitor_id=change.competitor_id,
        source_id=change.data_source_id,
        snapshot_type=change.snapshot_type,
        kind=ChangeKind(change.kind),
        subject=change.subject,
        summary=change.summary,
        data=change.data,
        label=Label(label.label),
        label_reason=label.reason,
        label_source=LabelSource(label.source),
        state=ChangeState(label.state),
        confirmed_at=found.confirmed_at if label.state == ChangeState.CONFIRMED else None,
        severity=Severity(change.severity),
        severity_reason=change.severity_reason,
        observed_at=change.observed_at,
        occurred_at=change.occurred_at,
        backfilled=change.backfilled,
        before_snapshot_id=change.before_id,
        after_snapshot_id=change.after_id,
        evidence_before=_evidence(change.evidence_before),
        evidence_after=_evidence(change.evidence_after),
        created_at=change.created_at,
    )


def entry_of_change(found: LabelledChange) -> TimelineEntry:
    change = found.change
    return TimelineEntry(
        id=change.id,
        type="change",
        kind=ChangeKind(change.kind),
        title=change.summary,
        label=Label(found.label.label),
        state=ChangeState(found.label.state),
        severity=Severity(change.severity),
        observed_at=change.observed_at,
        occurred_at=change.occurred_at,
        backfilled=change.backfilled,
        change_id=change.id,
        competitor_id=change.competitor_id,
        source_id=change.data_source_id,
        created_at=change.created_at,
    )


def entry_of_event(run: CrawlRun) -> TimelineEntry:
    """A run at which a source was blocked, gone or back. Only finished runs have an event."""
    at = run.finished_at or run.queued_at
    return TimelineEntry(
        id=run.id,
        type="event",
        kind=SourceEvent(run.event or SourceEvent.RECOVERED),
        title=run.reason or _TITLES[run.event or SourceEvent.RECOVERED],
        label=None,
        state=None,
        severity=None,
        observed_at=at,
        occurred_at=None,
        change_id=None,
        competitor_id=run.competitor_id,
        source_id=run.data_source_id,
        created_at=run.created_at,
    )


_TITLES: dict[str, str] = {
    SourceEvent.BLOCKED: "The site does not let us read this page.",
    SourceEvent.GONE: "The page is gone.",
    SourceEvent.RECOVERED: "The page can be read again.",
}


def _evidence(stored: dict[str, Any] | None) -> EvidenceView | None:  # Any: JSON
    return None if stored is None else EvidenceView.model_validate(stored)

"""Rows of changes: a draft with the states it was drawn from, and its label."""

from datetime import datetime
from typing import Any
from uuid import UUID

from competedexter.foundation.identifiers import new_id
from competedexter.foundation.unit_of_work import Work
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.schemas import EventDocument
from competedexter.market.snapshots.schemas import StoredSnapshot
from competedexter.models import Change, ChangeLabel, CrawlRun

from .comparing import Opinion, State, exact
from .drafts import Draft, SpanRef
from .kinds import ChangeState, LabelSource

_TYPES: dict[str, str] = {
    "news": "news", "post": "social", "filing": "filings", "funding": "funding", "review": "reviews", "patent": "patents",
}  # fmt: skip


async def state_of(work: Work, snapshot: StoredSnapshot) -> State:
    """A snapshot with the text it was read in."""
    return State(snapshot, await evidence.text_of(work, snapshot.document_id))


def event_row(
    work: Work, run: CrawlRun, event: EventDocument, draft: Draft, feed_id: UUID | None, *, backfilled: bool
) -> Change:
    """The change that tells an event."""
    return Change(
        id=new_id(),
        workspace_id=work.tenant,
        competitor_id=run.competitor_id,
        data_source_id=run.data_source_id,
        crawl_run_id=run.id,
        snapshot_type=_TYPES[event.event.what],
        before_id=None,
        after_id=feed_id,
        kind=draft.kind,
        subject=draft.subject,
        summary=draft.summary,
        data=draft.data,
        severity=draft.severity,
        severity_reason=draft.severity_reason,
        observed_at=event.observed_at,
        occurred_at=draft.occurred_at,
        backfilled=backfilled,
        evidence_before=None,
        evidence_after=_evidence(exact(draft.after, event.text), event.document_id),
        created_at=work.now(),
    )


def change_row(
    work: Work, run: CrawlRun, before: State | None, after: State, draft: Draft, *, backfilled: bool = False
) -> Change:
    """The change between two states; without `before` what the later one shows of its past."""
    new = after.snapshot
    return Change(
        id=new_id(),
        workspace_id=work.tenant,
        competitor_id=new.competitor_id,
        data_source_id=new.source_id,
        crawl_run_id=run.id,
        snapshot_type=new.snapshot_type,
        before_id=before.snapshot.id if before else None,
        after_id=new.id,
        kind=draft.kind,
        subject=draft.subject,
        summary=draft.summary,
        data=draft.data,
        severity=draft.severity,
        severity_reason=draft.severity_reason,
        observed_at=new.observed_at,
        occurred_at=draft.occurred_at or new.occurred_at,
        backfilled=backfilled,
        evidence_before=_evidence(exact(draft.before, before.text), before.snapshot.document_id) if before else None,
        evidence_after=_evidence(exact(draft.after, after.text), new.document_id),
        created_at=work.now(),
    )


def _evidence(span: SpanRef | None, document_id: UUID) -> dict[str, Any] | None:  # Any: JSON
    return None if span is None else {"documentId": str(document_id)} | span.as_json()


def label_row(
    work: Work, change_id: UUID, opinion: Opinion, state: ChangeState, *, at: datetime | None = None
) -> ChangeLabel:
    """What rules think of a change, from `at` (now) on."""
    return ChangeLabel(
        id=new_id(),
        workspace_id=work.tenant,
        change_id=change_id,
        label=opinion.label,
        reason=opinion.reason,
        source=LabelSource.RULE,
        state=state,
        at=at or work.now(),
        created_at=at or work.now(),
    )

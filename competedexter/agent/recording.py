"""A finished run as conversations keep it: exactly what was streamed."""

from decimal import Decimal

from competedexter.customers.conversations.schemas import EvidenceRecord, Finished, SentenceRecord, UsageRecord

from .events import TaskOutcome, TaskView
from .evidence import Entry
from .findings import Finding
from .run import Ended
from .state import RunState


def finished(state: RunState, ended: Ended, *, status: str, outcome: str, reason: str = "") -> Finished:
    """Everything that goes into the row of the question and the rows beside it."""
    understanding = ended.understanding
    freshness = ended.metadata.freshness.model_dump(mode="json", by_alias=True)
    return Finished(
        status=status,
        outcome=outcome,
        reason=reason,
        answer=state.told.answer,
        competitor_ids=understanding.competitors
        if understanding and not understanding.everyone
        else state.brief.chosen,
        blocks=tuple(block.model_dump(mode="json", by_alias=True) for block in state.told.blocks),
        sources=tuple(one.model_dump(mode="json", by_alias=True, exclude_none=True) for one in state.told.sources),
        task_results=tuple(_task(state, finding) for finding in state.findings),
        confidence=ended.confidence.value,
        confidence_reasons=ended.confidence.reasons,
        gaps=ended.gaps,
        freshness=freshness,
        degraded=bool(state.degraded),
        metadata=ended.metadata.model_dump(mode="json", by_alias=True, exclude_none=True),
        sentences=tuple(
            SentenceRecord(one.text, one.start, one.end, one.citations, one.verified) for one in state.told.sentences
        ),
        evidence=tuple(_evidence(state, key, number) for key, number in state.ledger.numbers.items()),
        usage=tuple(
            UsageRecord(call.model, call.step, call.prompt_tokens, call.completion_tokens, Decimal(str(call.dollars)))
            for call in state.budget.calls
        ),
    )


def _task(state: RunState, finding: Finding) -> dict[str, object]:
    task = finding.task
    view = TaskView(
        id=task.id, description=task.description, kind=task.tool, depends_on=task.depends_on, state=finding.state
    )
    outcome = TaskOutcome(
        summary=finding.result.summary if finding.result else "Nothing was found",
        evidence_ids=tuple(state.ledger.entries[key].evidence_id for key in finding.keys),
        cached=finding.cached,
        error=finding.error,
    )
    return {
        "task": view.model_dump(mode="json", by_alias=True, exclude_none=True),
        "result": outcome.model_dump(mode="json", by_alias=True, exclude_none=True),
    }


def _evidence(state: RunState, key: str, number: int) -> EvidenceRecord:
    entry: Entry = state.ledger.entries[key]
    place, derived = entry.place, entry.derived
    told: dict[str, object] | None = None
    if derived:
        inputs = [state.ledger.numbers[one] for one in derived.inputs if one in state.ledger.numbers]
        told = {"operation": derived.operation, "inputs": inputs, "result": derived.result}
    return EvidenceRecord(
        id=entry.evidence_id, number=number, document_id=place.document_id if place else None,
        start=place.start if place else None, end=place.end if place else None, quote=place.quote if place else "",
        observed_at=place.observed_at if place else None, derived=told,
    )  # fmt: skip

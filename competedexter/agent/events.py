"""What a run tells, event by event, exactly as the REST stream sends it (api.md "POST /query/ask")."""

from collections.abc import Mapping
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from competedexter.foundation.views import Moment, View

Phase = Literal["understand", "plan", "execute", "reflect", "answer"]
TaskState = Literal["ok", "partial", "failed", "skipped"]
Status = Literal["completed", "failed"]
Outcome = Literal["answered", "answered_with_gaps", "no_evidence", "cancelled", "failed"]


class QueryStarted(View):
    type: Literal["query"] = "query"
    query_id: UUID
    conversation_id: UUID


class PhaseStarted(View):
    type: Literal["phase"] = "phase"
    phase: Phase
    iteration: int = 1


class TaskView(View):
    """A task as clients see it; `state` is there once it is done."""

    id: str
    description: str
    kind: str
    depends_on: tuple[str, ...] = ()
    state: TaskState | None = None


class TaskStarted(View):
    type: Literal["task_start"] = "task_start"
    task: TaskView


class TaskOutcome(View):
    summary: str
    evidence_ids: tuple[UUID, ...] = ()
    cached: bool = False
    error: str | None = None


class TaskCompleted(View):
    type: Literal["task_complete"] = "task_complete"
    task: TaskView
    result: TaskOutcome


class DerivedView(View):
    """A computed figure: `inputs` are the numbers of the sources it was computed from."""

    operation: str
    inputs: tuple[int, ...] = ()
    result: str


class Source(View):
    """A citation: `document.text[start:end] == quote` in code points, or a derived figure instead of a document."""

    n: int
    evidence_id: UUID
    document_id: UUID | None = None
    competitor_id: UUID | None = None
    competitor: str = ""
    title: str = ""
    url: str = ""
    observed_at: Moment | None = None
    quote: str = ""
    start: int | None = None
    end: int | None = None
    verified: bool = True
    derived: DerivedView | None = None


class SourceFound(View):
    type: Literal["source"] = "source"
    source: Source


class AnswerChunk(View):
    """One verified sentence with its [n] marks; chunks joined by a space are the answer."""

    type: Literal["answer"] = "answer"
    chunk: str


class Block(View):
    """A table, chart or note. `citations[row][column]` lists the sources of a cell; a note has one row of one cell."""

    kind: Literal["table", "chart", "note"]
    title: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    citations: tuple[tuple[tuple[int, ...], ...], ...] = ()


class BlockAdded(View):
    type: Literal["block"] = "block"
    block: Block


class SourcesTold(View):
    type: Literal["sources"] = "sources"
    sources: tuple[Source, ...]
    confidence: float
    gaps: tuple[str, ...] = ()


class Freshness(View):
    """The newest and the oldest observation the answer rests on."""

    newest: Moment | None = None
    oldest: Moment | None = None


class Metadata(View):
    """`execution_time` in seconds, `cost` in US dollars; `degraded` says that a model was asked for and fell out."""

    tokens_used: int = 0
    execution_time: float = 0.0
    data_sources_used: tuple[str, ...] = ()
    model: str = "offline"
    cost: float = 0.0
    cached: bool = False
    as_of: Moment | None = None
    degraded: bool = False
    confidence_reasons: tuple[str, ...] = ()
    freshness: Freshness = Freshness()


class Done(View):
    type: Literal["done"] = "done"
    query_id: UUID
    status: Status
    outcome: Outcome
    metadata: Metadata = Metadata()


class Failed(View):
    type: Literal["error"] = "error"
    error: str
    code: str


AgentEvent = Annotated[
    QueryStarted
    | PhaseStarted
    | TaskStarted
    | TaskCompleted
    | SourceFound
    | AnswerChunk
    | BlockAdded
    | SourcesTold
    | Done
    | Failed,
    Field(discriminator="type"),
]

_EVENTS: TypeAdapter[AgentEvent] = TypeAdapter(AgentEvent)


def as_json(event: AgentEvent) -> dict[str, object]:
    """The event as it goes over the wire and into the log; fields that do not apply are left out."""
    return event.model_dump(mode="json", by_alias=True, exclude_none=True)


def read_event(data: Mapping[str, object]) -> AgentEvent:
    """An event of the log, typed again. Raises pydantic.ValidationError for anything else."""
    return _EVENTS.validate_python(data)


def is_last(event: AgentEvent) -> bool:
    return isinstance(event, Done | Failed)

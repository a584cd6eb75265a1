"""An answer as it is shown, built event by event. Pure: the same events give the same turn, live or read again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from competedexter.agent.events import (
    AgentEvent,
    AnswerChunk,
    Block,
    BlockAdded,
    Done,
    Failed,
    PhaseStarted,
    Source,
    SourceFound,
    SourcesTold,
    TaskCompleted,
    TaskStarted,
)
from competedexter.foundation.views import as_rfc3339
from competedexter.ui.addresses import with_query
from competedexter.ui.components.marks import marks_in, without_marks
from competedexter.ui.components.rows import SourceRow

PHASES = {
    "understand": "Reading the question",
    "plan": "Planning",
    "execute": "Looking things up",
    "reflect": "Checking what is missing",
    "answer": "Answering",
}
PHASE_ORDER = tuple(PHASES)
OUTCOMES = {
    "answered": "",
    "answered_with_gaps": "",
    "no_evidence": "Nothing that was archived answers this question.",
    "cancelled": "Stopped. What was found until then is kept.",
    "failed": "This answer could not be finished.",
}
SHOWN_CHIPS = 3  # after a sentence; the rest is counted


@dataclass(frozen=True)
class CiteRow:
    """A numbered chip and where it leads."""

    n: int
    href: str


@dataclass(frozen=True)
class CellRow:
    """A cell; `label` names it where the table becomes cards."""

    text: str
    label: str = ""
    citations: list[CiteRow] = field(default_factory=list)


@dataclass(frozen=True)
class LineRow:
    cells: list[CellRow] = field(default_factory=list)


@dataclass(frozen=True)
class PieceRow:
    """A sentence, a table or a note, in the order in which they were told."""

    kind: str
    text: str = ""
    citations: list[CiteRow] = field(default_factory=list)
    more: str = ""
    columns: list[str] = field(default_factory=list)
    lines: list[LineRow] = field(default_factory=list)


@dataclass(frozen=True)
class TaskRow:
    id: str
    words: str
    state: str
    summary: str = ""


@dataclass(frozen=True)
class TurnRow:
    """A question and what is known of its answer so far."""

    id: str = ""
    question: str = ""
    status: str = "processing"
    outcome: str = ""
    outcome_words: str = ""
    phase: str = ""
    phase_words: str = ""
    done_phases: int = 0
    tasks: list[TaskRow] = field(default_factory=list)
    pieces: list[PieceRow] = field(default_factory=list)
    sources: list[SourceRow] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    line: str = ""
    reasons: list[str] = field(default_factory=list)
    took: str = ""


def source_row(source: Source) -> SourceRow:
    href = ""
    if source.document_id is not None:
        href = with_query(f"/documents/{source.document_id}", start=str(source.start), end=str(source.end))
    derived = ""
    if source.derived is not None:
        inputs = ", ".join(str(number) for number in source.derived.inputs)
        derived = source.derived.result + (f" (computed from {inputs})" if inputs else "")
    site = source.url.split("//", 1)[-1].removeprefix("www.").rstrip("/")
    return SourceRow(
        n=source.n,
        site=site,
        title=source.title or site or source.competitor,
        quote=source.quote,
        observed_at=as_rfc3339(source.observed_at) if source.observed_at else "",
        href=href,
        verified=source.verified,
        derived=derived,
    )


def told(turn: TurnRow, event: AgentEvent) -> TurnRow:
    """The turn after one more event."""
    match event:
        case PhaseStarted():
            done = PHASE_ORDER.index(event.phase) + 1
            words = PHASES[event.phase] + (f", round {event.iteration}" if event.iteration > 1 else "")
            return replace(turn, phase=event.phase, phase_words=words, done_phases=max(turn.done_phases, done))
        case TaskStarted():
            return replace(turn, tasks=[*turn.tasks, TaskRow(event.task.id, event.task.description, "running")])
        case TaskCompleted():
            return replace(turn, tasks=_completed(turn.tasks, event))
        case SourceFound():
            return replace(turn, sources=[*turn.sources, source_row(event.source)])
        case AnswerChunk():
            return replace(turn, pieces=[*turn.pieces, sentence(event.chunk, _links(turn.sources))])
        case BlockAdded():
            return replace(turn, pieces=[*turn.pieces, block_piece(event.block, _links(turn.sources))])
        case SourcesTold():
            rows = [source_row(source) for source in event.sources]
            return replace(turn, sources=rows, gaps=list(event.gaps), line=confidence_words(event.confidence))
        case Done():
            return _finished(turn, event)
        case Failed():
            return replace(turn, status="failed", outcome="failed", outcome_words=event.error)
        case _:
            return turn


def _completed(tasks: Sequence[TaskRow], event: TaskCompleted) -> list[TaskRow]:
    done = TaskRow(event.task.id, event.task.description, event.task.state or "ok", event.result.summary)
    if any(task.id == done.id for task in tasks):
        return [done if task.id == done.id else task for task in tasks]
    return [*tasks, done]


def _finished(turn: TurnRow, event: Done) -> TurnRow:
    metadata = event.metadata
    parts = [turn.line] if turn.line else []
    newest, oldest = metadata.freshness.newest, metadata.freshness.oldest
    if newest and oldest:
        parts.append(f"evidence from {_day(oldest)}" + (f" to {_day(newest)}" if _day(newest) != _day(oldest) else ""))
    if metadata.as_of:
        parts.append(f"as of {_day(metadata.as_of)}")
    if turn.gaps:
        parts.append(f"{len(turn.gaps)} gap" + ("s" if len(turn.gaps) > 1 else ""))
    if metadata.degraded:
        parts.append("without the language model")
    return replace(
        turn,
        status=event.status,
        outcome=event.outcome,
        outcome_words=OUTCOMES[event.outcome],
        done_phases=len(PHASE_ORDER),
        line=" \u00b7 ".join(parts),
        reasons=list(metadata.confidence_reasons),
        took=f"{metadata.execution_time:.1f} s",
    )


def confidence_words(confidence: float) -> str:
    """`Confidence high`: in words; the reasons follow."""
    if confidence >= 0.75:
        return "Confidence high"
    return "Confidence medium" if confidence >= 0.45 else "Confidence low"


def _day(at: datetime) -> str:
    return at.strftime("%-d %b %Y")


def _links(sources: Sequence[SourceRow]) -> dict[int, str]:
    return {source.n: source.href for source in sources}


def _cites(numbers: Sequence[int], links: Mapping[int, str]) -> list[CiteRow]:
    return [CiteRow(number, links.get(number, "")) for number in dict.fromkeys(numbers)]


def sentence(chunk: str, links: Mapping[int, str]) -> PieceRow:
    """`Acme raised Pro. [1][2]` as words and chips; at most three chips, then how many more."""
    cites = _cites(marks_in(chunk), links)
    rest = len(cites) - SHOWN_CHIPS
    return PieceRow("sentence", without_marks(chunk), cites[:SHOWN_CHIPS], f"+{rest}" if rest > 0 else "")


def block_piece(block: Block, links: Mapping[int, str]) -> PieceRow:
    """A table keeps its cells' chips; a note is words."""
    lines = []
    for number, row in enumerate(block.rows):
        cited = block.citations[number] if number < len(block.citations) else ()
        cells = [
            CellRow(
                text,
                block.columns[position] if position < len(block.columns) else "",
                _cites(cited[position] if position < len(cited) else (), links),
            )
            for position, text in enumerate(row)
        ]
        lines.append(LineRow(cells))
    if block.kind == "note":
        words = " ".join(cell.text for line in lines for cell in line.cells)
        chips = [cite for line in lines for cell in line.cells for cite in cell.citations]
        return PieceRow("note", words or block.title, chips[:SHOWN_CHIPS])
    return PieceRow("table", block.title, [], "", list(block.columns), lines)

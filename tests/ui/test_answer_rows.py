"""An answer built event by event."""

from datetime import UTC, datetime
from functools import reduce

from competedexter.agent.events import (
    AgentEvent,
    AnswerChunk,
    Block,
    BlockAdded,
    DerivedView,
    Done,
    Failed,
    Freshness,
    Metadata,
    PhaseStarted,
    Source,
    SourceFound,
    SourcesTold,
    TaskCompleted,
    TaskOutcome,
    TaskStarted,
    TaskView,
)
from competedexter.foundation.identifiers import new_id
from competedexter.ui.ask.rows import PieceRow, TurnRow, told

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
DOCUMENT = new_id()
SOURCE = Source(
    n=1, evidence_id=new_id(), document_id=DOCUMENT, competitor="Acme", title="Pricing", url="https://www.acme.com/pricing/",
    observed_at=NOON, quote="Pro 59", start=0, end=6,
)  # fmt: skip


def after(*events: AgentEvent) -> TurnRow:
    return reduce(told, events, TurnRow(id="1", question="How much is Pro?"))


def test_a_sentence_loses_its_marks_and_gets_chips_that_open_the_passage() -> None:
    (piece,) = after(SourceFound(source=SOURCE), AnswerChunk(chunk="Acme Pro costs 59 USD. [1]")).pieces
    assert piece.text == "Acme Pro costs 59 USD."
    assert [(cite.n, cite.href) for cite in piece.citations] == [(1, f"/documents/{DOCUMENT}?start=0&end=6")]


def test_more_than_three_chips_are_counted() -> None:
    (piece,) = after(AnswerChunk(chunk="Many. [1][2][3][4][5]")).pieces
    assert [cite.n for cite in piece.citations] == [1, 2, 3]
    assert piece.more == "+2"


def test_tasks_run_and_end() -> None:
    task = TaskView(id="t1", description="Prices of Acme", kind="get_pricing")
    running = after(TaskStarted(task=task))
    assert [(row.words, row.state) for row in running.tasks] == [("Prices of Acme", "running")]
    ended = told(
        running, TaskCompleted(task=task.model_copy(update={"state": "ok"}), result=TaskOutcome(summary="3 plans"))
    )
    assert [(row.state, row.summary) for row in ended.tasks] == [("ok", "3 plans")]


def test_phases_are_told_in_words_and_counted() -> None:
    turn = after(PhaseStarted(phase="understand"), PhaseStarted(phase="execute", iteration=2))
    assert (turn.phase_words, turn.done_phases) == ("Looking things up, round 2", 3)


def test_a_table_keeps_the_chips_of_its_cells_and_names_them_for_cards() -> None:
    block = Block(
        kind="table", title="Prices", columns=("Plan", "Price"), rows=(("Pro", "59"),), citations=(((), (1,)),)
    )
    (piece,) = after(SourceFound(source=SOURCE), BlockAdded(block=block)).pieces
    assert piece.kind == "table"
    (line,) = piece.lines
    assert [(cell.label, cell.text, len(cell.citations)) for cell in line.cells] == [
        ("Plan", "Pro", 0),
        ("Price", "59", 1),
    ]


def test_a_note_is_words() -> None:
    block = Block(kind="note", title="", columns=(), rows=(("Acme was not read since May.",),), citations=())
    assert after(BlockAdded(block=block)).pieces == [PieceRow("note", "Acme was not read since May.")]


def test_a_derived_source_shows_its_result_and_inputs() -> None:
    derived = Source(
        n=3, evidence_id=new_id(), derived=DerivedView(operation="percent", inputs=(1, 2), result="+20.4 %")
    )
    (row,) = after(SourceFound(source=derived)).sources
    assert (row.derived, row.href) == ("+20.4 % (computed from 1, 2)", "")


def test_the_line_under_an_answer_says_confidence_age_and_gaps() -> None:
    metadata = Metadata(freshness=Freshness(newest=NOON, oldest=NOON), execution_time=0.42)
    turn = after(
        SourcesTold(sources=(SOURCE,), confidence=0.9, gaps=("No prices of Globex.",)),
        Done(query_id=new_id(), status="completed", outcome="answered_with_gaps", metadata=metadata),
    )
    assert turn.line == "Confidence high \u00b7 evidence from 2 Nov 2026 \u00b7 1 gap"
    assert (turn.status, turn.took, turn.done_phases) == ("completed", "0.4 s", 5)


def test_a_stopped_answer_keeps_what_was_told() -> None:
    turn = after(AnswerChunk(chunk="First."), Done(query_id=new_id(), status="completed", outcome="cancelled"))
    assert len(turn.pieces) == 1
    assert turn.outcome_words.startswith("Stopped.")


def test_a_failed_answer_says_why() -> None:
    turn = after(Failed(error="The process that answered stopped.", code="run_lost"))
    assert (turn.status, turn.outcome_words) == ("failed", "The process that answered stopped.")

"""Parts of the ask page: composer, a turn, its sources, the work behind it."""

from typing import Any

import reflex as rx

from competedexter.ui.components.basics import icon
from competedexter.ui.components.evidence import citation_chip, source_card
from competedexter.ui.components.placeholders import notice

from .rows import PHASE_ORDER, CellRow, CiteRow, LineRow, PieceRow, TaskRow, TurnRow

FORM = "ask"  # the composer's form, for fields that stand beside it


def _chip(cite: rx.Var[CiteRow]) -> rx.Component:
    return citation_chip(cite.n, to=cite.href)


def _cell(cell: rx.Var[CellRow]) -> rx.Component:
    words = rx.el.span(cell.text, rx.foreach(cell.citations, _chip))
    return rx.el.td(words, custom_attrs={"data-label": cell.label})


def _line(line: rx.Var[LineRow]) -> rx.Component:
    return rx.el.tr(rx.foreach(line.cells, _cell))


def _table(piece: rx.Var[PieceRow]) -> rx.Component:
    head = rx.el.thead(rx.el.tr(rx.foreach(piece.columns, lambda name: rx.el.th(name, scope="col"))))
    table = rx.el.table(
        rx.el.caption(piece.text, class_name="visually-hidden"),
        head,
        rx.el.tbody(rx.foreach(piece.lines, _line)),
        class_name="table cards answer-table",
    )
    scroll = rx.el.div(table, class_name="table-scroll", tab_index=0, role="region", aria_label=piece.text)
    return rx.el.div(rx.el.p(piece.text, class_name="meta answer-caption"), scroll, class_name="table-wrap")


def piece(row: rx.Var[PieceRow]) -> rx.Component:
    """A sentence with its chips, a table, or a note."""
    more = rx.cond(row.more != "", rx.el.span(row.more, class_name="meta"), rx.fragment())
    words = rx.el.p(row.text, rx.foreach(row.citations, _chip), more, class_name="sentence")
    note = rx.el.p(row.text, rx.foreach(row.citations, _chip), class_name="muted")
    return rx.match(row.kind, ("table", _table(row)), ("note", note), words)


def _task(row: rx.Var[TaskRow]) -> rx.Component:
    sign = rx.match(
        row.state,
        ("running", rx.el.span(icon("loader-circle", 14), class_name="state running")),
        ("ok", rx.el.span(icon("check", 14), class_name="state ok")),
        ("failed", rx.el.span(icon("x", 14), class_name="state failed")),
        rx.el.span(icon("minus", 14), class_name="state"),
    )
    words = rx.el.span(
        row.words, rx.cond(row.summary != "", rx.el.span(" \u2013 ", row.summary, class_name="faint"), rx.fragment())
    )
    return rx.el.li(sign, words, class_name="step-line-row")


def work(phase_words: Any, done: Any, tasks: Any, took: Any, running: Any) -> rx.Component:  # Any: Vars
    """How it was found: one line, folded; phases as ticks, tasks inside."""
    ticks = rx.el.span(
        *[rx.el.i(class_name=rx.cond(done > position, "done", "")) for position in range(len(PHASE_ORDER))],
        class_name="phases",
        aria_hidden="true",
    )
    now = rx.cond(running, phase_words, rx.fragment("How this was found, ", took))
    summary = rx.el.summary(ticks, rx.el.span(now), icon("chevron-down", 14))
    return rx.el.details(summary, rx.el.ol(rx.foreach(tasks, _task)), class_name="work")


def gaps(rows: Any) -> rx.Component:  # Any: a Var
    """What could not be found is said, never left out."""
    listed = rx.el.ul(
        rx.foreach(rows, lambda words: rx.el.li(icon("circle-alert", 14), words, class_name="line top")),
        class_name="gaps",
    )
    return rx.cond(
        rows.length() > 0,
        rx.el.div(rx.el.p("Not found", class_name="meta"), listed, class_name="stack tight"),
        rx.fragment(),
    )


def sources_panel(rows: Any) -> rx.Component:  # Any: a Var
    count = rx.el.h2(rows.length(), rx.cond(rows.length() == 1, " source", " sources"), class_name="meta")
    panel = rx.el.aside(count, rx.foreach(rows, source_card), class_name="sources", aria_label="Sources")
    return rx.cond(rows.length() > 0, panel, rx.el.aside(class_name="sources", aria_label="Sources"))


def turn(row: rx.Var[TurnRow]) -> rx.Component:
    """A finished question with its answer and its sources beside it."""
    problem = rx.cond(row.outcome_words != "", notice(row.outcome_words), rx.fragment())
    why = rx.foreach(row.reasons, lambda words: rx.el.li(words))
    line = rx.el.div(rx.el.p(row.line), rx.el.ul(why), class_name="answer-line")
    answer = rx.el.div(
        rx.el.h1(row.question, class_name="question"),
        rx.el.div(rx.foreach(row.pieces, piece), class_name="answer"),
        problem,
        line,
        gaps(row.gaps),
        work("", row.done_phases, row.tasks, row.took, False),
        class_name="turn",
    )
    return rx.el.div(answer, sources_panel(row.sources), class_name="ask-turn", data_turn="true", key=row.id)


def composer(
    on_submit: Any, on_stop: Any, running: Any, value: Any, words: str, *, first: bool
) -> rx.Component:  # Any: handlers, Vars
    """One input; Enter asks, Shift-Enter breaks the line; Stop takes Send's place. `first`: what the page is for."""
    box = rx.el.textarea(
        name="question", rows="1", placeholder=words, aria_label=words, required=True, min_length=3, max_length=1000,
        default_value=value, key=value, auto_focus=first, custom_attrs={"data-composer": "true", "data-search": "true"},
    )  # fmt: skip
    send = rx.el.button(
        icon("arrow-up"), class_name="button primary icon-only", type="submit", aria_label="Ask", title="Ask"
    )
    stop = rx.el.button(
        icon("square"),
        class_name="button secondary icon-only",
        type="button",
        aria_label="Stop",
        title="Stop",
        on_click=on_stop,
    )
    return rx.el.form(
        box, rx.cond(running, stop, send), id=FORM, on_submit=on_submit, reset_on_submit=True, class_name="composer"
    )


def suggestion(words: rx.Var[str], on_ask: Any) -> rx.Component:  # Any: an event handler
    return rx.el.button(words, class_name="suggestion", type="button", on_click=on_ask({"question": words}))

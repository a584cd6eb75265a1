"""Sources: every place that is read, and how it is."""

from typing import Any

import reflex as rx

from competedexter.ui.components.basics import button, select, some
from competedexter.ui.components.live import Whenever
from competedexter.ui.components.placeholders import empty, phases, skeleton_rows
from competedexter.ui.components.rows import FactRow
from competedexter.ui.components.tables import data_table, pager
from competedexter.ui.components.tags import WORDS, state_tag
from competedexter.ui.frame import frame, page_head
from competedexter.ui.looks import Looks
from competedexter.ui.session import Session
from competedexter.ui.source_rows import SourceRow
from competedexter.ui.source_table import NAMED, source_cells
from competedexter.ui.source_types import KINDS

from .rows import ORDER, HealthRow
from .state import SourcesPage

TYPE_OPTIONS = [("", "Every type"), *[(kind.type, kind.name) for kind in KINDS]]
STATE_OPTIONS = [("", "Every state"), *[(state, WORDS[state][1]) for state in reversed(ORDER)]]
FREQUENCIES = [("", "Frequency"), ("hourly", "Every hour"), ("daily", "Every day"), ("weekly", "Every week")]


def _row(row: rx.Var[SourceRow]) -> rx.Component:
    on = SourcesPage.picked.contains(row.id)  # type: ignore[attr-defined]  # a Var when the page is drawn
    box = rx.el.input(
        type="checkbox",
        class_name="checkbox",
        checked=on,
        on_change=lambda _: SourcesPage.pick(row.id),
        aria_label=rx.Var.create("Select ") + row.short,
        custom_attrs={"data-key": "x"},
    )
    pick = rx.cond(Session.may_edit, box, rx.fragment())
    return rx.el.tr(source_cells(row, pick=pick), data_row="true", data_on=rx.cond(on, "true", "false"), key=row.id)


def _health(row: rx.Var[HealthRow]) -> rx.Component:
    return rx.el.button(
        rx.el.span(row.count, class_name="strong"),
        state_tag(row.state, *ORDER),
        type="button",
        aria_pressed=(SourcesPage.health == row.state).to_string(),
        on_click=SourcesPage.narrow("health", rx.cond(SourcesPage.health == row.state, "", row.state)),
    )


def _filters() -> rx.Component:
    def chosen(name: str, value: Any, options: list[tuple[str, str]], label: str) -> rx.Component:  # Any: a Var
        return select(options, value=value, on_change=lambda said: SourcesPage.narrow(name, said), aria_label=label)

    def _name(row: rx.Var[FactRow]) -> rx.Component:
        return rx.el.option(row.name, value=row.value)

    who = rx.el.select(
        rx.el.option("Every competitor", value=""),
        rx.foreach(SourcesPage.names, _name),
        value=SourcesPage.who,
        on_change=lambda said: SourcesPage.narrow("competitor", said),
        class_name="select",
        aria_label="Competitor",
    )
    clear = rx.cond(
        SourcesPage.narrowed, button("Clear", kind="quiet", symbol="x", on_click=SourcesPage.clear), rx.fragment()
    )
    return rx.el.div(
        chosen("type", SourcesPage.type, TYPE_OPTIONS, "Type"),
        chosen("health", SourcesPage.health, STATE_OPTIONS, "State"),
        who,
        clear,
        class_name="toolbar",
    )


def _bulk() -> rx.Component:
    """What can be done with all that are picked; it stands where the filters were."""
    every = select(
        FREQUENCIES, value="", on_change=lambda said: SourcesPage.act(said), aria_label="Frequency of the selected"
    )
    return rx.el.div(
        rx.el.span(SourcesPage.picked_words, class_name="strong"),
        button("Look now", symbol="refresh-cw", on_click=SourcesPage.act("look")),
        button("Pause", symbol="pause", on_click=SourcesPage.act("pause")),
        button("Resume", symbol="play", on_click=SourcesPage.act("resume")),
        every,
        button(
            rx.cond(SourcesPage.all_picked, "Select none", "Select page"),
            kind="quiet",
            on_click=SourcesPage.pick_all,
        ),
        button("Done", kind="quiet", on_click=SourcesPage.pick_none),
        class_name="toolbar bulk",
        role="toolbar",
        aria_label="Selected sources",
    )


def _nothing() -> rx.Component:
    first = empty(
        "No sources here",
        "Sources appear when a competitor is added: its site is looked at and the pages found are read from then on. "
        "Feeds, job boards, filings and your own data are added by their address.",
        rx.cond(
            Session.may_edit, button("Add source", kind="primary", symbol="plus", to="/sources/add"), rx.fragment()
        ),
        button("Competitors", to="/competitors"),
    )
    unmatched = empty(
        "Nothing matches these filters",
        "No source is of this type, in this state and of this competitor.",
        button("Clear", on_click=SourcesPage.clear),
    )
    return rx.el.div(rx.cond(SourcesPage.narrowed, unmatched, first), class_name="card")


def sources_page() -> rx.Component:
    foot = pager(
        SourcesPage.span, has_previous=SourcesPage.page_at > 1, has_next=SourcesPage.has_next,
        on_previous=SourcesPage.turn(-1), on_next=SourcesPage.turn(1),
    )  # fmt: skip
    table = data_table("Sources", NAMED, SourcesPage.rows, _row, two_line=True, foot=foot)
    ready = rx.cond(some(SourcesPage.rows), table, _nothing())
    body = phases(
        SourcesPage.status, ready=ready, loading=skeleton_rows(), problem=SourcesPage.problem, on_retry=SourcesPage.load
    )
    glance = rx.cond(
        some(SourcesPage.healths),
        rx.el.div(rx.foreach(SourcesPage.healths, _health), class_name="healths", role="group", aria_label="Health"),
        rx.fragment(),
    )
    tools = rx.cond(some(SourcesPage.picked), _bulk(), _filters())
    add = rx.cond(
        Session.may_edit, button("Add source", kind="primary", symbol="plus", to="/sources/add"), rx.fragment()
    )
    history = button("Import history", symbol="history", to="/imports")
    head = page_head(
        "Sources", "Every place that is read: how it is, when it was last read well, when it is next.", history, add
    )
    beat = Whenever.create(when=Looks.beats, on_rise=SourcesPage.load)
    return frame(head, glance, tools, body, beat, here="Sources")

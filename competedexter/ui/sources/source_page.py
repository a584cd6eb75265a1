"""One source: its state with the reason, what it read last, and every look at it."""

import reflex as rx

from competedexter.ui.components.basics import button, field, icon, input_box, jump, link, select, sheet, some
from competedexter.ui.components.live import CloseWhen, Whenever, moment
from competedexter.ui.components.placeholders import empty, notice, phases, skeleton_text
from competedexter.ui.components.tables import Column, cell, data_table, pager
from competedexter.ui.components.tags import state_tag
from competedexter.ui.frame import crumbs, frame
from competedexter.ui.looks import Looks
from competedexter.ui.session import Session
from competedexter.ui.source_table import STATES, type_icon

from .bring import bring
from .rows import ReadRow, RunLine
from .source_state import EditSource, SourcePage

RUN_STATES = ("queued", "running", "succeeded", "unchanged", "suspect", "blocked", "failed", "gone")
COLUMNS = [
    Column("Look"), Column("When"), Column("Took", number=True), Column("Answer", number=True),
    Column("Size", number=True), Column("Brought"), Column("", number=True),
]  # fmt: skip
FREQUENCIES = [("hourly", "Every hour"), ("daily", "Every day"), ("weekly", "Every week")]


def _head() -> rx.Component:
    row = SourcePage.row
    pause = rx.cond(
        row.paused,
        button("Resume", symbol="play", on_click=Looks.pause(row.id, False)),
        button("Pause", symbol="pause", on_click=Looks.pause(row.id, True)),
    )
    look = button("Look now", kind="primary", symbol="refresh-cw", on_click=Looks.look(row.id), disabled=row.busy)
    acts = rx.el.div(
        rx.cond(row.url != "", button("Edit", data_opens="#edit-source"), rx.fragment()),
        pause,
        rx.cond(row.fed, jump("Bring data", "bring", "button primary"), look),
        class_name="page-actions",
    )
    there = rx.el.a(
        "Open", icon("external-link", 12), href=row.url, class_name="text-link line", target="_blank",
        rel="noopener noreferrer nofollow", style={"gap": "4px"},
    )  # fmt: skip
    words = rx.el.div(
        rx.el.h1(row.short),
        rx.el.div(
            rx.el.span(row.type_name),
            link(row.competitor, to=row.competitor_href, class_name="text-link"),
            rx.cond(row.url != "", there, rx.fragment()),
            class_name="line wrap meta",
        ),
        class_name="grow stack tight",
    )  # fmt: skip
    sign = rx.el.span(type_icon(row.type, 20), class_name="avatar large", aria_hidden="true")
    return rx.el.div(sign, words, rx.cond(Session.may_edit, acts, rx.fragment()), class_name="profile-head")


def _why() -> rx.Component:
    """The reason of a state that is not well, in full."""
    row = SourcePage.row
    since = rx.cond(SourcePage.since != "", rx.fragment(" Since ", moment(SourcePage.since), "."), rx.fragment())
    good = rx.fragment(
        " Last good copy: ", moment(row.last_success_at, "none yet"), ". Nothing is reported as removed."
    )
    words = rx.el.span(row.reason, since, good)
    bad = (row.state == "failing") | (row.state == "gone")
    shown = rx.el.div(icon("circle-alert"), words, class_name=rx.cond(bad, "notice problem", "notice blocked"))
    return rx.cond((row.reason != "") & ~row.busy & ~row.paused, shown, rx.fragment())


def _stat(label: str, value: rx.Component | rx.Var[str], below: rx.Component | rx.Var[str] | str = "") -> rx.Component:
    return rx.el.div(
        rx.el.span(label, class_name="meta"),
        rx.el.span(value, class_name="value"),
        rx.el.span(below, class_name="meta"),
        class_name="stat",
    )


def _stats() -> rx.Component:
    row = SourcePage.row
    fresh = rx.cond(
        SourcePage.is_fresh, rx.el.span(SourcePage.fresh_words), rx.el.span(SourcePage.fresh_words, class_name="late")
    )
    due = rx.cond(row.busy, "now", rx.cond(row.paused, "paused", moment(row.next_due_at, row.waits)))
    return rx.el.div(
        _stat("State", state_tag(row.state, *STATES), rx.cond(row.busy, row.reason, "")),
        _stat("Last read", moment(row.last_success_at), fresh),
        _stat("Next look", due, row.every),
        _stat("Failures", rx.cond(row.failures != "", row.failures, "none"), "since the last good look"),
        class_name="card stat-row source-stats",
    )


def _read(row: rx.Var[ReadRow]) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            link(row.words, to=row.href, class_name="title"),
            rx.el.span("as of ", moment(row.at), class_name="meta"),
            class_name="lines",
        ),
        link("Evidence", to=row.document_href, class_name="chip outline"),
        class_name="row",
    )


def _run(row: rx.Var[RunLine]) -> rx.Component:
    why = rx.cond(
        row.reason != "", rx.el.span(row.reason, class_name="meta reason"), rx.el.span(row.why, class_name="meta")
    )
    retry = rx.cond(
        Session.may_edit & (rx.Var.create(["failed", "blocked", "suspect", "gone"]).contains(row.state)),
        button("Retry", kind="quiet", symbol="refresh-cw", on_click=Looks.look(SourcePage.row.id)),
        rx.fragment(),
    )
    document = rx.cond(
        row.document_href != "", link("Document", to=row.document_href, class_name="text-link"), rx.fragment()
    )
    change = rx.cond(row.changes != "", link(row.changes, to=row.change_href, class_name="text-link"), rx.fragment())
    browser = rx.cond(row.browser, rx.el.span("in a browser", class_name="meta nowrap"), rx.fragment())
    brought = rx.el.span(document, change, browser, class_name="line wrap")
    return rx.el.tr(
        cell("Look", rx.el.div(state_tag(row.state, *RUN_STATES), why, class_name="stack none")),
        cell("When", moment(row.at)),
        cell("Took", row.took, number=True),
        cell("Answer", row.status, number=True),
        cell("Size", row.size, number=True),
        cell("Brought", rx.cond(row.brought, brought, rx.fragment())),
        cell("", retry, number=True),
        data_row="true",
        tab_index=0,
    )


def _looks() -> rx.Component:
    foot = pager(
        SourcePage.span, has_previous=SourcePage.page_at > 1, has_next=SourcePage.has_next,
        on_previous=SourcePage.turn(-1), on_next=SourcePage.turn(1),
    )  # fmt: skip
    none = rx.el.div(
        rx.cond(
            SourcePage.row.fed,
            empty(
                "Nothing was brought yet", "Upload a file, or send something to its hook: each is a look of its own."
            ),
            empty("Not looked at yet", "The first look starts as soon as a worker is free."),
        ),
        class_name="card",
    )
    table = data_table("Looks", COLUMNS, SourcePage.runs, _run, two_line=True, foot=foot)
    shown = rx.el.div(rx.cond(some(SourcePage.runs), table, none), aria_live="polite")
    return rx.el.section(rx.el.div(rx.el.h2("Looks"), class_name="section-head"), shown, class_name="section")


def _last_read() -> rx.Component:
    none = empty("Nothing read yet", "What is read here is counted by what it is: openings, articles, plans.")
    listed = rx.el.div(rx.foreach(SourcePage.read, _read), class_name="rows")
    edit = button("Edit mapping", kind="quiet", to=rx.Var.create("/sources/add?source=") + SourcePage.row.id)
    mapping = rx.cond(
        SourcePage.mapping != "",
        rx.el.div(
            rx.el.p("Mapping: ", SourcePage.mapping, class_name="meta mono"),
            rx.cond(Session.may_edit, edit, rx.fragment()),
            class_name="line wrap",
        ),
        rx.fragment(),
    )
    card = rx.el.div(rx.cond(some(SourcePage.read), listed, none), class_name="card")
    return rx.el.section(
        rx.el.div(rx.el.h2("Read last"), class_name="section-head"), card, mapping, class_name="section"
    )


def _remove() -> rx.Component:
    act = rx.el.div(
        rx.el.p("Removing stops looking here. Documents, changes and answers that cite it stay.", class_name="muted"),
        button("Remove source", kind="danger", symbol="trash-2", data_opens="#remove-source"),
        class_name="line apart wrap section",
    )
    asked = sheet(
        "remove-source",
        "Remove this source?",
        rx.el.p(
            SourcePage.row.short,
            " is not looked at any more. What was read there stays, and the same address can be added again.",
        ),
        rx.el.div(
            button("Keep it", data_closes=""),
            button("Remove source", kind="danger", on_click=SourcePage.remove, data_closes=""),
            class_name="sheet-foot",
        ),
    )
    return rx.cond(Session.may_edit, rx.fragment(act, asked), rx.fragment())


def _edit() -> rx.Component:
    row = SourcePage.row
    problem = rx.cond(
        EditSource.problem != "",
        rx.el.div(notice(EditSource.problem, kind="problem", symbol="circle-x"), role="alert"),
        rx.fragment(),
    )
    box = input_box(
        id="edit-url", name="url", default_value=SourcePage.address, key=SourcePage.address, required=True,
        max_length=2000, custom_attrs={"data-first": "true"},
    )  # fmt: skip
    every = select(
        FREQUENCIES, id="edit-frequency", name="frequency", default_value=row.frequency, key=row.id + row.frequency
    )
    form = rx.el.form(
        problem,
        field(
            "Address",
            box,
            name="edit-url",
            hint="Another address starts from a new baseline: its first look tells no changes.",
        ),
        field("Look", every, name="edit-frequency"),
        rx.el.div(
            button("Cancel", data_closes=""), button("Save", kind="primary", type="submit"), class_name="sheet-foot"
        ),
        on_submit=EditSource.submit,
        reset_on_submit=False,
        class_name="form",
    )
    return rx.fragment(
        sheet("edit-source", "Edit source", form), CloseWhen.create(dialog="edit-source", when=EditSource.saved)
    )


def source_page() -> rx.Component:
    missing = rx.el.div(
        empty(
            "No such source",
            "It may have been removed, or belong to another workspace.",
            button("All sources", to="/sources"),
        ),
        class_name="card",
    )
    whole = rx.fragment(_head(), _why(), _stats(), _last_read(), bring(), _looks(), _remove(), _edit())
    ready = rx.cond(SourcePage.status == "missing", missing, whole)
    body = phases(
        SourcePage.status, ready=ready, loading=skeleton_text(8), problem=SourcePage.problem, on_retry=SourcePage.load
    )
    beat = Whenever.create(when=Looks.beats, on_rise=SourcePage.load)
    return frame(body, beat, here="Sources", trail=crumbs(("Sources", "/sources"), (SourcePage.row.short, "")))

"""Every component in every state, for eyes and screenshots; served in development only."""

import reflex as rx

from competedexter.ui.components.basics import button, field, input_box, kbd, select, sheet
from competedexter.ui.components.changes import change_card, change_line, word_diff
from competedexter.ui.components.competitors import coverage_slots, plan_card, run_progress
from competedexter.ui.components.evidence import citation_chip, source_card
from competedexter.ui.components.placeholders import bone, empty, error_panel, notice, skeleton_rows, skeleton_text
from competedexter.ui.components.sparkline import bar_strip, sparkline
from competedexter.ui.components.tables import Column, cell, data_table, pager
from competedexter.ui.components.tags import LABELS, SEVERITIES, WORDS, label_tag, severity_tag, state_tag
from competedexter.ui.frame import crumbs, frame, page_head
from competedexter.ui.source_rows import SourceRow
from competedexter.ui.source_table import NAMED, source_cells

from . import samples


def _section(title: str, *children: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h2(title), *children)


def _controls() -> rx.Component:
    kinds = [button(kind.capitalize(), kind=kind) for kind in ("primary", "secondary", "quiet", "danger")]
    states = [button("Disabled", disabled=True), button("Saving", aria_busy="true"), button("With icon", symbol="plus")]
    fields = rx.el.div(
        field("Name", input_box(id="g-name", placeholder="Acme"), name="g-name", hint="As people call it."),
        field(
            "Domain", input_box(id="g-domain", aria_invalid=True), name="g-domain", problem="This is not a domain name."
        ),
        field(
            "Tier",
            select([("primary", "Primary"), ("secondary", "Secondary")], id="g-tier"),
            name="g-tier",
            optional=True,
        ),
        class_name="grid-3",
    )
    opener = button("Open a sheet", data_opens="#g-sheet")
    example = sheet(
        "g-sheet",
        "Add competitor",
        rx.el.p("A sheet."),
        rx.el.div(button("Add", kind="primary"), class_name="sheet-foot"),
    )
    return _section(
        "Controls", rx.el.div(*kinds, *states, opener, kbd("Ctrl K"), class_name="line wrap"), fields, example
    )


def _tags() -> rx.Component:
    return _section(
        "Severity, state, label",
        rx.el.div(*[severity_tag(name) for name in SEVERITIES], class_name="line wrap"),
        rx.el.div(*[state_tag(name) for name in WORDS], class_name="line wrap"),
        rx.el.div(*[label_tag(name) for name in LABELS], class_name="line wrap"),
    )


def _changes() -> rx.Component:
    acts = (button("Mute", kind="quiet"), button("Ask about this"))
    cards = [change_card(rx.Var.create(row), *acts) for row in samples.CHANGES]
    lines = rx.el.div(rx.foreach(rx.Var.create(samples.CHANGES), change_line), class_name="card rows")
    return _section("Changes", *cards, rx.el.div(word_diff(rx.Var.create(samples.WORDS)), class_name="card"), lines)


def _competitors() -> rx.Component:
    plans = rx.el.div(rx.foreach(rx.Var.create(samples.PLANS), plan_card), class_name="plans")
    runs = run_progress(rx.Var.create(samples.RUNS), rx.Var.create(True))
    return _section("Competitors", plans, coverage_slots(rx.Var.create(samples.SLOTS)), runs)


def _evidence() -> rx.Component:
    sentence = rx.el.p("Acme raised Pro by 20.4 %.", citation_chip(1, to="/dev/ui"), citation_chip(2, to="/dev/ui"))
    cards = rx.el.div(rx.foreach(rx.Var.create(samples.SOURCES), source_card), class_name="stack")
    return _section("Evidence", rx.el.div(sentence, cards, class_name="stack", data_turn="true"))


def _row(row: rx.Var[samples.TableRow]) -> rx.Component:
    return rx.el.tr(
        cell("Name", row.name),
        cell("Price", row.price, number=True),
        cell("Health", state_tag(row.health)),
        data_row="true",
        tab_index=0,
    )


def _tables() -> rx.Component:
    columns = [Column("Name", "name"), Column("Price range", "price", number=True), Column("Health")]
    foot = pager(
        "51\u2013100 of 312",
        has_previous=rx.Var.create(True),
        has_next=rx.Var.create(False),
        on_previous=rx.noop(),
        on_next=rx.noop(),
    )
    table = data_table(
        "Competitors", columns, rx.Var.create(samples.TABLE), _row, sort=rx.Var.create("-name"), foot=foot
    )
    return _section("Tables", table)


def _placeholders() -> rx.Component:
    nothing = empty(
        "No alerts yet", "Watching 14 pages since 09:12; next look 10:12.", button("Try a rule on past changes")
    )
    blocked = notice(
        "acme.com answered 403 three times since Tue 14:05. Last good copy: Mon 09:00. Nothing is reported as removed.",
        kind="blocked",
        symbol="shield-alert",
    )
    return _section(
        "Placeholders",
        rx.el.div(nothing, class_name="card"),
        error_panel("The database does not answer. Try again.", rx.noop()),
        blocked,
        skeleton_rows(3),
        skeleton_text(),
        bone(),
    )


def _sources() -> rx.Component:
    def row(one: rx.Var[SourceRow]) -> rx.Component:
        return rx.el.tr(source_cells(one), data_row="true")

    table = data_table("Sources", NAMED, rx.Var.create(samples.SOURCE_LINES), row, two_line=True)
    drawings = rx.el.div(
        bar_strip(rx.Var.create(samples.BARS), "News by week"), sparkline(samples.STEPS), class_name="card pad stack"
    )
    return _section("Sources", table, drawings)


def gallery_page() -> rx.Component:
    sections = (
        _controls(),
        _tags(),
        _changes(),
        _competitors(),
        _sources(),
        _evidence(),
        _tables(),
        _placeholders(),
    )
    head = page_head("Gallery", "Every component in every state.", button("Action", kind="primary"))
    return frame(
        head,
        rx.el.div(*sections, class_name="gallery"),
        here="Overview",
        trail=crumbs(("Overview", "/overview"), ("Gallery", "")),
    )

"""Parts of a competitor's page."""

from typing import Any

import reflex as rx

from competedexter.ui.components.basics import button, field, icon_button, input_box, link, select, sheet
from competedexter.ui.components.live import CloseWhen, moment
from competedexter.ui.components.placeholders import notice
from competedexter.ui.components.tables import Column, cell, data_table
from competedexter.ui.components.tags import state_tag
from competedexter.ui.session import Session

from .charts import LineRow
from .rows import DocumentRow, SourceLineRow
from .state import AddSource, CompetitorPage, EditCompetitor

HEALTHS = ("ok", "paused", "suspect", "blocked", "failing", "gone")
TIER_OPTIONS = [("primary", "Primary"), ("secondary", "Secondary"), ("watch", "Watch")]
FREQUENCIES = [("daily", "Every day"), ("hourly", "Every hour"), ("weekly", "Every week")]
SOURCE_TYPES = [("pricing", "Pricing"), ("website", "Website page"), ("features", "Features")]


def head() -> rx.Component:
    """Name, facts and what can be done."""
    row = CompetitorPage.head
    site = rx.el.a(
        row.domain, href=row.website, class_name="text-link", target="_blank", rel="noopener noreferrer nofollow"
    )
    facts = rx.el.div(
        site,
        rx.el.span(row.tier_words),
        rx.foreach(row.tags, lambda tag: rx.el.span(tag, class_name="chip outline")),
        class_name="line wrap meta",
    )
    words = rx.el.div(
        rx.el.h1(row.name),
        facts,
        rx.cond(row.description != "", rx.el.p(row.description, class_name="muted"), rx.fragment()),
        class_name="grow stack tight",
    )
    acts = rx.el.div(
        button("Ask", symbol="message-circle-question", to=rx.Var.create("/ask?about=") + row.id),
        rx.cond(Session.may_edit, _admin_acts(), rx.fragment()),
        class_name="page-actions",
    )
    avatar = rx.el.span(row.initial, class_name="avatar large", aria_hidden="true")
    return rx.el.div(avatar, words, acts, class_name="profile-head")


def _admin_acts() -> rx.Component:
    return rx.cond(
        CompetitorPage.head.archived,
        button("Restore", kind="primary", on_click=CompetitorPage.restore),
        rx.fragment(
            button("Edit", data_opens="#edit-competitor"),
            icon_button("Archive", "archive", on_click=CompetitorPage.archive),
            button("Crawl now", kind="primary", symbol="refresh-cw", on_click=CompetitorPage.crawl_all),
        ),
    )


def tabs() -> rx.Component:
    """Each tab has its address and is read when opened."""

    def one(words: str, name: str) -> rx.Component:
        to = rx.Var.create("/competitors/") + CompetitorPage.head.id + ("" if name == "summary" else f"?tab={name}")
        current = rx.cond(CompetitorPage.tab == name, "page", "false")
        return link(words, to=to, aria_current=current)

    parts = (("Summary", "summary"), ("Pricing", "pricing"), ("Timeline", "timeline"), ("Evidence", "evidence"))
    return rx.el.nav(*[one(*part) for part in parts], class_name="tabs", aria_label="Parts of this competitor")


def _line(row: rx.Var[LineRow]) -> rx.Component:
    return rx.el.path(
        d=row.path, class_name="step-line", stroke=row.colour, custom_attrs={"vectorEffect": "non-scaling-stroke"}
    )


def _end(row: rx.Var[LineRow]) -> rx.Component:
    return rx.el.span(row.label, class_name="end", style={"top": row.top, "color": row.colour})


def step_chart() -> rx.Component:
    """Prices as steps; labels stand at the line's end, a table below says the same to a screen reader."""
    chart = CompetitorPage.chart
    drawing = rx.el.svg(
        rx.el.path(d="M0 200H1000M0 100H1000", class_name="axis", custom_attrs={"vectorEffect": "non-scaling-stroke"}),
        rx.foreach(chart.lines, _line),
        view_box="0 0 1000 200",
        custom_attrs={"preserveAspectRatio": "none"},
        aria_hidden="true",
    )
    plot = rx.el.div(drawing, rx.foreach(chart.lines, _end), class_name="plot")
    axis = rx.el.div(rx.el.span(chart.first), rx.el.span(chart.last), class_name="axis-words meta")
    said = rx.el.ul(rx.foreach(chart.lines, lambda one: rx.el.li(one.label)), class_name="visually-hidden")
    return rx.el.figure(
        rx.el.figcaption(chart.summary, class_name="meta"), plot, axis, said, class_name="card pad step-chart"
    )


def source_table() -> rx.Component:
    columns = [Column("Source"), Column("State"), Column("Last read"), Column("Next look"), Column("", number=True)]
    return data_table("Sources", columns, CompetitorPage.sources, _source, two_line=True)


def _source(row: rx.Var[SourceLineRow]) -> rx.Component:
    name = rx.el.div(
        rx.el.a(row.short, href=row.url, class_name="strong", target="_blank", rel="noopener noreferrer nofollow"),
        rx.el.span(row.type, " \u00b7 ", row.frequency, class_name="meta"),
        class_name="stack tight",
        style={"gap": "0"},
    )
    state = rx.el.div(
        state_tag(row.health, *HEALTHS),
        rx.cond(row.reason != "", rx.el.span(row.reason, class_name="meta"), rx.fragment()),
        class_name="stack tight",
    )
    pause = rx.cond(
        row.paused,
        icon_button("Resume", "play", on_click=CompetitorPage.pause(row.id, False)),
        icon_button("Pause", "pause", on_click=CompetitorPage.pause(row.id, True)),
    )
    acts = rx.el.span(
        icon_button("Crawl now", "refresh-cw", on_click=CompetitorPage.crawl(row.id)), pause, class_name="line"
    )
    return rx.el.tr(
        cell("Source", name),
        cell("State", state),
        cell("Last read", moment(row.last_success_at)),
        cell("Next look", rx.cond(row.paused, "paused", moment(row.next_due_at, "soon"))),
        cell("", rx.cond(Session.may_edit, acts, rx.fragment()), number=True),
        data_row="true",
    )


def document_table() -> rx.Component:
    columns = [Column("Document"), Column("Type"), Column("Observed"), Column("Quality", number=True)]
    return data_table("Documents", columns, CompetitorPage.documents, _document, two_line=True)


def _document(row: rx.Var[DocumentRow]) -> rx.Component:
    title = link(
        rx.el.span(
            rx.el.span(row.title, class_name="name strong"),
            rx.el.span(row.short, class_name="meta"),
            class_name="stack tight",
            style={"gap": "0"},
        ),
        to=row.href,
        class_name="row-link",
    )
    quality = rx.cond(row.suspect, state_tag("suspect"), row.quality)
    return rx.el.tr(
        cell("Document", title),
        cell("Type", row.type),
        cell("Observed", moment(row.observed_at)),
        cell("Quality", quality, number=True),
        data_row="true",
    )


def _problem(sentence: rx.Var[str]) -> rx.Component:
    return rx.cond(
        sentence != "", rx.el.div(notice(sentence, kind="problem", symbol="circle-x"), role="alert"), rx.fragment()
    )


def _foot(words: str) -> rx.Component:
    return rx.el.div(
        button("Cancel", data_closes=""), button(words, kind="primary", type="submit"), class_name="sheet-foot"
    )


def edit_sheet() -> rx.Component:
    row = CompetitorPage.head

    def box(name: str, value: Any, **props: Any) -> rx.Component:  # Any: Vars and attributes
        return input_box(id=f"edit-{name}", name=name, default_value=value, key=row.id + row.name, **props)

    form = rx.el.form(
        _problem(EditCompetitor.problem),
        field("Name", box("name", row.name, required=True, max_length=200), name="edit-name"),
        field(
            "Tier",
            select(TIER_OPTIONS, id="edit-tier", name="tier", default_value=row.tier, key=row.id + row.tier),
            name="edit-tier",
        ),
        field(
            "Tags",
            box("tags", row.tags_text, max_length=400),
            name="edit-tags",
            optional=True,
            hint="Separated by commas.",
        ),
        field(
            "Description",
            rx.el.textarea(
                id="edit-description",
                name="description",
                default_value=row.description,
                key=row.id,
                class_name="textarea",
                max_length=5000,
            ),
            name="edit-description",
            optional=True,
        ),
        _foot("Save"),
        on_submit=EditCompetitor.submit,
        class_name="form",
    )
    return rx.fragment(
        sheet("edit-competitor", "Edit competitor", form),
        CloseWhen.create(dialog="edit-competitor", when=EditCompetitor.saved),
    )


def source_sheet() -> rx.Component:
    form = rx.el.form(
        _problem(AddSource.problem),
        field(
            "Address",
            input_box(
                id="source-url",
                name="url",
                placeholder="https://acme.com/pricing",
                required=True,
                max_length=2000,
                custom_attrs={"data-first": "true"},
            ),
            name="source-url",
        ),
        rx.el.div(
            field("Read as", select(SOURCE_TYPES, id="source-type", name="type"), name="source-type"),
            field("Look", select(FREQUENCIES, id="source-frequency", name="frequency"), name="source-frequency"),
            class_name="grid-2",
        ),
        _foot("Add source"),
        on_submit=AddSource.submit,
        reset_on_submit=False,
        class_name="form",
    )
    return rx.fragment(
        sheet("add-source", "Add source", form), CloseWhen.create(dialog="add-source", when=AddSource.saved)
    )

"""Parts of a competitor's page."""

from typing import Any

import reflex as rx

from competedexter.ui.components.basics import button, field, icon_button, input_box, link, select, sheet
from competedexter.ui.components.live import CloseWhen
from competedexter.ui.components.placeholders import notice
from competedexter.ui.session import Session

from .charts import LineRow
from .state import TABS, CompetitorPage, EditCompetitor

TIER_OPTIONS = [("primary", "Primary"), ("secondary", "Secondary"), ("watch", "Watch")]


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

    parts = [(name.capitalize(), name) for name in TABS]
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

"""The table's row, its tools and the add sheet."""

import reflex as rx

from competedexter.ui.components.basics import (
    button,
    field,
    icon,
    icon_button,
    input_box,
    link,
    said,
    search_box,
    select,
    sheet,
)
from competedexter.ui.components.live import moment
from competedexter.ui.components.placeholders import empty, notice
from competedexter.ui.components.tables import cell
from competedexter.ui.session import Session

from .rows import TIERS, CompetitorRow
from .state import AddCompetitor, CompetitorTable

TIER_OPTIONS = [(value, words) for value, words in TIERS.items()]


def tools() -> rx.Component:
    """Search, tier and what is archived; all of it is in the address."""

    def part(words: str, archived: bool) -> rx.Component:
        return rx.el.button(
            words,
            type="button",
            aria_pressed=said(CompetitorTable.archived == archived),
            on_click=CompetitorTable.show_archived(archived),
        )

    return rx.el.div(
        search_box("Search competitors", value=CompetitorTable.q, on_change=CompetitorTable.search),
        select(
            [("", "Every tier"), *TIER_OPTIONS],
            value=CompetitorTable.tier,
            on_change=CompetitorTable.narrow,
            aria_label="Tier",
        ),
        rx.el.div(
            part("Watched", False), part("Archived", True), class_name="segments", role="group", aria_label="Show"
        ),
        class_name="toolbar",
    )


def _dot(state: rx.Var[str]) -> rx.Component:
    return rx.el.i(class_name=state)


def competitor_row(row: rx.Var[CompetitorRow]) -> rx.Component:
    own = rx.cond(row.is_self, rx.el.span("You", class_name="chip on"), rx.fragment())
    lines = rx.el.span(
        rx.el.span(row.name, class_name="name"),
        rx.el.span(row.domain, class_name="meta"),
        class_name="stack tight",
        style={"gap": "0"},
    )
    name = link(
        rx.el.span(row.initial, class_name="avatar square", aria_hidden="true"),
        lines,
        own,
        to=row.href,
        class_name="row-link",
    )
    dots = rx.el.span(rx.foreach(row.slots, _dot), class_name="slot-dots", aria_hidden="true")
    tags = rx.el.span(rx.foreach(row.tags, lambda tag: rx.el.span(tag, class_name="chip outline")), class_name="chips")
    act = rx.cond(
        row.archived,
        button("Restore", kind="quiet", on_click=CompetitorTable.restore(row.id)),
        icon_button("Archive", "archive", on_click=CompetitorTable.archive(row.id)),
    )
    return rx.el.tr(
        cell("Name", name),
        cell("Tier", row.tier),
        cell("Coverage", rx.el.span(dots, row.coverage, class_name="line")),
        cell("Tags", tags),
        cell("Added", rx.el.span(moment(row.added_at), class_name="muted")),
        cell("", rx.cond(Session.may_edit, act, rx.fragment()), number=True),
        data_row="true",
    )


def add_button(words: str = "Add competitor") -> rx.Component:
    return rx.cond(
        Session.may_edit, button(words, kind="primary", symbol="plus", data_opens="#add-competitor"), rx.fragment()
    )


def add_sheet() -> rx.Component:
    """Name and domain; the site is looked at as soon as it is saved."""
    form = rx.el.form(
        rx.cond(
            AddCompetitor.problem != "",
            rx.el.div(notice(AddCompetitor.problem, kind="problem", symbol="circle-x"), role="alert"),
            rx.fragment(),
        ),
        field(
            "Domain or address",
            input_box(
                id="add-domain",
                name="domain",
                placeholder="acme.com",
                required=True,
                auto_complete="off",
                custom_attrs={"data-first": "true"},
                max_length=2000,
            ),
            name="add-domain",
            hint="Its home page is read at once, and from it the pages for pricing, features, careers, feed, changelog and docs.",
        ),
        field(
            "Name",
            input_box(id="add-name", name="name", placeholder="Acme", max_length=200),
            name="add-name",
            optional=True,
        ),
        rx.el.div(
            field("Tier", select(TIER_OPTIONS, id="add-tier", name="tier", default_value="secondary"), name="add-tier"),
            field(
                "Tags",
                input_box(id="add-tags", name="tags", placeholder="europe, self-serve", max_length=400),
                name="add-tags",
                optional=True,
            ),
            class_name="grid-2",
        ),
        rx.el.div(
            button("Cancel", data_closes=""),
            button("Add competitor", kind="primary", type="submit"),
            class_name="sheet-foot",
        ),
        on_submit=AddCompetitor.submit,
        class_name="form",
    )
    return sheet("add-competitor", "Add competitor", form)


def nothing() -> rx.Component:
    """Different words for nothing at all and nothing that matches."""
    first = empty(
        "No competitors yet",
        "Add one by its domain. Its site is read at once; prices, plans and pages are then looked at every day.",
        add_button(),
        button("First steps", to="/welcome"),
    )
    unmatched = empty(
        "Nothing matches",
        "No competitor matches this search and these filters.",
        button("Clear", on_click=CompetitorTable.clear),
    )
    return rx.el.div(rx.cond(CompetitorTable.any_at_all, unmatched, first), class_name="card")


def slots_legend() -> rx.Component:
    return rx.el.p(
        icon("info", 13),
        "Coverage: pricing, features, careers, feed, changelog, docs.",
        class_name="line meta",
        style={"marginTop": "12px"},
    )

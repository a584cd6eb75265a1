"""The table's row, its tools and the add sheet."""

import reflex as rx

from competedexter.ui.adding import added_line
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
    some,
)
from competedexter.ui.components.live import moment
from competedexter.ui.components.placeholders import empty, notice
from competedexter.ui.components.tables import cell
from competedexter.ui.components.tags import state_tag
from competedexter.ui.session import Session

from .rows import TIERS, WORST_FIRST, CompetitorRow
from .state import AddCompetitor, AddMany, CompetitorTable

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
        rx.el.span(
            row.domain, rx.cond(row.tag_words != "", rx.el.span(" \u00b7 ", row.tag_words), ""), class_name="meta clip"
        ),
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
    act = rx.cond(
        row.archived,
        button("Restore", kind="quiet", on_click=CompetitorTable.restore(row.id)),
        icon_button("Archive", "archive", on_click=CompetitorTable.archive(row.id)),
    )
    last = rx.el.div(
        link(row.last_change, to=row.last_change_href, class_name="change-words"),
        rx.el.span(moment(row.last_change_at), class_name="meta"),
        class_name="stack none",
    )
    return rx.el.tr(
        cell("Name", name),
        cell("Tier", row.tier),
        cell("Last change", rx.cond(row.last_change != "", last, _nothing_yet("none yet"))),
        cell("Prices", rx.cond(row.prices != "", row.prices, _nothing_yet()), number=True),
        cell(
            "Open jobs",
            rx.cond(row.jobs != "", link(row.jobs, to=row.href + "?tab=hiring"), _nothing_yet()),
            number=True,
        ),
        cell(
            "News 30 d",
            rx.cond(row.news != "", link(row.news, to=row.href + "?tab=timeline&group=news"), _nothing_yet()),
            number=True,
        ),
        cell("Sources", _health(row, dots)),
        cell("", rx.cond(Session.may_edit, act, rx.fragment()), number=True),
        data_row="true",
    )


def _nothing_yet(words: str = "\u2013") -> rx.Component:
    return rx.el.span(words, class_name="faint")


def _health(row: rx.Var[CompetitorRow], dots: rx.Component) -> rx.Component:
    state = rx.cond(row.health != "", state_tag(row.health, *WORST_FIRST), rx.fragment())
    return rx.el.div(
        link(
            rx.cond(row.health == "ok", state, rx.el.span(state)),
            rx.el.span(row.health_words, class_name="visually-hidden"),
            to=row.sources_href,
            title=row.health_words,
        ),
        rx.el.span(dots, rx.el.span(row.coverage, class_name="meta"), class_name="line"),
        class_name="stack none",
    )


def add_button(words: str = "Add competitor") -> rx.Component:
    return rx.cond(
        Session.may_edit,
        button(words, kind="primary", symbol="plus", data_opens="#add-competitor", on_click=AddCompetitor.suggest("")),
        rx.fragment(),
    )


def add_many_button() -> rx.Component:
    return rx.cond(Session.may_edit, button("Add many", data_opens="#add-many"), rx.fragment())


def many_sheet() -> rx.Component:
    """Names, domains or a CSV; each line is added by itself and says what became of it."""
    box = rx.el.textarea(
        id="many-who",
        name="who",
        class_name="textarea mono",
        rows="8",
        placeholder="acme.com\nGlobex, globex.io\n\nor a CSV:\nname,domain,tier,tags",
        required=True,
        max_length=50000,
        custom_attrs={"data-first": "true"},
    )
    problem = rx.cond(
        AddMany.problem != "",
        rx.el.div(notice(AddMany.problem, kind="problem", symbol="circle-x"), role="alert"),
        rx.fragment(),
    )
    results = rx.cond(
        some(AddMany.added),
        rx.el.div(rx.foreach(AddMany.added, added_line), class_name="rows card added", role="status"),
        rx.fragment(),
    )
    form = rx.el.form(
        problem,
        field(
            "Who, one a line",
            box,
            name="many-who",
            hint="Up to 200 at once. Each site is looked at as soon as it is added.",
        ),
        field(
            "Tier where a line says none",
            select(TIER_OPTIONS, id="many-tier", name="tier", default_value="secondary"),
            name="many-tier",
        ),
        rx.el.div(
            button("Close", data_closes=""), button("Add all", kind="primary", type="submit"), class_name="sheet-foot"
        ),
        on_submit=AddMany.submit,
        reset_on_submit=False,
        class_name="form",
    )
    return sheet("add-many", "Add many competitors", form, results)


def _name_field() -> rx.Component:
    """Filled with a suggestion when that was taken up."""
    return field(
        "Name",
        input_box(
            id="add-name",
            name="name",
            placeholder="Acme",
            max_length=200,
            default_value=AddCompetitor.suggested,
            key=AddCompetitor.suggested,
        ),
        name="add-name",
        optional=True,
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
        _name_field(),
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

"""The Hiring tab."""

import reflex as rx

from competedexter.ui.components.basics import button, icon, link, some
from competedexter.ui.components.live import moment
from competedexter.ui.components.placeholders import phases, skeleton_rows
from competedexter.ui.components.sparkline import sparkline
from competedexter.ui.components.tables import Column, cell, data_table, pager

from .hiring_rows import ClosedRow, OpeningRow, TeamRow
from .hiring_state import HiringTab
from .sections import add_source, section, teaching

COLUMNS = [Column("Opening"), Column("Team"), Column("Place"), Column("Published"), Column("First seen"), Column("")]


def _team(row: rx.Var[TeamRow]) -> rx.Component:
    return rx.el.button(
        rx.el.span(row.name, class_name="clip"),
        rx.el.span(rx.el.i(style={"width": row.share}), class_name="share", aria_hidden="true"),
        rx.el.span(row.count, class_name="number strong"),
        type="button",
        class_name="team-row",
        aria_pressed=row.chosen.to_string(),
        disabled=row.key == "",
        on_click=HiringTab.choose(row.key),
    )


def _opening(row: rx.Var[OpeningRow]) -> rx.Component:
    outside = rx.el.a(
        row.title, icon("external-link", 12), href=row.url, class_name="name line", target="_blank",
        rel="noopener noreferrer nofollow", style={"gap": "6px"},
    )  # fmt: skip
    title = rx.cond(row.url != "", outside, rx.el.span(row.title, class_name="strong"))
    kind = rx.cond(row.employment != "", rx.el.span(row.employment, class_name="meta"), rx.fragment())
    remote = rx.cond(row.remote != "", rx.el.span(row.remote, class_name="chip outline"), rx.fragment())
    return rx.el.tr(
        cell("Opening", rx.el.div(title, kind, class_name="stack none")),
        cell("Team", row.team),
        cell("Place", rx.el.span(row.place, remote, class_name="line wrap")),
        cell("Published", moment(row.published_at, "not said")),
        cell("First seen", moment(row.first_seen_at, "at the first look")),
        cell("", link("Evidence", to=row.evidence, class_name="chip outline"), number=True),
        data_row="true",
    )


def _closed(row: rx.Var[ClosedRow]) -> rx.Component:
    return link(
        rx.el.div(
            rx.el.span(row.title, class_name="title clip"),
            rx.el.span(row.details, class_name="meta clip"),
            class_name="lines",
        ),
        rx.el.span("closed ", moment(row.at), class_name="meta"),
        to=row.href,
        class_name="row",
        data_row="true",
    )


def _by_team() -> rx.Component:
    trend = rx.cond(
        HiringTab.trend != "",
        rx.el.div(sparkline(HiringTab.trend), rx.el.span(HiringTab.trend_words, class_name="meta"), class_name="line"),
        rx.el.span("A trend appears with the second state that is read.", class_name="meta"),
    )
    figure = rx.el.div(
        rx.el.div(
            rx.el.span(HiringTab.open_words, class_name="figure"), rx.el.span("open now", class_name="meta"),
            class_name="line baseline",
        ),
        trend,
        class_name="stack tight",
    )  # fmt: skip
    teams = rx.el.div(rx.foreach(HiringTab.teams, _team), class_name="teams")
    return rx.el.div(figure, teams, class_name="card pad hiring-head")


def _list() -> rx.Component:
    foot = pager(
        HiringTab.span, has_previous=HiringTab.page_at > 1, has_next=HiringTab.has_next,
        on_previous=HiringTab.turn(-1), on_next=HiringTab.turn(1),
    )  # fmt: skip
    table = data_table("Openings", COLUMNS, HiringTab.openings, _opening, two_line=True, foot=foot)
    clear = rx.cond(
        HiringTab.team != "",
        button(HiringTab.team, kind="quiet", symbol="x", on_click=HiringTab.choose(HiringTab.team)),
        rx.fragment(),
    )
    return section("Open now", table, act=clear)


def hiring_tab() -> rx.Component:
    """Who they look for, where, since when; what is not looked for any more."""
    none = teaching(
        "No openings read",
        "Paste the address of their careers page or job board (Greenhouse, Lever, Ashby, Workable and others): "
        "openings are then listed by team, and each one that opens or closes is told.",
        add_source("Add careers page", "jobs", "careers"),
    )
    closed = rx.cond(
        some(HiringTab.closed),
        section("Closed lately", rx.el.div(rx.foreach(HiringTab.closed, _closed), class_name="rows card")),
        rx.fragment(),
    )
    full = rx.fragment(section("By team", _by_team()), _list())
    ready = rx.fragment(rx.cond(some(HiringTab.teams), full, rx.el.div(none, class_name="section")), closed)
    return phases(
        HiringTab.status, ready=ready, loading=skeleton_rows(), problem=HiringTab.problem, on_retry=HiringTab.load
    )

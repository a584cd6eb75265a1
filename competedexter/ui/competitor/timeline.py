"""The timeline tab: changes and source events by the day they happened, latest first."""

import reflex as rx

from competedexter.ui.change_groups import TIMELINE_OPTIONS
from competedexter.ui.components.basics import button, link, select, some
from competedexter.ui.components.live import moment
from competedexter.ui.components.placeholders import phases, skeleton_rows
from competedexter.ui.components.rows import ChangeRow
from competedexter.ui.components.tags import label_tag, severity_tag

from .sections import add_source, teaching
from .timeline_rows import DayRow
from .timeline_state import TimelineTab


def _entry(row: rx.Var[ChangeRow]) -> rx.Component:
    title = rx.cond(row.href != "", link(row.summary, to=row.href, class_name="strong"), rx.el.span(row.summary))
    before = rx.cond(row.backfilled, rx.el.span("before we watched", class_name="chip outline"), rx.fragment())
    label = rx.cond(row.held_back, label_tag(row.label), rx.fragment())
    weight = rx.cond(row.is_event | row.backfilled, rx.fragment(), severity_tag(row.severity))
    aside = rx.el.div(
        rx.el.span(row.group, class_name="meta"),
        before,
        label,
        weight,
        class_name="line wrap",
    )
    look = rx.cond(row.is_event, "event", rx.cond(row.backfilled, "past", row.severity))
    return rx.el.li(
        rx.el.span(class_name="dot", aria_hidden="true"),
        title,
        aside,
        class_name=rx.Var.create("entry ") + look,
        data_row="true",
        tab_index=0,
    )


def _day(day: rx.Var[DayRow]) -> rx.Component:
    when = rx.el.div(rx.el.h2(day.name), rx.el.span(moment(day.at, ""), class_name="meta"), class_name="day")
    return rx.el.section(when, rx.el.ol(rx.foreach(day.rows, _entry)), class_name="day-row")


def _chips() -> rx.Component:
    """On a desk every group is one click; a phone has the choice."""

    def one(key: str, words: str) -> rx.Component:
        return rx.el.button(
            words,
            type="button",
            aria_pressed=(TimelineTab.group == key).to_string(),  # type: ignore[attr-defined]  # a Var when drawn
            on_click=TimelineTab.choose(key),
        )

    row = rx.el.div(
        *[one(*option) for option in TIMELINE_OPTIONS],
        class_name="segments wrap desk-only",
        role="group",
        aria_label="What happened",
    )
    choice = rx.el.div(
        select(
            TIMELINE_OPTIONS,
            value=TimelineTab.group,
            on_change=lambda said: TimelineTab.choose(said),
            aria_label="What happened",
        ),
        class_name="phone-only",
    )
    return rx.el.div(row, choice, class_name="toolbar")


def timeline_tab() -> rx.Component:
    """Everything that happened, what was held back included."""
    foot = rx.el.div(
        rx.el.span(TimelineTab.total_words),
        rx.el.div(
            rx.cond(
                TimelineTab.is_first, rx.fragment(), button("Newest", on_click=TimelineTab.choose(TimelineTab.group))
            ),
            rx.cond(TimelineTab.older != "", button("Older", on_click=TimelineTab.turn), rx.fragment()),
            class_name="line",
        ),
        class_name="pager",
    )
    entries = rx.el.div(rx.foreach(TimelineTab.days, _day), foot, class_name="timeline card")
    first = teaching(
        "Nothing has happened yet",
        "Changes and what happens to the sources appear here, by the day they happened. A feed or job board brings "
        "its own past with it, marked as before we watched.",
        add_source("Add feed", "news", "feed"),
    )
    unmatched = teaching(
        "Nothing of this kind",
        "Nothing of this kind has happened, or no source tells it yet.",
        button("Everything", on_click=TimelineTab.choose("")),
    )
    ready = rx.cond(some(TimelineTab.days), entries, rx.cond(TimelineTab.group == "", first, unmatched))
    body = phases(
        TimelineTab.status, ready=ready, loading=skeleton_rows(), problem=TimelineTab.problem, on_retry=TimelineTab.load
    )
    return rx.el.section(_chips(), body, class_name="section")

"""The timeline tab: changes and source events, latest first."""

import reflex as rx

from competedexter.ui.components.basics import button, link, some
from competedexter.ui.components.live import moment
from competedexter.ui.components.placeholders import empty
from competedexter.ui.components.rows import ChangeRow
from competedexter.ui.components.tags import label_tag, severity_tag

from .state import CompetitorPage


def _entry(row: rx.Var[ChangeRow]) -> rx.Component:
    title = rx.cond(row.href != "", link(row.summary, to=row.href, class_name="strong"), rx.el.span(row.summary))
    label = rx.cond(row.held_back, label_tag(row.label), rx.fragment())
    tag = rx.cond(row.is_event, rx.el.span("Source", class_name="label-tag"), severity_tag(row.severity))
    aside = rx.el.div(label, tag, rx.el.span(moment(row.observed_at), class_name="meta"), class_name="line wrap")
    name = rx.Var.create("entry ") + rx.cond(row.is_event, "event", row.severity)
    return rx.el.li(
        rx.el.span(class_name="dot", aria_hidden="true"), title, aside, class_name=name, data_row="true", tab_index=0
    )


def timeline_tab() -> rx.Component:
    """Everything that happened, what was held back included."""
    entries = rx.el.ol(rx.foreach(CompetitorPage.timeline, _entry), class_name="timeline card rows")
    older = rx.cond(
        CompetitorPage.older != "",
        button(
            "Older",
            to=rx.Var.create("/competitors/") + CompetitorPage.head.id + "?tab=timeline&after=" + CompetitorPage.older,
        ),
        rx.fragment(),
    )
    none = rx.el.div(
        empty("Nothing has happened yet", "Changes and what happens to the sources appear here, latest first."),
        class_name="card",
    )
    shown = rx.cond(some(CompetitorPage.timeline), rx.el.div(entries, older, class_name="stack"), none)
    return rx.el.section(shown, class_name="section")

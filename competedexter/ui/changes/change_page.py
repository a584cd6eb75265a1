"""One change: typed first, then the passages on both sides."""

import reflex as rx

from competedexter.ui.components.basics import button, link
from competedexter.ui.components.changes import change_card
from competedexter.ui.components.placeholders import empty, phases, skeleton_text
from competedexter.ui.components.tags import label_tag
from competedexter.ui.frame import crumbs, frame

from .components import acts, passage, picture_sides
from .state import ChangePage


def _about() -> rx.Component:
    row = ChangePage.row
    label = rx.fragment(rx.el.dt("Label"), rx.el.dd(label_tag(row.label), " \u2013 ", row.label_reason))
    severity = rx.fragment(rx.el.dt("Severity"), rx.el.dd(row.severity_reason))
    alert = rx.fragment(
        rx.el.dt("Alert"),
        rx.el.dd(
            rx.cond(
                ChangePage.alert_id != "",
                link("In the inbox", to=rx.Var.create("/inbox?alert=") + ChangePage.alert_id, class_name="text-link"),
                "No rule matched it",
            )
        ),
    )
    return rx.el.section(
        rx.el.h2("Why it is told"), rx.el.dl(label, severity, alert, class_name="facts"), class_name="section stack"
    )


def _missing() -> rx.Component:
    return rx.el.div(
        empty("No such change", "It may belong to another workspace.", button("All changes", to="/changes")),
        class_name="card",
    )


def change_page() -> rx.Component:
    row = ChangePage.row
    head = rx.el.div(
        rx.el.div(
            rx.el.h1(row.summary),
            rx.el.p(link(row.competitor, to=row.competitor_href, class_name="text-link")),
            class_name="grow",
        ),
        class_name="page-head",
    )
    before = passage("Before", ChangePage.before, ChangePage.before_href)
    after = passage("After", ChangePage.after, ChangePage.after_href)
    came = passage("What it says", ChangePage.after, ChangePage.after_href)
    went = passage("What it said", ChangePage.before, ChangePage.before_href)
    one = rx.cond(ChangePage.after_href != "", came, went)
    both = rx.el.div(before, after, class_name="side-by-side")
    sides = rx.el.section(rx.el.h2("Evidence"), rx.cond(ChangePage.has_sides, both, one), class_name="section stack")
    whole = rx.fragment(head, change_card(row, *acts()), sides, picture_sides(), _about())
    ready = rx.cond(ChangePage.status == "missing", _missing(), whole)
    body = phases(
        ChangePage.status, ready=ready, loading=skeleton_text(8), problem=ChangePage.problem, on_retry=ChangePage.load
    )
    return frame(body, here="Changes", trail=crumbs(("Changes", "/changes"), (row.title, "")))

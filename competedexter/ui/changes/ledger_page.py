"""Changes: everything that was seen to change, what was held back included."""

import reflex as rx

from competedexter.ui.components.basics import button, some
from competedexter.ui.components.changes import change_line
from competedexter.ui.components.placeholders import empty, phases, skeleton_rows
from competedexter.ui.frame import frame, page_head

from .components import tools
from .state import ChangesPage


def _list() -> rx.Component:
    foot = rx.el.div(
        rx.el.span(ChangesPage.words),
        rx.el.div(
            rx.cond(ChangesPage.is_first, rx.fragment(), button("Newest", on_click=ChangesPage.clear)),
            rx.cond(ChangesPage.next != "", button("Older", on_click=ChangesPage.more), rx.fragment()),
            class_name="line",
        ),
        class_name="pager",
    )
    return rx.el.div(rx.el.div(rx.foreach(ChangesPage.rows, change_line), class_name="rows"), foot, class_name="card")


def _nothing() -> rx.Component:
    first = empty(
        "No changes yet",
        "The first look at a page is its baseline. From the second on, what differs is told here, with a label and the reason for it.",
        button("Competitors", to="/competitors"),
    )
    unmatched = empty(
        "Nothing matches these filters",
        "Other labels or competitors may have something.",
        button("Clear", on_click=ChangesPage.clear),
    )
    return rx.el.div(rx.cond(ChangesPage.narrowed, unmatched, first), class_name="card")


def changes_page() -> rx.Component:
    ready = rx.cond(some(ChangesPage.rows), _list(), _nothing())
    body = phases(
        ChangesPage.status, ready=ready, loading=skeleton_rows(), problem=ChangesPage.problem, on_retry=ChangesPage.load
    )
    words = "Everything that was seen to change. What was held back as noise is here too, with the reason."
    return frame(page_head("Changes", words), tools(), body, here="Changes")

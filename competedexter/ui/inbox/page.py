"""Inbox: one item an event, a list beside the open one."""

import reflex as rx

from competedexter.ui.components.basics import button, icon, icon_button, said, some
from competedexter.ui.components.changes import change_card
from competedexter.ui.components.live import Whenever, moment
from competedexter.ui.components.placeholders import empty, error_panel, skeleton_rows
from competedexter.ui.components.rows import ChangeRow, FactRow
from competedexter.ui.components.tags import severity_tag
from competedexter.ui.frame import frame
from competedexter.ui.frame_state import Frame

from .rows import ItemRow
from .state import InboxPage

SEVERITY_WORDS = (
    ("", "Every severity"),
    ("critical", "Critical"),
    ("high", "High"),
    ("medium", "Medium"),
    ("low", "Low"),
)


def _item(row: rx.Var[ItemRow]) -> rx.Component:
    top = rx.el.span(
        severity_tag(row.severity),
        rx.el.span(row.competitor, class_name="strong grow clip"),
        rx.el.span(moment(row.at), class_name="meta"),
        class_name="line",
    )
    unread = rx.cond(row.unread, rx.el.span("Unread. ", class_name="visually-hidden"), rx.fragment())
    sentence = rx.el.span(unread, row.sentence, " ", rx.el.span(row.more, class_name="faint"), class_name="sentence")
    item = rx.el.button(
        top, sentence, class_name=row.read_class, type="button", data_row="true",
        aria_current=said(InboxPage.item == row.id), on_click=InboxPage.open(row.id),
    )  # fmt: skip
    quick = icon_button("Mark read", "check", on_click=InboxPage.mark_item_read(row.id), data_key="e")
    return rx.el.div(item, rx.cond(row.unread, quick, rx.fragment()), class_name="inbox-row")


def _option(row: rx.Var[FactRow]) -> rx.Component:
    return rx.el.option(row.name, value=row.value)


def _tools() -> rx.Component:
    def part(words: str, value: str) -> rx.Component:
        pressed = said(InboxPage.unread_only == (value == "1"))
        return rx.el.button(words, type="button", aria_pressed=pressed, on_click=InboxPage.narrow("unread", value))

    title = rx.el.div(
        rx.el.h1("Inbox", class_name="grow"),
        button("Read all", kind="quiet", on_click=InboxPage.read_all, disabled=Frame.unread == 0),
        class_name="line",
    )
    which = rx.el.div(part("All", ""), part("Unread", "1"), class_name="segments", role="group", aria_label="Show")
    severity = rx.el.select(
        *[rx.el.option(words, value=value) for value, words in SEVERITY_WORDS],
        value=InboxPage.severity, on_change=lambda value: InboxPage.narrow("severity", value), class_name="select", aria_label="Severity",
    )  # fmt: skip
    who = rx.el.select(
        rx.el.option("Everyone", value=""), rx.foreach(InboxPage.names, _option),
        value=InboxPage.who, on_change=lambda value: InboxPage.narrow("competitor", value), class_name="select", aria_label="Competitor",
    )  # fmt: skip
    return rx.el.div(
        title,
        rx.el.div(which, class_name="line"),
        rx.el.div(severity, who, class_name="line"),
        class_name="inbox-tools",
    )


def _nothing() -> rx.Component:
    unmatched = empty("Nothing matches", "Nothing in the inbox matches these filters.", button("Clear", to="/inbox"))
    fresh = empty(
        "No alerts yet",
        rx.fragment(
            "Watching ",
            InboxPage.watching,
            " pages. When a price, a plan or a page changes in a way that matters, it is told here.",
        ),
        button("See everything that changed", to="/changes"),
    )
    return rx.cond(InboxPage.narrowed, unmatched, fresh)


def _card(row: rx.Var[ChangeRow]) -> rx.Component:
    return change_card(
        row,
        button("Details", kind="quiet", to=row.href),
        button("Ask about this", symbol="message-circle-question", to=rx.Var.create("/ask?change=") + row.id),
    )


def _detail() -> rx.Component:
    head = rx.el.div(
        rx.el.span(icon_button("Back to the list", "arrow-left", on_click=InboxPage.close), class_name="phone-only"),
        rx.el.h2(InboxPage.title, class_name="grow"),
        button("Mark unread", kind="quiet", on_click=InboxPage.mark_unread),
        class_name="line",
    )
    opened = rx.el.div(head, rx.foreach(InboxPage.cards, _card), class_name="stack")
    quiet = rx.el.div(
        icon("inbox", 28), rx.el.p("Choose an item to see what changed, and the proof."), class_name="inbox-quiet"
    )
    return rx.el.section(
        rx.cond(some(InboxPage.cards), opened, quiet), class_name="inbox-detail", aria_label="Open item"
    )


def inbox_page() -> rx.Component:
    rows = rx.cond(some(InboxPage.items), rx.el.div(rx.foreach(InboxPage.items, _item)), _nothing())
    waiting = rx.el.div(skeleton_rows(6), rx.el.span("Loading", class_name="visually-hidden"), role="status")
    failed = rx.el.div(error_panel(InboxPage.problem, InboxPage.load), class_name="page")
    listed = rx.match(InboxPage.status, ("loading", waiting), ("failed", failed), rows)
    panes = rx.el.div(
        rx.el.section(_tools(), listed, class_name="inbox-list", aria_label="Alerts"),
        _detail(),
        class_name="inbox",
        data_open=said(InboxPage.item != ""),
    )
    live = Whenever.create(when=Frame.pushes, on_rise=InboxPage.load)
    return frame(panes, live, here="Inbox", width="")

"""Plans, coverage slots and crawl progress."""

import reflex as rx

from .basics import icon, link
from .live import moment
from .rows import FactRow, PlanRow, RunRow, SlotRow
from .tags import state_tag

SLOTS = ("Pricing", "Features", "Careers", "Feed", "Changelog", "Docs")
RUN_STATES = ("queued", "running", "succeeded", "unchanged", "suspect", "blocked", "failed", "gone")


def _limit(row: rx.Var[FactRow]) -> rx.Component:
    return rx.el.li(rx.el.span(row.name, class_name="muted"), rx.el.span(row.value, class_name="strong"))


def _feature(words: rx.Var[str]) -> rx.Component:
    return rx.el.li(icon("check", 14), words, class_name="feature")


def plan_card(row: rx.Var[PlanRow]) -> rx.Component:
    """A plan as it was last read; the evidence link opens the page it was read from."""
    seen = rx.cond(row.href != "", link("evidence", to=row.href, class_name="chip outline"), rx.fragment())
    has_list = (row.limits.length() + row.features.length()) > 0
    lists = rx.el.ul(rx.foreach(row.limits, _limit), rx.foreach(row.features, _feature))
    return rx.el.article(
        rx.el.h3(row.name, seen),
        rx.el.div(rx.el.p(row.amount, class_name="amount"), rx.el.p(row.terms, class_name="terms")),
        rx.cond(has_list, lists, rx.fragment()),
        class_name="plan",
        aria_label=row.name,
    )


def slot(row: rx.Var[SlotRow]) -> rx.Component:
    """A place a competitor tells something, and what was read there."""
    name = rx.Var.create("slot ") + row.state
    preview = rx.cond(row.preview != "", row.preview, row.url)
    return rx.el.div(
        rx.el.div(
            row.name, state_tag(row.state, "found", "missing", "blocked", "looking", "quoted"), class_name="name"
        ),
        rx.el.span(preview, class_name="preview", title=row.url),
        class_name=name,
    )


def coverage_slots(rows: rx.Var[list[SlotRow]]) -> rx.Component:
    """The six slots: found, not found or blocked, each with a preview."""
    return rx.el.div(rx.foreach(rows, slot), class_name="slots")


def run_line(row: rx.Var[RunRow]) -> rx.Component:
    """One attempt: what was read, how it ended and why."""
    doc = rx.cond(
        row.document_href != "", link("Document", to=row.document_href, class_name="text-link"), rx.fragment()
    )
    lines = rx.el.div(
        rx.el.span(row.what, class_name="title clip"),
        rx.el.span(rx.cond(row.reason != "", row.reason, row.details), class_name="meta"),
        class_name="lines",
    )
    aside = rx.el.div(
        doc, state_tag(row.state, *RUN_STATES), rx.el.span(moment(row.at), class_name="meta"), class_name="aside"
    )
    return rx.el.div(lines, aside, class_name="row")


def run_progress(rows: rx.Var[list[RunRow]], busy: rx.Var[bool]) -> rx.Component:
    """Crawl runs as they happen; a quiet bar moves while one is under way."""
    bar = rx.cond(busy, rx.el.div(rx.el.i(), class_name="progress-bar", aria_hidden="true"), rx.fragment())
    return rx.el.div(
        bar, rx.el.div(rx.foreach(rows, run_line), class_name="rows"), class_name="card", aria_live="polite"
    )

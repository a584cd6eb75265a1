"""Overview: the first look in the morning."""

from typing import Any

import reflex as rx

from competedexter.ui.components.basics import NativeForm, button, icon, link, some
from competedexter.ui.components.changes import change_line
from competedexter.ui.components.live import Whenever
from competedexter.ui.components.placeholders import empty, phases, skeleton_rows
from competedexter.ui.components.tags import state_tag
from competedexter.ui.frame import frame, page_head
from competedexter.ui.frame_state import Frame
from competedexter.ui.session import Session

from .price_moves import HEIGHT, WIDTH, PriceMoveRow
from .state import OverviewPage, TroubleRow

QUESTIONS = (
    "What changed in pricing in the last 30 days?",
    "Compare the plans of all competitors",
    "Which competitor has the cheapest paid plan?",
    "Who changed their home page, and how?",
)


def _stat(words: str, number: Any, to: str) -> rx.Component:  # Any: a Var
    return link(rx.el.span(words, class_name="meta"), rx.el.div(number, class_name="number"), to=to, class_name="stat")


def _stats() -> rx.Component:
    return rx.el.div(
        _stat("Unread alerts", Frame.unread, "/inbox"),
        _stat("Changes, 30 days", OverviewPage.told, "/changes"),
        _stat("Held back as noise", OverviewPage.held_back, "/changes?label=noise"),
        _stat("Pages watched", OverviewPage.pages, "/sources"),
        class_name="stat-row",
    )


def _changes() -> rx.Component:
    rows = rx.el.div(rx.foreach(OverviewPage.rows, change_line), class_name="card rows")
    none = rx.el.div(
        empty(
            "Nothing has changed yet",
            rx.fragment(
                "Watching ",
                OverviewPage.pages,
                " pages of ",
                OverviewPage.watched,
                rx.cond(OverviewPage.watched == 1, " competitor", " competitors"),
                ". The first look is the baseline; what differs later is told here.",
            ),
            button("Ask a question meanwhile", to="/ask"),
        ),
        class_name="card",
    )
    head = rx.el.div(
        rx.el.h2("Latest changes"),
        link("All changes", to="/changes", class_name="text-link meta"),
        class_name="section-head",
    )
    return rx.el.section(head, rx.cond(some(OverviewPage.rows), rows, none), class_name="section")


def _move_line(row: rx.Var[PriceMoveRow]) -> rx.Component:
    line = rx.el.svg(
        rx.el.path(d=row.path), view_box=f"0 0 {WIDTH} {HEIGHT}", class_name="sparkline", aria_hidden="true"
    )
    who = rx.el.span(
        rx.el.span(row.plan, class_name="title clip"),
        rx.el.span(row.competitor, class_name="meta clip"),
        class_name="lines",
    )
    price = rx.el.span(
        rx.el.span(row.price, class_name="strong"),
        rx.el.span(row.terms, class_name="meta clip"),
        class_name="lines end",
    )
    total = rx.el.span(row.total, class_name=rx.Var.create("delta ") + row.direction)
    return link(
        who, line, price, total, to=row.href, class_name="row price-move", data_row="true", aria_label=row.spoken
    )


def _moves() -> rx.Component:
    head = rx.el.div(rx.el.h2("Price moves, 90 days"), class_name="section-head")
    rows = rx.el.div(rx.foreach(OverviewPage.moves, _move_line), class_name="card rows")
    return rx.cond(some(OverviewPage.moves), rx.el.section(head, rows, class_name="section"), rx.fragment())


def _trouble_line(row: rx.Var[TroubleRow]) -> rx.Component:
    lines = rx.el.span(
        rx.el.span(row.what, class_name="clip"), rx.el.span(row.reason, class_name="meta"), class_name="lines"
    )
    return link(lines, state_tag(row.health, "blocked", "failing", "gone", "suspect"), to=row.href, class_name="row")


def _beside() -> rx.Component:
    ask = rx.el.section(
        rx.el.div(rx.el.h2("Ask"), class_name="section-head"),
        rx.el.div(*[_question(words) for words in QUESTIONS], class_name="questions"),
    )
    trouble = rx.cond(
        some(OverviewPage.trouble),
        rx.el.section(
            rx.el.div(
                rx.el.h2("Needs attention"),
                link("Sources", to="/sources", class_name="text-link meta"),
                class_name="section-head",
            ),
            rx.el.div(rx.foreach(OverviewPage.trouble, _trouble_line), class_name="card rows"),
            class_name="section",
        ),
        rx.fragment(),
    )
    return rx.el.aside(ask, trouble, aria_label="Questions and trouble")


def _question(words: str) -> rx.Component:
    return link(icon("message-circle-question", 15), words, to=f"/ask?q={words.replace(' ', '+')}", data_row="true")


def _empty() -> rx.Component:
    explore = NativeForm.create(button("Explore the demo", type="submit"), action="/auth/demo", method="post")
    add = button("Add competitors", kind="primary", to="/welcome")
    words = (
        "Add the companies you compete with. Their sites are read at once, and from then on every change is told here."
    )
    return rx.el.div(
        empty("You watch nobody yet", words, rx.cond(Session.may_edit, add, rx.fragment()), explore), class_name="card"
    )


def overview_page(demo: rx.Component) -> rx.Component:
    """`demo` is what a demo workspace shows above everything else."""
    main = rx.el.div(_stats(), _moves(), _changes())
    filled = rx.el.div(main, _beside(), class_name="overview-grid")
    ready = rx.cond(OverviewPage.watched > 0, filled, rx.cond(Session.is_demo, rx.fragment(), _empty()))
    body = phases(
        OverviewPage.status,
        ready=ready,
        loading=skeleton_rows(),
        problem=OverviewPage.problem,
        on_retry=OverviewPage.load,
    )
    live = Whenever.create(when=Frame.pushes, on_rise=OverviewPage.load)
    above = rx.cond(Session.is_demo, demo, rx.fragment())
    return frame(page_head("Overview", "What changed, and what needs you."), above, body, live, here="Overview")

"""Sources: every place that is read, and how it is."""

import reflex as rx

from competedexter.ui.components.basics import button, icon_button, link, select, some
from competedexter.ui.components.live import moment
from competedexter.ui.components.placeholders import empty, phases, skeleton_rows
from competedexter.ui.components.tables import Column, cell, data_table, pager
from competedexter.ui.components.tags import state_tag
from competedexter.ui.frame import frame, page_head
from competedexter.ui.session import Session

from .rows import SourceRow
from .state import SourcesPage

COLUMNS = [
    Column("Source"), Column("Competitor"), Column("State"), Column("Last read"), Column("Next look"), Column("", number=True),
]  # fmt: skip
HEALTHS = ("ok", "paused", "suspect", "blocked", "failing", "gone")
OPTIONS = [
    ("", "Every state"), ("ok", "Healthy"), ("suspect", "Suspect"), ("blocked", "Blocked"), ("failing", "Failing"),
    ("gone", "Gone"), ("paused", "Paused"),
]  # fmt: skip


def _row(row: rx.Var[SourceRow]) -> rx.Component:
    name = rx.el.div(
        rx.el.a(row.short, href=row.url, class_name="strong", target="_blank", rel="noopener noreferrer nofollow"),
        rx.el.span(row.type, class_name="meta"),
        class_name="stack tight",
        style={"gap": "0"},
    )
    why = rx.cond(row.reason != "", rx.el.span(row.reason, class_name="meta"), rx.fragment())
    pause = rx.cond(
        row.paused,
        icon_button("Resume", "play", on_click=SourcesPage.pause(row.id, False)),
        icon_button("Pause", "pause", on_click=SourcesPage.pause(row.id, True)),
    )
    acts = rx.el.span(
        icon_button("Crawl now", "refresh-cw", on_click=SourcesPage.crawl(row.id)), pause, class_name="line"
    )
    return rx.el.tr(
        cell("Source", name),
        cell("Competitor", link(row.competitor, to=row.href, class_name="text-link")),
        cell("State", rx.el.div(state_tag(row.health, *HEALTHS), why, class_name="stack tight")),
        cell("Last read", moment(row.last_success_at)),
        cell("Next look", rx.cond(row.paused, "paused", moment(row.next_due_at, "soon"))),
        cell("", rx.cond(Session.may_edit, acts, rx.fragment()), number=True),
        data_row="true",
    )


def sources_page() -> rx.Component:
    foot = pager(
        SourcesPage.span, has_previous=SourcesPage.page_at > 1, has_next=SourcesPage.has_next,
        on_previous=SourcesPage.turn(-1), on_next=SourcesPage.turn(1),
    )  # fmt: skip
    tools = rx.el.div(
        select(OPTIONS, value=SourcesPage.health, on_change=SourcesPage.narrow, aria_label="State"),
        class_name="toolbar",
    )
    table = data_table("Sources", COLUMNS, SourcesPage.rows, _row, two_line=True, foot=foot)
    none = empty(
        "No sources here",
        "Sources appear when a competitor is added: its site is looked at and the pages found are read from then on.",
        button("Competitors", to="/competitors"),
    )
    ready = rx.cond(some(SourcesPage.rows), table, rx.el.div(none, class_name="card"))
    body = phases(
        SourcesPage.status, ready=ready, loading=skeleton_rows(), problem=SourcesPage.problem, on_retry=SourcesPage.load
    )
    head = page_head("Sources", "Every page that is read, when it was last read well, and when it is next looked at.")
    return frame(head, tools, body, here="Sources")

"""Competitors: everyone who is watched."""

import reflex as rx

from competedexter.ui.components.basics import some
from competedexter.ui.components.placeholders import phases, skeleton_rows
from competedexter.ui.components.tables import Column, data_table, pager
from competedexter.ui.frame import frame, page_head

from .components import (
    add_button,
    add_many_button,
    add_sheet,
    competitor_row,
    many_sheet,
    nothing,
    slots_legend,
    tools,
)
from .state import CompetitorTable
from .suggested import suggested

COLUMNS = [
    Column("Name", "name"), Column("Tier", "tier"), Column("Last change"), Column("Prices", number=True),
    Column("Open jobs", number=True), Column("News 30 d", number=True), Column("Sources"), Column("", number=True),
]  # fmt: skip


def competitors_page() -> rx.Component:
    foot = pager(
        CompetitorTable.span,
        has_previous=CompetitorTable.page_at > 1,
        has_next=CompetitorTable.has_next,
        on_previous=CompetitorTable.turn(-1),
        on_next=CompetitorTable.turn(1),
    )
    table = data_table(
        "Competitors", COLUMNS, CompetitorTable.rows, competitor_row,
        sort=CompetitorTable.sort, on_sort=CompetitorTable.sort_by, two_line=True, foot=foot,
    )  # fmt: skip
    ready = rx.cond(some(CompetitorTable.rows), rx.fragment(table, slots_legend()), nothing())
    body = phases(
        CompetitorTable.status, ready=ready, loading=skeleton_rows(),
        problem=CompetitorTable.problem, on_retry=CompetitorTable.load,
    )  # fmt: skip
    head = page_head(
        "Competitors", "Everyone you watch, and how much of each is seen.", add_many_button(), add_button()
    )
    return frame(head, suggested(), tools(), body, many_sheet(), add_sheet(), here="Competitors")

"""Pasted competitors, added one by one: each line is a transaction of its own and says what became of it."""

from dataclasses import dataclass

import reflex as rx

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.errors import ProductError
from competedexter.market.competitors import service as competitors

from .components.basics import icon, link
from .errors import sentence_for
from .pasted import PastedLine
from .session import working

SHOWN = 100  # characters of a line that could not be added


@dataclass(frozen=True)
class AddedRow:
    """A pasted line and what became of it."""

    line: str
    href: str
    problem: str


async def add_pasted(viewer: Viewer, one: PastedLine) -> AddedRow:
    if one.new is None:
        return AddedRow(one.line[:SHOWN], "", one.problem)
    try:
        async with working(viewer) as work:
            view = await competitors.add(work, viewer, one.new)
    except ProductError as error:
        return AddedRow(one.line[:SHOWN], "", sentence_for(error))
    return AddedRow(f"{view.name} \u2013 {view.domain}", f"/competitors/{view.id}", "")


def added_line(row: rx.Var[AddedRow]) -> rx.Component:
    """What became of a pasted line."""
    good = link(
        icon("circle-check", 16),
        rx.el.span(row.line, class_name="grow clip"),
        "See it being read",
        to=row.href,
        class_name="row",
    )
    bad = rx.el.div(
        icon("circle-x", 16),
        rx.el.span(
            rx.el.span(row.line, class_name="strong"), rx.el.span(row.problem, class_name="meta"), class_name="lines"
        ),
        class_name="row",
    )
    return rx.cond(row.href != "", good, bad)

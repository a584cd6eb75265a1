"""A source in a table: what is read, how it is, when next; its acts are the same wherever it is shown."""

import reflex as rx

from .components.basics import icon, icon_button, link
from .components.live import moment
from .components.tables import Column, cell
from .components.tags import state_tag
from .looks import Looks
from .session import Session
from .source_rows import SourceRow
from .source_types import ICONS

STATES = ("queued", "running", "ok", "paused", "suspect", "blocked", "failing", "gone")
NAMED = [Column("Source"), Column("Competitor"), Column("State"), Column("Last read"), Column("Next look"), Column("")]
UNNAMED = [column for column in NAMED if column.title != "Competitor"]


def type_icon(source_type: rx.Var[str] | str, size: int = 16) -> rx.Component:
    """Each type has its sign; the name stands beside it."""
    if isinstance(source_type, str):
        return icon(ICONS.get(source_type, "globe"), size)
    return rx.match(source_type, *[(name, icon(symbol, size)) for name, symbol in ICONS.items()], icon("globe", size))


def source_cells(row: rx.Var[SourceRow], *, pick: rx.Component | None = None, named: bool = True) -> rx.Component:
    """The cells of NAMED or, without the competitor, of UNNAMED."""
    name = rx.el.div(
        link(row.short, to=row.href, class_name="name clip"),
        rx.el.span(row.type_name, " \u00b7 ", row.every, class_name="meta"),
        class_name="stack none",
    )
    first = rx.el.div(
        pick or rx.fragment(),
        rx.el.span(type_icon(row.type), class_name="type-icon"),
        name,
        class_name="line source-name",
    )
    who = cell("Competitor", link(row.competitor, to=row.competitor_href, class_name="text-link"))
    return rx.fragment(
        cell("Source", first),
        who if named else rx.fragment(),
        cell("State", _state(row)),
        cell("Last read", moment(row.last_success_at)),
        cell("Next look", _next(row)),
        cell("", rx.cond(Session.may_edit, _acts(row), rx.fragment()), number=True),
    )


def _state(row: rx.Var[SourceRow]) -> rx.Component:
    failures = rx.cond(row.failures != "", rx.el.span(row.failures, class_name="meta nowrap"), rx.fragment())
    why = rx.cond(row.reason != "", rx.el.span(row.reason, class_name="meta reason", title=row.reason), rx.fragment())
    return rx.el.div(
        rx.el.span(state_tag(row.state, *STATES), failures, class_name="line"), why, class_name="stack none"
    )


def _next(row: rx.Var[SourceRow]) -> rx.Component:
    return rx.cond(row.busy, "now", rx.cond(row.paused, "paused", moment(row.next_due_at, row.waits)))


def _acts(row: rx.Var[SourceRow]) -> rx.Component:
    pause = rx.cond(
        row.paused,
        icon_button("Resume", "play", on_click=Looks.pause(row.id, False)),
        icon_button("Pause", "pause", on_click=Looks.pause(row.id, True)),
    )
    look = icon_button("Look now", "refresh-cw", on_click=Looks.look(row.id), disabled=row.busy)
    return rx.el.span(rx.cond(row.fed, rx.fragment(), look), pause, class_name="line acts")

"""Server-paged tables: sortable heads, cards on a phone, a pager in words."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from .basics import Child, button, icon


@dataclass(frozen=True)
class Column:
    """A head; one without a title is that of the actions. `sort` is what the server sorts by; empty means it does not."""

    title: str
    sort: str = ""
    number: bool = False


def _head(column: Column, sort: Any, on_sort: Any) -> rx.Component:  # Any: a Var and an event handler
    name = "number" if column.number else ""
    if not column.title:
        return rx.el.th(rx.el.span("Actions", class_name="visually-hidden"), scope="col", class_name=name)
    if not column.sort or on_sort is None:
        return rx.el.th(column.title, scope="col", class_name=name)
    on = (sort == column.sort) | (sort == f"-{column.sort}")
    down = sort == f"-{column.sort}"
    mark = rx.cond(down, icon("arrow-down", 12), icon("arrow-up", 12))
    inside = rx.el.button(
        column.title, mark, class_name="sort", data_on=on.to_string(), type="button", on_click=on_sort(column.sort)
    )
    aria = rx.cond(down, "descending", rx.cond(on, "ascending", "none"))
    return rx.el.th(inside, scope="col", class_name=name, aria_sort=aria)


def cell(label: str, *children: Child, number: bool = False) -> rx.Component:
    """A value; `label` names it where the table becomes cards."""
    return rx.el.td(*children, class_name="number" if number else "", custom_attrs={"data-label": label})


def data_table(
    caption: str,
    columns: list[Column],
    rows: Any,
    draw: Any,
    *,
    sort: Any = "",
    on_sort: Any = None,
    two_line: bool = False,
    foot: rx.Component | None = None,
) -> rx.Component:  # Any: Vars, a row renderer and an event handler
    """Rows from the server, at most 100 at a time."""
    head = rx.el.thead(rx.el.tr(*[_head(column, sort, on_sort) for column in columns]))
    table = rx.el.table(
        rx.el.caption(caption, class_name="visually-hidden"),
        head,
        rx.el.tbody(rx.foreach(rows, draw)),
        class_name="table cards two-line" if two_line else "table cards",
    )
    scroll = rx.el.div(table, class_name="table-scroll", tab_index=0, role="region", aria_label=caption)
    return rx.el.div(scroll, foot or rx.fragment(), class_name="table-wrap")


def pager(words: Any, *, has_previous: Any, has_next: Any, on_previous: Any, on_next: Any) -> rx.Component:
    """`51-100 of 312`, Previous, Next. Any: Vars and event handlers."""
    return rx.el.div(
        rx.el.span(words),
        rx.el.div(
            button("Previous", on_click=on_previous, disabled=~has_previous),
            button("Next", on_click=on_next, disabled=~has_next),
            class_name="line",
        ),
        class_name="pager",
    )

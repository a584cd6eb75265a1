"""Citations, sources and marked documents."""

from typing import Any

import reflex as rx

from .basics import icon, link
from .live import moment
from .rows import SourceRow


def citation_chip(number: Any, *, to: Any = "") -> rx.Component:  # Any: a number or address, or Vars of them
    """A numbered chip; hover or focus lights its source, a click opens the passage in its document."""
    return link(
        number,
        to=to,
        class_name="citation",
        data_cites=rx.Var.create(number).to_string(),
        aria_label=rx.Var.create("Source ") + rx.Var.create(number).to_string(),
    )


def verification(row: rx.Var[SourceRow]) -> rx.Component:
    good = rx.el.span(icon("badge-check", 13), "Verified", class_name="state ok")
    return rx.cond(
        row.verified, good, rx.el.span(icon("circle-alert", 13), "Quote not found", class_name="state suspect")
    )


def source_card(row: rx.Var[SourceRow]) -> rx.Component:
    """Where a sentence comes from: page, quote, site, when it was observed, and whether the quote is really there."""
    number = row.n.to_string()
    head = rx.el.div(
        rx.el.span(number, class_name="citation", aria_hidden="true"),
        rx.el.span(rx.cond(row.derived != "", "Computed", row.title), class_name="clip"),
        class_name="head",
    )
    quote = rx.cond(row.derived != "", rx.el.p(row.derived), rx.el.blockquote(row.quote))
    site = rx.cond(row.site != "", rx.el.span(row.site, class_name="site clip"), rx.fragment())
    seen = rx.cond(row.observed_at != "", rx.el.span("observed ", moment(row.observed_at)), rx.fragment())
    foot = rx.el.div(site, seen, verification(row), class_name="foot")
    body = rx.fragment(head, quote, foot)
    label = rx.Var.create("Source ") + number + rx.Var.create(": ") + row.title
    return rx.cond(
        row.href != "",
        link(body, to=row.href, class_name="source-card", data_source=number, aria_label=label),
        rx.el.div(body, class_name="source-card", data_source=number),
    )

"""A part of a competitor's page, and what stands there when nothing was read yet."""

import reflex as rx

from competedexter.ui.components.basics import Child, button
from competedexter.ui.components.placeholders import empty
from competedexter.ui.session import Session

from .state import CompetitorPage


def section(title: str, *children: rx.Component, act: rx.Component | None = None, note: Child = "") -> rx.Component:
    words = rx.el.div(rx.el.h2(title), rx.el.span(note, class_name="meta"), class_name="line")
    return rx.el.section(
        rx.el.div(words, act or rx.fragment(), class_name="section-head"), *children, class_name="section"
    )


def add_source(words: str, source_type: str, slot: str = "") -> rx.Component:
    """Leads to where a source of this type is added for this competitor."""
    to = rx.Var.create("/sources/add?competitor=") + CompetitorPage.head.id + f"&type={source_type}"
    address = to + f"&slot={slot}" if slot else to
    return rx.cond(Session.may_edit, button(words, symbol="plus", to=address), rx.fragment())


def teaching(title: str, words: str, *acts: rx.Component) -> rx.Component:
    return rx.el.div(empty(title, words, *acts), class_name="card")

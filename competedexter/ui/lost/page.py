"""Where nothing is, and where something broke."""

import reflex as rx

from competedexter.ui.bare import bare
from competedexter.ui.components.basics import button


def _lost(title: str, words: str, *actions: rx.Component) -> rx.Component:
    inside = rx.el.div(
        rx.el.h1(title), rx.el.p(words, class_name="muted"), rx.el.div(*actions, class_name="line"), class_name="lost"
    )
    return bare(inside)


def not_found_page() -> rx.Component:
    return _lost(
        "There is no page here",
        "The address may be mistyped, or what was here has been removed or belongs to another workspace.",
        button("Go to overview", kind="primary", to="/overview"),
        button("Front page", to="/"),
    )


def error_page() -> rx.Component:
    return _lost(
        "Something went wrong",
        "It was noted. What you did before is saved; try the page again.",
        button("Go to overview", kind="primary", to="/overview"),
        button("Front page", to="/"),
    )

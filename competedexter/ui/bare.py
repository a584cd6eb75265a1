"""Pages without the app's frame: landing, sign up, sign in, errors."""

import reflex as rx

from .components.basics import Child, jump, link
from .components.live import Keyboard
from .frame import mark


def bare(*children: Child, actions: tuple[rx.Component, ...] = ()) -> rx.Component:
    """Brand on top, content below."""
    top = rx.el.header(
        link(mark(), "CompeteDexter", to="/", class_name="brand"),
        rx.el.div(*actions, class_name="line"),
        class_name="bare-top",
    )
    return rx.fragment(
        jump("Skip to content", "content", "skip-link"),
        rx.el.div(top, rx.el.main(*children, id="content", tab_index=-1), class_name="bare"),
        Keyboard.create(),
    )

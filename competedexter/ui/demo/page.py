"""The demo's front door, for who was sent straight to it."""

import reflex as rx

from competedexter.ui.bare import bare
from competedexter.ui.components.basics import NativeForm, button


def demo_page() -> rx.Component:
    words = (
        "Three invented vendors, a year of price moves, a plan swap, a launch and an outage, all read through the same path "
        "as real sites. Nothing here is real, and no question counts."
    )
    act = NativeForm.create(
        button("Open the demo", kind="primary", size="large", type="submit"), action="/auth/demo", method="post"
    )
    inside = rx.el.div(
        rx.el.h1("See it work, on invented vendors"), rx.el.p(words, class_name="muted"), act, class_name="lost"
    )
    return bare(inside, actions=(button("Sign in", kind="quiet", to="/sign-in"),))

"""Sign in."""

import reflex as rx

from competedexter.ui.bare import bare
from competedexter.ui.components.basics import link

from .components import sign_in_form


def sign_in_page() -> rx.Component:
    head = rx.el.div(
        rx.el.h1("Sign in"), rx.el.p("Good to see you again.", class_name="muted"), class_name="stack tight"
    )
    other = rx.el.p("New here? ", link("Create an account", to="/sign-up"), class_name="muted")
    return bare(rx.el.div(head, sign_in_form(), other, class_name="narrow"))

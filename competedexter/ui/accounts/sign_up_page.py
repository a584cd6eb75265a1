"""Sign up."""

import reflex as rx

from competedexter.ui.bare import bare
from competedexter.ui.components.basics import link

from .components import assurance, sign_up_form


def sign_up_page() -> rx.Component:
    words = "You get a workspace of your own. Add a competitor, or look at the demo first."
    head = rx.el.div(rx.el.h1("Create an account"), rx.el.p(words, class_name="muted"), class_name="stack tight")
    other = rx.el.p("Have an account? ", link("Sign in", to="/sign-in"), class_name="muted")
    return bare(rx.el.div(head, sign_up_form(), assurance(), other, class_name="narrow"))

"""The first run: explore the demo, or add competitors."""

import reflex as rx

from competedexter.ui.adding import added_line
from competedexter.ui.components.basics import NativeForm, button, field, icon, some
from competedexter.ui.components.placeholders import notice
from competedexter.ui.frame import frame, page_head
from competedexter.ui.session import Session

from .state import Welcome


def _add() -> rx.Component:
    box = rx.el.textarea(
        id="who",
        name="who",
        class_name="textarea",
        rows="5",
        placeholder="acme.com\nGlobex, globex.io",
        required=True,
        max_length=50000,
    )
    form = rx.el.form(
        rx.cond(Welcome.problem != "", notice(Welcome.problem, kind="problem", symbol="circle-x"), rx.fragment()),
        field(
            "Names and domains, one a line",
            box,
            name="who",
            hint="Up to 200 at once. A CSV with a head (name, domain, tier, tags) is fine too.",
        ),
        rx.el.div(button("Add competitors", kind="primary", size="large", type="submit")),
        on_submit=Welcome.submit,
        class_name="form",
    )
    results = rx.cond(
        some(Welcome.added),
        rx.el.div(rx.foreach(Welcome.added, added_line), class_name="rows card", role="status"),
        rx.fragment(),
    )
    return rx.el.section(
        icon("building-2", 22),
        rx.el.h2("Add competitors"),
        rx.el.p("Each site is looked at as soon as you add it: pricing, features, careers, feed, changelog and docs."),
        rx.cond(Session.may_edit, form, rx.el.p("Ask an admin of this workspace to add competitors.")),
        results,
        class_name="card choice",
    )


def _explore() -> rx.Component:
    act = NativeForm.create(button("Explore the demo", size="large", type="submit"), action="/auth/demo", method="post")
    return rx.el.section(
        icon("flask-conical", 22),
        rx.el.h2("Explore the demo"),
        rx.el.p(
            "Three invented vendors with a year of history: price moves, a plan swap, a launch, an outage. Change a price yourself and watch the alert arrive."
        ),
        rx.el.p("It is a workspace of its own, marked as demo everywhere, and no question counts."),
        act,
        class_name="card choice",
    )


def welcome_page() -> rx.Component:
    head = page_head("Who do you compete with?", "Two ways to begin. You can do the other one later.")
    return frame(head, rx.el.div(_explore(), _add(), class_name="choices"), here="Overview")

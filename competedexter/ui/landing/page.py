"""The front page: what it does in one sentence, a real picture of it, and the way in."""

import reflex as rx

from competedexter.ui.bare import bare
from competedexter.ui.components.basics import button, icon
from competedexter.ui.components.changes import change_card
from competedexter.ui.components.evidence import source_card
from competedexter.ui.components.rows import ChangeRow, MoveRow, SourceRow

EXAMPLE = ChangeRow(
    competitor="Acme",
    title="Acme \u2013 Pro",
    severity="critical",
    severity_reason="Critical: +20.4\u00a0%, primary competitor",
    state="confirmed",
    observed_at="",
    moves=[
        MoveRow(
            "Price",
            "49",
            "59",
            "USD / seat / month",
            "raised from 49 to 59 US dollars",
            "+10 USD",
            "+20.4\u00a0%",
            "up",
        ),
        MoveRow("Seats", "10", "5", "included", "cut from 10 to 5 seats", "\u22125", "\u221250\u00a0%", "up"),
    ],
)
CITED = SourceRow(
    n=1,
    site="acme.example/pricing",
    title="Acme pricing",
    quote="Pro \u2013 59 USD per seat, billed monthly. Five seats included.",
    observed_at="",
)
POINTS = (
    (
        "Changes, not noise",
        "Prices and plans are read as figures. \u201c49 \u2192 59 USD\u201d is a change; a new cookie banner is not. What was held back stays on record, with the reason.",
    ),
    (
        "Every sentence shows its source",
        "Answers cite the archived page, the exact passage and the moment it was observed. What cannot be supported is not stated.",
    ),
    (
        "Blocked is not removed",
        "A captcha, an outage or an empty page is a state of the source. It never becomes a false alarm about a competitor.",
    ),
)


def _picture() -> rx.Component:
    answer = rx.el.div(
        rx.el.p("What did Acme change in its pricing?", class_name="strong"),
        rx.el.p(
            "Acme raised Pro from 49 to 59 USD per seat and halved the seats it includes.",
            rx.el.span("1", class_name="citation"),
        ),
        source_card(rx.Var.create(CITED)),
        class_name="card pad stack",
    )
    return rx.el.div(
        change_card(rx.Var.create(EXAMPLE)),
        answer,
        class_name="picture",
        aria_label="A change and an answer",
        role="group",
    )


def _point(title: str, words: str) -> rx.Component:
    return rx.el.div(rx.el.h2(title), rx.el.p(words))


def landing_page() -> rx.Component:
    hero = rx.el.section(
        rx.el.div(
            rx.el.h1("Know what your competitors changed, and see the proof."),
            rx.el.p(
                "CompeteDexter reads your competitors\u2019 sites, tells you when a price or a plan moves, "
                "and answers your questions with the passage it read.",
                class_name="lead",
            ),
            rx.el.div(
                button("Create an account", kind="primary", size="large", to="/sign-up"),
                button("Sign in", size="large", to="/sign-in"),
                class_name="line wrap",
            ),
            class_name="hero-words",
        ),
        _picture(),
        class_name="hero",
    )
    points = rx.el.section(*[_point(*point) for point in POINTS], class_name="points", aria_label="What it does")
    return bare(hero, points, actions=(button("Sign in", kind="quiet", to="/sign-in"), theme_button()))


def theme_button() -> rx.Component:
    return rx.el.button(
        rx.el.span(icon("moon"), class_name="theme-light-only"),
        rx.el.span(icon("sun"), class_name="theme-dark-only"),
        class_name="button quiet icon-only",
        type="button",
        data_act="theme",
        aria_label="Switch theme",
        title="Switch theme",
    )

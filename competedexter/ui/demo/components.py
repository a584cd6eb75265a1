"""The card of the demo workspace, on its overview."""

from typing import Any

import reflex as rx

from competedexter.ui.components.basics import button, icon, some
from competedexter.ui.components.evidence import citation_chip
from competedexter.ui.components.live import Whenever
from competedexter.ui.components.placeholders import notice

from .state import DemoPrice, StepRow

ABOUT = (
    "Three invented vendors with a year of history. Change a price on one of their sites and see it arrive as an alert, "
    "with its proof."
)
WRITING = (
    "A year of history is being written, page by page, through the same path as a real crawl. It takes about a minute."
)


def _step(row: rx.Var[StepRow]) -> rx.Component:
    sign = rx.match(
        row.state,
        ("succeeded", rx.el.span(icon("circle-check", 15), class_name="state ok")),
        ("running", rx.el.span(icon("loader-circle", 15), class_name="state running")),
        rx.el.span(icon("circle-dashed", 15), class_name="state"),
    )
    name = rx.Var.create("step ") + row.state
    return rx.el.li(
        sign, rx.el.span(row.words, class_name="what"), rx.el.span(row.took, class_name="meta"), class_name=name
    )


def demo_card(on_written: Any) -> rx.Component:  # Any: an event handler
    """Says that nothing here is real, and lets a price change happen before one's eyes. `on_written`: the past is there."""
    words = rx.el.div(rx.el.h2("This is the demo"), rx.el.p(ABOUT, class_name="muted"), class_name="stack tight grow")
    disabled = DemoPrice.busy | ~DemoPrice.ready
    act = button("Change a price on the demo site", kind="primary", on_click=DemoPrice.change, disabled=disabled)
    return rx.el.section(
        Whenever.create(when=DemoPrice.written, on_rise=on_written),
        rx.el.div(words, act, class_name="line wrap apart top"),
        _writing(),
        rx.cond(some(DemoPrice.steps), _way(), rx.fragment()),
        class_name="card pad stack loose demo-card",
        aria_label="Demo",
    )


def _writing() -> rx.Component:
    """Shown until the year is there."""
    turning = rx.el.span(icon("loader-circle", 15), class_name="state running")
    return rx.cond(DemoPrice.writing, rx.el.p(turning, WRITING, class_name="line", role="status"), rx.fragment())


def _answer() -> rx.Component:
    chips = rx.foreach(DemoPrice.answer.proofs, lambda proof: citation_chip(proof.n, to=proof.href))
    return rx.el.p(DemoPrice.answer.text, " ", chips, class_name="demo-answer")


def _way() -> rx.Component:
    """From the changed price to the answer about it, step by step, and where to go then."""
    links = rx.el.div(
        button("Open the alert", symbol="inbox", to=DemoPrice.alert_href),
        rx.cond(
            DemoPrice.answer.href != "",
            button("Read the whole answer", symbol="message-circle-question", to=DemoPrice.answer.href),
            rx.fragment(),
        ),
        class_name="line wrap",
    )
    problem = notice(DemoPrice.problem, kind="blocked", symbol="circle-alert")
    return rx.el.div(
        rx.el.p(DemoPrice.told, class_name="strong"),
        rx.el.ol(rx.foreach(DemoPrice.steps, _step), class_name="progress"),
        rx.cond(DemoPrice.answer.text != "", _answer(), rx.fragment()),
        rx.cond(DemoPrice.alert_href != "", links, rx.fragment()),
        rx.cond(DemoPrice.problem != "", problem, rx.fragment()),
        class_name="stack",
        aria_live="polite",
    )

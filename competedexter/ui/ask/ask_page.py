"""Ask: one input first, then what was asked before."""

import reflex as rx

from competedexter.ui.components.basics import icon_button, link, some
from competedexter.ui.components.live import moment
from competedexter.ui.components.placeholders import error_panel
from competedexter.ui.frame import frame

from .components import FORM, composer, suggestion
from .state import AskedRow, AskPage


def _asked(row: rx.Var[AskedRow]) -> rx.Component:
    lines = rx.el.div(
        rx.el.span(row.question, class_name="title clip"),
        rx.el.span(row.answer, class_name="meta clip"),
        class_name="lines",
    )
    return link(lines, rx.el.span(moment(row.at), class_name="meta"), to=row.href, class_name="row", data_row="true")


def _scope() -> rx.Component:
    chip = rx.el.span("Only about ", AskPage.about, class_name="chip on")
    clear = link(icon_button("Ask about everyone", "x"), to="/ask")
    return rx.cond(AskPage.about != "", rx.el.div(chip, clear, class_name="line"), rx.fragment())


def ask_page() -> rx.Component:
    head = rx.el.div(
        rx.el.h1("Ask about your competitors"),
        rx.el.p(
            "Answers come from what was read, sentence by sentence, each with its source and when it was observed.",
            class_name="muted",
        ),
        class_name="stack tight",
    )
    box = composer(AskPage.submit, rx.noop(), False, AskPage.text, "How much does Acme Pro cost?", first=True)
    day = rx.el.label(
        "As known on",
        rx.el.input(type="date", name="as_of", form=FORM, max=AskPage.today, class_name="input"),
        rx.el.span("Empty: now. What was observed later is not used.", class_name="faint"),
        class_name="as-of meta",
    )
    ideas = rx.el.div(
        rx.foreach(AskPage.suggestions, lambda words: suggestion(words, AskPage.submit)), class_name="suggestions"
    )
    before = rx.cond(
        some(AskPage.asked),
        rx.el.section(
            rx.el.div(rx.el.h2("Asked before"), class_name="section-head"),
            rx.el.div(rx.foreach(AskPage.asked, _asked), class_name="card rows"),
        ),
        rx.fragment(),
    )
    failed = rx.cond(AskPage.status == "failed", error_panel(AskPage.problem, AskPage.load), rx.fragment())
    return frame(
        rx.el.div(
            head, failed, _scope(), rx.el.div(box, day, class_name="stack tight"), ideas, before, class_name="ask-home"
        ),
        here="Ask",
        width="full",
    )

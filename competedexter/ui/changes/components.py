"""Parts of the ledger and of a change's page."""

import reflex as rx

from competedexter.ui.change_groups import OPTIONS
from competedexter.ui.components.basics import button, icon, link, said, some
from competedexter.ui.components.live import moment
from competedexter.ui.components.rows import FactRow
from competedexter.ui.session import Session

from .state import ChangePage, ChangesPage, PictureRow

LABEL_WORDS = (
    ("", "All"),
    ("significant", "Significant"),
    ("minor", "Minor"),
    ("noise", "Noise"),
    ("variant", "Variant"),
)


def tools() -> rx.Component:
    """Filters; each is in the address."""

    def part(value: str, words: str) -> rx.Component:
        pressed = said(ChangesPage.label == value)
        return rx.el.button(words, type="button", aria_pressed=pressed, on_click=ChangesPage.narrow("label", value))

    about = rx.el.select(
        *[rx.el.option(words, value=value) for value, words in OPTIONS],
        value=ChangesPage.about,
        on_change=lambda value: ChangesPage.narrow("about", value),
        class_name="select",
        aria_label="About",
    )
    who = rx.el.select(
        rx.el.option("Every competitor", value=""),
        rx.foreach(ChangesPage.names, _name),
        value=ChangesPage.who,
        on_change=lambda value: ChangesPage.narrow("competitor", value),
        class_name="select",
        aria_label="Competitor",
    )
    labels = rx.el.div(*[part(*one) for one in LABEL_WORDS], class_name="segments", role="group", aria_label="Label")
    return rx.el.div(labels, about, who, class_name="toolbar")


def _name(row: rx.Var[FactRow]) -> rx.Component:
    return rx.el.option(row.name, value=row.value)


def acts() -> tuple[rx.Component, ...]:
    """What can be done with a change: restore or mute it, ask about it."""
    row = ChangePage.row
    restore = button("Restore", on_click=ChangePage.label_as("significant"))
    mute = button("Mute", kind="quiet", on_click=ChangePage.label_as("noise"))
    ask = button("Ask about this", symbol="message-circle-question", to=rx.Var.create("/ask?change=") + row.id)
    return (rx.cond(Session.may_edit, rx.cond(row.held_back, restore, mute), rx.fragment()), ask)


def passage(title: str, quote: rx.Var[str], href: rx.Var[str]) -> rx.Component:
    """One side of the evidence; the link opens the archived page at the passage."""
    look = rx.cond(
        href != "", link(icon("external-link", 14), "Open the page", to=href, class_name="button quiet"), rx.fragment()
    )
    text = rx.cond(
        quote != "", rx.el.blockquote(quote, class_name="quote"), rx.el.p("Nothing stood here.", class_name="muted")
    )
    return rx.el.section(
        rx.el.div(rx.el.h3(title), look, class_name="card-head"), rx.el.div(text, class_name="body"), class_name="card"
    )


def _picture(row: rx.Var[PictureRow]) -> rx.Component:
    image = rx.el.img(src=row.src, alt=row.side + rx.Var.create(": the page as a browser showed it"), loading="lazy")
    head = rx.el.div(
        rx.el.h3(row.side),
        rx.el.span("taken ", moment(row.taken_at), class_name="meta"),
        link("Document", to=row.href, class_name="button quiet"),
        class_name="card-head",
    )
    whole = rx.el.a(image, href=row.src, target="_blank", rel="noopener", class_name="page-picture tall")
    return rx.el.section(head, whole, class_name="card", key=row.side)


def picture_sides() -> rx.Component:
    """How the page looked on both sides, where both were pictured."""
    sides = rx.el.section(
        rx.el.h2("As it looked"),
        rx.el.div(rx.foreach(ChangePage.pictures, _picture), class_name="side-by-side"),
        class_name="section stack",
    )
    return rx.cond(some(ChangePage.pictures), sides, rx.fragment())

"""A document as it was read, with the cited passage lit."""

import reflex as rx

from competedexter.ui.components.basics import button, icon, jump, link
from competedexter.ui.components.live import ScrollToMark, moment
from competedexter.ui.components.placeholders import empty, notice, phases, skeleton_text
from competedexter.ui.components.rows import FactRow
from competedexter.ui.frame import crumbs, frame

from .state import DocumentPage


def _fact(row: rx.Var[FactRow]) -> rx.Component:
    return rx.fragment(rx.el.dt(row.name), rx.el.dd(row.value))


def _text() -> rx.Component:
    cut = rx.cond(
        DocumentPage.cut, notice("This document is long; the part around the passage is shown."), rx.fragment()
    )
    marked = rx.cond(DocumentPage.quoted != "", rx.el.mark(DocumentPage.quoted, id="passage"), rx.fragment())
    warning = rx.cond(
        DocumentPage.warning != "", notice(DocumentPage.warning, kind="blocked", symbol="circle-alert"), rx.fragment()
    )
    page = rx.el.article(
        rx.el.span(DocumentPage.before),
        marked,
        rx.el.span(DocumentPage.after),
        class_name="document card",
        aria_label="Text of the page",
    )
    return rx.el.div(warning, cut, page, class_name="stack")


def _beside() -> rx.Component:
    passage = rx.cond(
        DocumentPage.quoted != "",
        rx.el.section(
            rx.el.h2("Cited passage"),
            rx.el.blockquote(DocumentPage.quoted, class_name="quote"),
            jump("Show it", "passage", "button secondary"),
            class_name="stack",
        ),
        rx.fragment(),
    )
    about = rx.el.section(
        rx.el.h2("This copy"),
        rx.el.dl(
            rx.el.dt("Observed"), rx.el.dd(moment(DocumentPage.observed_at)),
            rx.el.dt("Competitor"), rx.el.dd(link(DocumentPage.competitor, to=DocumentPage.competitor_href, class_name="text-link")),
            rx.el.dt("Address"), rx.el.dd(_outside(DocumentPage.url, DocumentPage.live_url)),
            rx.foreach(DocumentPage.facts, _fact),
            class_name="facts",
        ),
        _kept(),
        class_name="stack",
    )  # fmt: skip
    return rx.el.aside(passage, _event(), _picture(), about, class_name="beside", aria_label="About this document")


def _outside(words: rx.Var[str] | str, to: rx.Var[str]) -> rx.Component:
    """A link that leaves the product, and says so."""
    return rx.el.a(
        words, " ", icon("external-link", 12), rx.el.span(" (leads to the site)", class_name="visually-hidden"),
        href=to, class_name="text-link out-link", target="_blank", rel="noopener noreferrer nofollow", title="Leads to the site",
    )  # fmt: skip


def _event() -> rx.Component:
    """What happened, when, and where it is to be read."""
    happened = rx.cond(
        DocumentPage.happened_at != "", moment(DocumentPage.happened_at), rx.el.span("no date told", class_name="muted")
    )
    out = rx.cond(
        DocumentPage.outside != "", rx.el.p(_outside("Read it on the site", DocumentPage.outside)), rx.fragment()
    )
    told = rx.el.section(
        rx.el.h2(DocumentPage.what),
        rx.el.dl(
            rx.el.dt("Happened"), rx.el.dd(happened),
            rx.el.dt("Seen"), rx.el.dd(moment(DocumentPage.observed_at)),
            class_name="facts",
        ),
        out,
        class_name="stack",
    )  # fmt: skip
    return rx.cond(DocumentPage.what != "", told, rx.fragment())


def _picture() -> rx.Component:
    """The page as a browser showed it, in small; a click opens it whole."""
    image = rx.el.img(
        src=DocumentPage.picture, alt=rx.Var.create("The page as a browser showed it: ") + DocumentPage.title,
        loading="lazy",
    )  # fmt: skip
    shown = rx.el.section(
        rx.el.h2("As it looked"),
        rx.el.a(image, href=DocumentPage.picture, target="_blank", rel="noopener", class_name="page-picture"),
        rx.el.p("Picture taken ", moment(DocumentPage.pictured_at), class_name="meta"),
        class_name="stack tight",
    )
    return rx.cond(DocumentPage.picture != "", shown, rx.fragment())


def _kept() -> rx.Component:
    """The archived bytes, or when they were let go."""
    words = rx.cond(DocumentPage.what != "", "The answer it came in, as text", "The archived page, rendered inert")
    page = rx.el.a(
        icon("archive", 14), words, href=DocumentPage.archived, target="_blank", rel="noopener", class_name="button secondary"
    )  # fmt: skip
    gone = rx.el.p(DocumentPage.let_go, class_name="meta")
    return rx.cond(DocumentPage.archived != "", page, rx.cond(DocumentPage.let_go != "", gone, rx.fragment()))


def _missing() -> rx.Component:
    words = "It may have been purged, or belong to another workspace."
    return rx.el.div(empty("No such document", words, button("Competitors", to="/competitors")), class_name="card")


def document_page() -> rx.Component:
    head = rx.el.div(rx.el.div(rx.el.h1(DocumentPage.title), rx.el.p("Archived text, as it was observed. ", moment(DocumentPage.observed_at)), class_name="grow"), class_name="page-head")  # fmt: skip
    layout = rx.el.div(_text(), _beside(), class_name="document-layout")
    ready = rx.cond(DocumentPage.status == "missing", _missing(), rx.fragment(head, layout))
    body = phases(
        DocumentPage.status,
        ready=ready,
        loading=skeleton_text(12),
        problem=DocumentPage.problem,
        on_retry=DocumentPage.load,
    )
    trail = crumbs(
        ("Competitors", "/competitors"),
        (DocumentPage.competitor, DocumentPage.competitor_href),
        (DocumentPage.title, ""),
    )
    lit = ScrollToMark.create(when=(DocumentPage.status == "ready") & (DocumentPage.quoted != ""))
    return frame(body, lit, here="Competitors", trail=trail, width="full")

"""A conversation: questions, answers as they come, and their sources beside them."""

import reflex as rx

from competedexter.ui.components.basics import button, icon, link, sheet
from competedexter.ui.components.live import ScrollTo, Whenever, moment
from competedexter.ui.components.placeholders import empty, error_panel, skeleton_text
from competedexter.ui.frame import crumbs, frame

from .components import composer, piece, sources_panel, turn, work
from .live_state import Live
from .state import AskedRow, ConversationPage


def _live() -> rx.Component:
    """The turn under way; its words are announced as they come."""
    words = rx.el.div(
        rx.foreach(Live.settled, piece),
        rx.foreach(Live.fresh, piece),
        class_name="answer",
        aria_live="polite",
        aria_atomic="false",
    )
    answer = rx.el.div(
        rx.el.h1(Live.question, class_name="question"),
        work(Live.phase_words, Live.done_phases, Live.tasks, "", Live.running),
        words,
        class_name="turn",
    )
    shown = rx.el.div(answer, sources_panel(Live.sources), class_name="ask-turn", data_turn="true", id="live")
    return rx.cond(Live.id != "", shown, rx.fragment())


def _asked(row: rx.Var[AskedRow]) -> rx.Component:
    return link(
        rx.el.span(row.question, class_name="grow clip"), rx.el.span(moment(row.at), class_name="meta"), to=row.href, class_name="row",
        data_closes="",
    )  # fmt: skip


def _tools() -> rx.Component:
    return rx.el.div(
        button("New question", symbol="plus", kind="quiet", to="/ask"),
        button("History", symbol="history", kind="quiet", data_opens="#history"),
        rx.el.button(
            icon("link"), "Copy address", class_name="button quiet desk-only", type="button", data_act="copy-address"
        ),
        class_name="line ask-tools",
    )


def conversation_page() -> rx.Component:
    history = sheet("history", "Asked before", rx.el.div(rx.foreach(ConversationPage.asked, _asked), class_name="rows"))
    missing = rx.el.div(
        empty(
            "No such question",
            "It may have been removed, or belong to somebody else.",
            button("Ask a question", to="/ask"),
        ),
        class_name="card",
    )
    turns = rx.fragment(_tools(), rx.foreach(ConversationPage.turns, turn), _live())
    body = rx.match(
        ConversationPage.status,
        ("loading", skeleton_text(8)),
        ("missing", missing),
        ("failed", error_panel(ConversationPage.problem, ConversationPage.load)),
        turns,
    )
    box = composer(ConversationPage.submit, Live.stop, Live.running, "", "Ask a follow-up", first=False)
    day = rx.el.p("As known on ", ConversationPage.as_of, class_name="meta")
    dock = rx.el.div(
        rx.el.div(rx.cond(ConversationPage.as_of != "", day, rx.fragment()), box), class_name="composer-dock"
    )
    done = Whenever.create(when=Live.finished, on_rise=ConversationPage.load)
    scroll = ScrollTo.create(target="live", when=Live.id)
    trail = crumbs(("Ask", "/ask"), (ConversationPage.title, ""))
    return frame(
        rx.el.div(body, class_name="ask-layout"), dock, history, done, scroll, here="Ask", trail=trail, width=""
    )

"""One competitor: summary, pricing, timeline, evidence."""

import reflex as rx

from competedexter.ui.components.basics import button, some
from competedexter.ui.components.competitors import coverage_slots, plan_card, run_progress
from competedexter.ui.components.live import Whenever
from competedexter.ui.components.placeholders import empty, phases, skeleton_text
from competedexter.ui.frame import crumbs, frame
from competedexter.ui.session import Session

from .components import document_table, edit_sheet, head, source_sheet, source_table, step_chart, tabs
from .progress_state import Progress
from .state import CompetitorPage
from .timeline import timeline_tab


def _section(title: str, *children: rx.Component, act: rx.Component | None = None) -> rx.Component:
    return rx.el.section(
        rx.el.div(rx.el.h2(title), act or rx.fragment(), class_name="section-head"), *children, class_name="section"
    )


def _plans() -> rx.Component:
    nothing = rx.cond(
        Progress.busy,
        empty("Reading", "The site is being read. Plans appear here as soon as a pricing page was understood."),
        empty(
            "No pricing page read",
            "None was found, or it shows no prices. Paste its address, and it is read at once.",
            rx.cond(Session.may_edit, button("Paste its address", data_opens="#add-source"), rx.fragment()),
        ),
    )
    plans = rx.el.div(rx.foreach(CompetitorPage.plans, plan_card), class_name="plans")
    return rx.cond(some(CompetitorPage.plans), plans, rx.el.div(nothing, class_name="card"))


def _coverage() -> rx.Component:
    again = rx.cond(
        Session.may_edit, button("Look again", kind="quiet", on_click=CompetitorPage.discover), rx.fragment()
    )
    return _section("What is seen", coverage_slots(Progress.slots), act=again)


def _runs() -> rx.Component:
    none = rx.el.div(empty("Not read yet", "The first look starts as soon as a worker is free."), class_name="card")
    return _section("Latest looks", rx.cond(some(Progress.runs), run_progress(Progress.runs, Progress.busy), none))


def _summary() -> rx.Component:
    return rx.fragment(_section("Plans now", _plans()), _coverage(), _runs())


def _pricing() -> rx.Component:
    chart = rx.cond(some(CompetitorPage.chart.lines), _section("Over time", step_chart()), rx.fragment())
    return rx.fragment(_section("Plans now", _plans()), chart)


def _evidence() -> rx.Component:
    add = rx.cond(Session.may_edit, button("Add source", symbol="plus", data_opens="#add-source"), rx.fragment())
    no_sources = rx.el.div(
        empty("No sources yet", "Sources appear when the site was looked at; or add an address yourself."),
        class_name="card",
    )
    no_documents = rx.el.div(
        empty("No documents yet", "Each page that is read is kept here, as it was."), class_name="card"
    )
    return rx.fragment(
        _section("Sources", rx.cond(some(CompetitorPage.sources), source_table(), no_sources), act=add),
        _coverage(),
        _section("Documents", rx.cond(some(CompetitorPage.documents), document_table(), no_documents)),
        _runs(),
    )


def _missing() -> rx.Component:
    return rx.el.div(
        empty(
            "No such competitor",
            "It may have been removed, or belong to another workspace.",
            button("All competitors", to="/competitors"),
        ),
        class_name="card",
    )


def competitor_page() -> rx.Component:
    tab = rx.match(
        CompetitorPage.tab, ("pricing", _pricing()), ("timeline", timeline_tab()), ("evidence", _evidence()), _summary()
    )
    ready = rx.cond(CompetitorPage.status == "missing", _missing(), rx.fragment(head(), tabs(), tab))
    body = phases(
        CompetitorPage.status,
        ready=ready,
        loading=skeleton_text(8),
        problem=CompetitorPage.problem,
        on_retry=CompetitorPage.load,
    )
    trail = crumbs(("Competitors", "/competitors"), (CompetitorPage.head.name, ""))
    reread = Whenever.create(when=Progress.finished, on_rise=CompetitorPage.load)
    return frame(body, edit_sheet(), source_sheet(), reread, here="Competitors", trail=trail)

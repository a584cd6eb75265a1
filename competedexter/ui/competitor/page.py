"""One competitor: summary, pricing, product, hiring, timeline, evidence."""

import reflex as rx

from competedexter.ui.components.basics import button, some
from competedexter.ui.components.competitors import plan_card
from competedexter.ui.components.live import Whenever
from competedexter.ui.components.placeholders import empty, phases, skeleton_text
from competedexter.ui.frame import crumbs, frame

from .components import edit_sheet, head, step_chart, tabs
from .evidence import coverage, evidence_tab, looks
from .facts import facts_strip, numbers
from .hiring import hiring_tab
from .product import product_tab
from .progress_state import Progress
from .sections import add_source, section
from .state import CompetitorPage
from .timeline import timeline_tab


def _plans() -> rx.Component:
    nothing = rx.cond(
        Progress.busy,
        empty("Reading", "The site is being read. Plans appear here as soon as a pricing page was understood."),
        empty(
            "No pricing page read",
            "None was found, or it shows no prices. Paste its address, and it is read at once.",
            add_source("Paste its address", "pricing", "pricing"),
        ),
    )
    plans = rx.el.div(rx.foreach(CompetitorPage.plans, plan_card), class_name="plans")
    return section("Plans now", rx.cond(some(CompetitorPage.plans), plans, rx.el.div(nothing, class_name="card")))


def _summary() -> rx.Component:
    return rx.fragment(facts_strip(), _plans(), numbers(), coverage(), looks())


def _pricing() -> rx.Component:
    chart = rx.cond(some(CompetitorPage.chart.lines), section("Over time", step_chart()), rx.fragment())
    return rx.fragment(_plans(), chart)


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
        CompetitorPage.tab,
        ("pricing", _pricing()),
        ("product", product_tab()),
        ("hiring", hiring_tab()),
        ("timeline", timeline_tab()),
        ("evidence", evidence_tab()),
        _summary(),
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
    return frame(body, edit_sheet(), reread, here="Competitors", trail=trail)

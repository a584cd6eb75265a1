"""The Evidence tab: coverage with its fix in place, sources, documents."""

import reflex as rx

from competedexter.ui.components.basics import button, link, select, some
from competedexter.ui.components.competitors import run_progress
from competedexter.ui.components.live import Whenever, moment
from competedexter.ui.components.placeholders import phases, skeleton_rows
from competedexter.ui.components.rows import SlotRow
from competedexter.ui.components.tables import Column, cell, data_table
from competedexter.ui.components.tags import state_tag
from competedexter.ui.looks import Looks
from competedexter.ui.session import Session
from competedexter.ui.source_rows import SourceRow
from competedexter.ui.source_table import UNNAMED, source_cells
from competedexter.ui.source_types import KINDS

from .evidence_state import EvidenceTab
from .progress_state import Progress
from .rows import DocumentRow
from .sections import add_source, section, teaching
from .state import CompetitorPage

DOCUMENT_COLUMNS = [Column("Document"), Column("Type"), Column("Observed"), Column("Quality", number=True)]
TYPE_OPTIONS = [("", "Every type"), *[(kind.type, kind.name) for kind in KINDS]]


def _slot(row: rx.Var[SlotRow]) -> rx.Component:
    """A place a competitor tells something; where it is missing or blocked, the way to mend it."""
    to = rx.Var.create("/sources/add?competitor=") + CompetitorPage.head.id + "&slot=" + row.key
    paste = link(
        rx.cond(row.state == "blocked", "Another address", "Paste its address"), to=to, class_name="text-link meta"
    )
    quote = rx.cond(
        row.key == "pricing",
        rx.el.button(
            "They sell by quote", type="button", class_name="text-link meta", on_click=EvidenceTab.sell_by_quote(True)
        ),
        rx.fragment(),
    )
    undo = rx.el.button(
        "They show prices", type="button", class_name="text-link meta", on_click=EvidenceTab.sell_by_quote(False)
    )
    mends = rx.match(
        row.state,
        ("missing", rx.fragment(paste, quote)),
        ("blocked", rx.fragment(paste, quote)),
        ("quoted", undo),
        rx.fragment(),
    )
    preview = rx.cond(row.preview != "", row.preview, row.url)
    return rx.el.div(
        rx.el.div(
            row.name, state_tag(row.state, "found", "missing", "blocked", "looking", "quoted"), class_name="name"
        ),
        rx.el.span(preview, class_name="preview", title=row.url),
        rx.cond(Session.may_edit, rx.el.div(mends, class_name="line mends"), rx.fragment()),
        class_name=rx.Var.create("slot ") + row.state,
    )


def coverage() -> rx.Component:
    """The six places, found or mended here."""
    again = rx.cond(
        Session.may_edit, button("Look again", kind="quiet", on_click=CompetitorPage.discover), rx.fragment()
    )
    return section("Coverage", rx.el.div(rx.foreach(Progress.slots, _slot), class_name="slots"), act=again)


def looks() -> rx.Component:
    """The newest looks as they go."""
    none = teaching("Not read yet", "The first look starts as soon as a worker is free.")
    return section("Latest looks", rx.cond(some(Progress.runs), run_progress(Progress.runs, Progress.busy), none))


def _source(row: rx.Var[SourceRow]) -> rx.Component:
    return rx.el.tr(source_cells(row, named=False), data_row="true", key=row.id)


def _sources() -> rx.Component:
    none = teaching(
        "No sources yet",
        "Sources appear when the site was looked at; or add an address yourself: a feed, a job board, filings, your own data.",
        add_source("Add source", ""),
    )
    more = rx.cond(
        EvidenceTab.more_sources != "",
        link(
            EvidenceTab.more_sources,
            to=rx.Var.create("/sources?competitor=") + CompetitorPage.head.id,
            class_name="text-link",
        ),
        rx.fragment(),
    )
    table = rx.fragment(data_table("Sources", UNNAMED, EvidenceTab.sources, _source, two_line=True), more)
    shown = rx.cond(some(EvidenceTab.sources), table, none)
    past = button(
        "Import history", kind="quiet", symbol="history",
        to=rx.Var.create("/imports?competitor=") + CompetitorPage.head.id,
    )  # fmt: skip
    acts = rx.el.div(
        rx.cond(Session.may_edit, past, rx.fragment()), add_source("Add source", ""), class_name="line wrap"
    )
    return section("Sources", shown, act=acts)


def _document(row: rx.Var[DocumentRow]) -> rx.Component:
    title = link(
        rx.el.span(
            rx.el.span(row.title, class_name="name strong"),
            rx.el.span(row.short, class_name="meta"),
            class_name="stack none",
        ),
        to=row.href,
        class_name="row-link",
    )
    quality = rx.cond(row.suspect, state_tag("suspect"), row.quality)
    return rx.el.tr(
        cell("Document", title),
        cell("Type", row.type),
        cell("Observed", moment(row.observed_at)),
        cell("Quality", quality, number=True),
        data_row="true",
    )


def _documents() -> rx.Component:
    foot = rx.el.div(
        rx.el.span(EvidenceTab.total_words),
        rx.el.div(
            rx.cond(
                EvidenceTab.is_first, rx.fragment(), button("Newest", on_click=EvidenceTab.choose(EvidenceTab.kind))
            ),
            rx.cond(EvidenceTab.older != "", button("Older", on_click=EvidenceTab.turn), rx.fragment()),
            class_name="line",
        ),
        class_name="pager",
    )
    none = teaching("No documents", "Each page, article and filing that is read is kept here, as it was.")
    table = data_table("Documents", DOCUMENT_COLUMNS, EvidenceTab.documents, _document, two_line=True, foot=foot)
    kinds = select(
        TYPE_OPTIONS,
        value=EvidenceTab.kind,
        on_change=lambda said: EvidenceTab.choose(said),
        aria_label="Type of document",
        style={"width": "auto"},
    )
    return section("Documents", rx.cond(some(EvidenceTab.documents), table, none), act=kinds)


def evidence_tab() -> rx.Component:
    """Where everything said of them comes from."""
    beat = Whenever.create(when=Looks.beats, on_rise=EvidenceTab.load)
    read = phases(
        EvidenceTab.status,
        ready=rx.fragment(_sources(), _documents()),
        loading=skeleton_rows(),
        problem=EvidenceTab.problem,
        on_retry=EvidenceTab.load,
    )
    return rx.fragment(coverage(), read, looks(), beat)

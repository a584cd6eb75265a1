"""Import history: send a file or fetch past captures, follow the job, see every job there was."""

import reflex as rx

from competedexter.ui.components.basics import (
    NativeForm,
    button,
    copy_button,
    field,
    icon,
    input_box,
    link,
    select,
    some,
)
from competedexter.ui.components.files import file_box
from competedexter.ui.components.live import Whenever, moment
from competedexter.ui.components.placeholders import empty, notice, phases, skeleton_text
from competedexter.ui.components.rows import FactRow
from competedexter.ui.components.tables import Column, cell, data_table
from competedexter.ui.components.tags import state_tag
from competedexter.ui.frame import crumbs, frame, page_head
from competedexter.ui.session import Session

from .door import MOST
from .formats import KINDS, FileKind
from .rows import STATES, JobRow, UnusedRow
from .state import FollowedJob, ImportsPage

TYPES = [
    ("", "As its rows say"), ("pricing", "Prices"), ("news", "News"), ("social", "Posts"), ("filings", "Filings"),
    ("funding", "Funding"), ("reviews", "Reviews"), ("patents", "Patents"), ("jobs", "Openings"),
]  # fmt: skip
FORMATS = [("", "Told by the file"), *[(kind.format, kind.name) for kind in KINDS]]
ACCEPTED = ".yml,.yaml,.csv,.tsv,.json,.jsonl,.ndjson,.warc,.gz"
COLUMNS = [Column("File"), Column("Competitor"), Column("State"), Column("Wrote"), Column("Started")]


def _problem(words: rx.Var[str]) -> rx.Component:
    told = rx.el.div(notice(words, kind="problem", symbol="circle-x"), role="alert")
    return rx.cond(words != "", told, rx.fragment())


def _who(id_: str, otherwise: str, *, required: bool) -> rx.Component:
    def one(row: rx.Var[FactRow]) -> rx.Component:
        return rx.el.option(row.name, value=row.value)

    return rx.el.select(
        rx.el.option(otherwise, value=""),
        rx.foreach(ImportsPage.names, one),
        id=id_,
        name="competitor",
        default_value=ImportsPage.who,
        key=ImportsPage.who + id_,
        class_name="select",
        required=required,
    )


def _send() -> rx.Component:
    day = input_box(id="import-day", name="day", type="date")
    send = button("Send", kind="primary", symbol="upload", type="submit")
    return NativeForm.create(
        _problem(ImportsPage.file_problem),
        file_box(
            "import-file",
            most=MOST.size,
            limit=MOST.words,
            words="Price model, CSV, JSON or web archive, up to 50 MB",
            accept=ACCEPTED,
        ),
        rx.el.div(
            field("Competitor", _who("import-who", "As its rows say", required=False), name="import-who"),
            field("Kind of file", select(FORMATS, id="import-format", name="format"), name="import-format"),
            field("Rows are", select(TYPES, id="import-type", name="type"), name="import-type", optional=True),
            field("Date of what has none", day, name="import-day", optional=True),
            class_name="grid-2",
        ),
        rx.el.div(
            rx.el.span("Dated as the file says. Nothing of it alerts.", class_name="meta grow"),
            send,
            class_name="line wrap",
        ),
        action="/send/history",
        method="post",
        enc_type="multipart/form-data",
        class_name="form card pad",
        aria_label="Send a file",
    )


def _fetch() -> rx.Component:
    return rx.el.form(
        _problem(ImportsPage.fetch_problem),
        rx.el.div(
            rx.el.h2("Fetch from the Wayback Machine"),
            rx.el.p(
                "Up to twelve captures of the home page and of the price page, spread over the time there is.",
                class_name="meta",
            ),
            class_name="stack none",
        ),
        field("Competitor", _who("fetch-who", "Choose", required=True), name="fetch-who"),
        rx.el.div(button("Fetch captures", symbol="history", type="submit"), class_name="line"),
        on_submit=ImportsPage.fetch,
        reset_on_submit=False,
        class_name="form card pad",
    )


def _unused(row: rx.Var[UnusedRow]) -> rx.Component:
    return rx.el.tr(rx.el.td(row.line, class_name="number"), rx.el.td(row.reason))


def _unused_lines() -> rx.Component:
    head = rx.el.thead(rx.el.tr(rx.el.th("Line", scope="col", class_name="number"), rx.el.th("Why", scope="col")))
    table = rx.el.table(
        rx.el.caption("Lines that were not used", class_name="visually-hidden"),
        head,
        rx.el.tbody(rx.foreach(FollowedJob.unused, _unused)),
        class_name="table preview unused",
    )
    scroll = rx.el.div(
        table, class_name="table-scroll", tab_index=0, role="region", aria_label="Lines that were not used"
    )
    more = rx.cond(FollowedJob.more != "", rx.el.p(FollowedJob.more, class_name="meta pad-line"), rx.fragment())
    title = rx.el.p(FollowedJob.row.unused, class_name="strong pad-line")
    return rx.cond(some(FollowedJob.unused), rx.el.div(title, scroll, more), rx.fragment())


def _bar() -> rx.Component:
    row = FollowedJob.row
    known = rx.el.div(
        rx.el.i(style={"width": row.percent}), class_name="progress-bar known", role="progressbar",
        aria_label="Progress", aria_valuetext=row.done,
    )  # fmt: skip
    unknown = rx.el.div(rx.el.i(), class_name="progress-bar")
    return rx.cond(row.is_open, rx.cond(row.percent != "", known, unknown), rx.fragment())


def _job() -> rx.Component:
    """The job of the address: how far it is, what it wrote, what it could not use."""
    row = FollowedJob.row
    head = rx.el.div(
        rx.el.div(rx.el.h2(row.what, class_name="clip"), rx.el.span(row.who, class_name="meta"), class_name="stack none grow"),
        state_tag(row.state, *STATES),
        class_name="card-head",
    )  # fmt: skip
    waiting = rx.cond(row.done != "", row.done, "Waiting for a worker")
    said = rx.el.p(rx.cond(row.is_open, waiting, row.words), class_name="strong")
    beside = rx.foreach(FollowedJob.beside, lambda words: rx.el.p(words, class_name="meta"))
    reason = rx.cond(row.reason != "", rx.el.p(row.reason, class_name="problem"), rx.fragment())
    see = rx.cond(
        (row.who_href != "") & ~row.is_open,
        link("Timeline", icon("arrow-right", 13), to=row.who_href, class_name="text-link line"),
        rx.fragment(),
    )
    body = rx.el.div(said, reason, beside, see, class_name="body stack tight")
    return rx.el.div(head, _bar(), body, _unused_lines(), class_name="card preview-card job-card")


def _beside() -> rx.Component:
    idle = rx.el.div(
        empty(
            "History starts before us",
            "A file of past prices, of events or of archived pages fills the charts and the timeline from its own "
            "dates. Its progress, and each line that could not be read, is told here.",
        ),
        class_name="card ghost",
    )
    lost = rx.el.div(
        empty("No such job", "It may belong to another workspace.", button("All imports", to="/imports")),
        class_name="card",
    )
    shown = rx.cond(FollowedJob.row.id != "", _job(), rx.cond(FollowedJob.missing, lost, idle))
    return rx.el.div(shown, aria_live="polite", class_name="preview-side")


def _kind(kind: FileKind) -> rx.Component:
    id_ = f"example-{kind.format}"
    example = rx.el.div(
        rx.el.pre(
            kind.example, id=id_, class_name="example", tab_index=0, role="region", aria_label=f"Example of {kind.name}"
        ),
        copy_button("Copy example", id_),
        class_name="stack tight",
    )
    return rx.el.div(
        rx.el.div(rx.el.h3(kind.name), rx.el.span(kind.limit, class_name="meta"), class_name="line apart wrap"),
        rx.el.p(kind.holds, class_name="muted"),
        example if kind.example else rx.fragment(),
        class_name="card pad stack tight",
    )


def _kinds() -> rx.Component:
    return rx.el.section(
        rx.el.div(rx.el.h2("What a file holds"), class_name="section-head"),
        rx.el.div(*[_kind(kind) for kind in KINDS], class_name="grid-2 file-kinds"),
        class_name="section",
    )


def _line(row: rx.Var[JobRow]) -> rx.Component:
    wrote = rx.el.div(
        rx.el.span(rx.cond(row.is_open, row.done, row.words)),
        rx.el.span(rx.cond(row.reason != "", row.reason, row.unused), class_name="meta reason"),
        class_name="stack none",
    )
    return rx.el.tr(
        cell("File", link(row.what, to=row.href, class_name="title clip")),
        cell("Competitor", row.who),
        cell("State", state_tag(row.state, *STATES)),
        cell("Wrote", wrote),
        cell("Started", moment(row.at)),
        data_row="true",
        key=row.id,
    )


def _past() -> rx.Component:
    table = data_table("Imports", COLUMNS, ImportsPage.jobs, _line, two_line=True)
    none = rx.el.div(empty("Nothing imported yet", "Each file that was sent stays listed here."), class_name="card")
    return rx.el.section(
        rx.el.div(rx.el.h2("Imports"), class_name="section-head"),
        rx.cond(some(ImportsPage.jobs), table, none),
        class_name="section",
    )


def imports_page() -> rx.Component:
    only_read = rx.el.div(notice("Admins and owners of the workspace import history."), class_name="stack")
    forms = rx.el.div(_send(), rx.cond(some(ImportsPage.names), _fetch(), rx.fragment()), class_name="stack")
    both = rx.el.div(rx.cond(Session.may_edit, forms, only_read), _beside(), class_name="add-layout")
    body = phases(
        ImportsPage.status,
        ready=rx.fragment(both, _past(), _kinds()),
        loading=skeleton_text(8),
        problem=ImportsPage.problem,
        on_retry=ImportsPage.load,
    )
    head = page_head(
        "Import history",
        "What was before we watched: prices, events and archived pages, each at its own date.",
        link("All sources", to="/sources", class_name="button secondary"),
    )
    beat = Whenever.create(when=FollowedJob.ended, on_rise=ImportsPage.load)
    trail = crumbs(("Sources", "/sources"), ("Import history", ""))
    return frame(head, body, beat, here="Sources", trail=trail)

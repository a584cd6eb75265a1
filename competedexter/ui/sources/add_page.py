"""Add a source: choose what it is, paste where it is, see what would be read, save."""

import reflex as rx

from competedexter.ui.components.basics import button, field, icon, input_box, link, select, some
from competedexter.ui.components.placeholders import empty, notice, phases, skeleton_text
from competedexter.ui.components.rows import FactRow
from competedexter.ui.components.tags import state_tag
from competedexter.ui.frame import crumbs, frame, page_head
from competedexter.ui.source_table import type_icon
from competedexter.ui.source_types import KINDS, SourceKind

from .add_state import AddSource
from .mapping import FORMATS
from .options import FEEDS, VIAS
from .preview_rows import LineRow

FREQUENCIES = [("daily", "Every day"), ("hourly", "Every hour"), ("weekly", "Every week")]
RUN_STATES = ("succeeded", "unchanged", "suspect", "blocked", "failed", "gone")


def _kind(kind: SourceKind) -> rx.Component:
    return rx.el.button(
        rx.el.span(type_icon(kind.type, 18), class_name="type-icon"),
        rx.el.span(
            rx.el.span(kind.name, class_name="strong"),
            rx.el.span(kind.reads, class_name="meta"),
            _needs(kind),
            class_name="lines",
        ),
        type="button",
        class_name="kind",
        aria_pressed=(AddSource.type == kind.type).to_string(),  # type: ignore[attr-defined]  # a Var when drawn
        on_click=AddSource.choose(kind.type),
    )


def _needs(kind: SourceKind) -> rx.Component:
    """`NewsAPI searches need NEWSAPI_KEY`, while it is not set."""
    if not kind.paid:
        return rx.fragment()
    words = rx.Var.create(AddSource.missing)[kind.type]
    lacks = rx.Var.create(AddSource.missing).contains(kind.type)
    return rx.cond(lacks, rx.el.span(icon("key-round", 12), words, class_name="needs meta"), rx.fragment())


def _kinds() -> rx.Component:
    return rx.el.div(*[_kind(kind) for kind in KINDS], class_name="kinds", role="group", aria_label="Type of source")


def _chosen() -> rx.Component:
    """What was chosen, and the way back to all of them."""
    return rx.el.div(
        rx.el.span(type_icon(AddSource.type, 18), class_name="type-icon"),
        rx.el.div(
            rx.el.span(AddSource.type_name, class_name="strong"),
            rx.el.span(AddSource.reads, class_name="meta"),
            class_name="lines grow",
        ),
        rx.cond(
            AddSource.editing != "",
            rx.fragment(),
            button("Another type", kind="quiet", on_click=AddSource.choose("")),
        ),
        class_name="chosen-kind",
    )


def _who() -> rx.Component:
    def one(row: rx.Var[FactRow]) -> rx.Component:
        return rx.el.option(row.name, value=row.value)

    choice = rx.el.select(
        rx.el.option("Choose", value=""),
        rx.foreach(AddSource.names, one),
        id="add-who",
        name="competitor",
        default_value=AddSource.who,
        key=AddSource.who,
        class_name="select",
        required=True,
    )
    return field("Competitor", choice, name="add-who")


def _place(name: str, label: str, placeholder: str, value: rx.Var[str]) -> rx.Component:
    box = input_box(
        id=f"map-{name}",
        name=f"map-{name}",
        class_name="mono",
        placeholder=placeholder,
        default_value=value,
        key=AddSource.filled.to_string() + name,  # type: ignore[attr-defined]  # a Var when drawn
        max_length=500,
        auto_complete="off",
    )
    return field(label, box, name=f"map-{name}", optional=True)


def _mapping() -> rx.Component:
    """Where each part of a record is found: a safe JSONPath, a column, or a CSS selector."""
    row = AddSource.mapping
    fields = rx.el.textarea(
        id="map-fields",
        name="map-fields",
        class_name="textarea mono",
        rows="3",
        placeholder="severity = impact\nservice = components[0].name",
        default_value=row.fields,
        key=AddSource.filled.to_string() + "fields",  # type: ignore[attr-defined]  # as above
        max_length=5000,
    )
    formats = select(
        FORMATS,
        id="map-format",
        name="map-format",
        default_value=row.format,
        key=AddSource.filled.to_string() + "format",  # type: ignore[attr-defined]  # as above
    )
    return rx.el.fieldset(
        rx.el.legend("Mapping"),
        rx.el.p(
            rx.cond(
                AddSource.fed == "",
                "Leave it empty and preview: a mapping is suggested from what is found there. ",
                "Say the format, and where what comes has its records and their titles. ",
            ),
            "JSON is read by paths like $.items[*], CSV by column names, pages by CSS selectors.",
            class_name="hint",
        ),
        rx.el.div(
            field("Format", formats, name="map-format"),
            _place("items", "Records", "$.items[*]", row.each),
            _place("title", "Title", "name", row.title),
            _place("text", "Text", "body", row.text),
            _place("url", "Link", "html_url", row.url),
            _place("date", "Date", "created_at", row.date),
            class_name="grid-2",
        ),
        field("Further fields, one a line", fields, name="map-fields", optional=True),
        class_name="mapping stack",
    )


def _feeds() -> rx.Component:
    """How it comes, for the types that files are brought to."""

    def choice(source_type: str) -> rx.Component:
        choose = select(
            FEEDS[source_type],
            id="add-fed",
            name="fed",
            value=AddSource.fed,
            on_change=AddSource.feed_by,
        )
        return field("How it comes", choose, name="add-fed")

    return rx.match(AddSource.type, *[(one, choice(one)) for one in FEEDS], rx.fragment())


def _options() -> rx.Component:
    """What a type may be told beside its address."""
    via = field("Read from", select(VIAS, id="add-via", name="via"), name="add-via")
    publisher = field(
        "Publisher of an export",
        input_box(id="add-publisher", name="publisher", placeholder="G2", max_length=100, auto_complete="off"),
        name="add-publisher",
        hint="Where the reviews of a CSV stand, when the file does not say it.",
        optional=True,
    )
    return rx.match(AddSource.type, ("tech_stack", via), ("reviews", publisher), rx.fragment())


def _form() -> rx.Component:
    problem = rx.cond(
        AddSource.problem_words != "",
        rx.el.div(notice(AddSource.problem_words, kind="problem", symbol="circle-x"), role="alert"),
        rx.fragment(),
    )
    needs = rx.foreach(AddSource.needs, lambda words: rx.el.p(icon("key-round", 13), words, class_name="line meta"))
    address = input_box(
        id="add-url", name="url", placeholder="https://", required=True, max_length=2000, auto_complete="off",
        type="text", default_value=AddSource.address, key=AddSource.address, input_mode="url", auto_focus=True,
    )  # fmt: skip
    every = select(
        FREQUENCIES,
        id="add-frequency",
        name="frequency",
        default_value=AddSource.frequency,
        key=AddSource.editing + AddSource.frequency,
    )
    look = rx.cond(
        AddSource.busy,
        button("Looking", kind="primary", aria_busy="true", disabled=True),
        rx.cond(
            AddSource.fed != "",
            button("Continue", kind="primary", type="submit"),
            button("Preview", kind="primary", symbol="eye", type="submit"),
        ),
    )
    where = field(
        "Address",
        address,
        name="add-url",
        hint=rx.fragment("For example ", rx.el.span(AddSource.example, class_name="mono")),
    )
    often = field("Look", every, name="add-frequency")
    return rx.el.form(
        _chosen(),
        problem,
        _feeds(),
        rx.cond(AddSource.fed == "", where, rx.fragment()),
        needs,
        _options(),
        rx.el.div(_who(), rx.cond(AddSource.fed == "", often, rx.fragment()), class_name="grid-2"),
        rx.cond(AddSource.type == "custom", _mapping(), rx.fragment()),
        rx.el.div(look, class_name="line"),
        on_submit=AddSource.look,
        reset_on_submit=False,
        class_name="form card pad add-form",
    )


def _line(row: rx.Var[LineRow]) -> rx.Component:
    return rx.el.tr(rx.foreach(row.cells, lambda words: rx.el.td(words, class_name="clip-2")))


def _read_table() -> rx.Component:
    row = AddSource.preview
    head = rx.el.thead(rx.el.tr(rx.foreach(row.columns, lambda words: rx.el.th(words, scope="col"))))
    table = rx.el.table(
        rx.el.caption("What was read", class_name="visually-hidden"),
        head,
        rx.el.tbody(rx.foreach(row.lines, _line)),
        class_name="table preview",
    )
    return rx.el.div(table, class_name="table-scroll", tab_index=0, role="region", aria_label="What was read")


def _seen() -> rx.Component:
    """What the look brought, and the way to save it."""
    row = AddSource.preview
    problems = rx.foreach(
        row.problems, lambda words: rx.el.li(icon("circle-alert", 14), words, class_name="line meta top")
    )
    verb = rx.cond(AddSource.editing != "", "Save", rx.cond(row.good, "Add source", "Add anyway"))
    save = rx.el.div(
        rx.el.span(AddSource.saves, class_name="meta grow clip"),
        button(verb, kind="primary", on_click=AddSource.save, symbol="check"),
        class_name="pager",
    )
    head = rx.el.div(
        rx.el.div(rx.el.h2(row.words), rx.el.span(row.reason, class_name="meta"), class_name="stack none grow"),
        rx.cond(AddSource.fed == "", state_tag(row.state, *RUN_STATES), rx.fragment()),
        class_name="card-head",
    )
    return rx.el.div(
        head,
        rx.cond(some(row.problems), rx.el.ul(problems, class_name="problems"), rx.fragment()),
        rx.cond(some(row.lines), _read_table(), rx.fragment()),
        rx.cond(row.more != "", rx.el.p(row.more, class_name="meta pad-line"), rx.fragment()),
        rx.cond(AddSource.saves != "", save, rx.fragment()),
        class_name="card preview-card",
    )


def _preview() -> rx.Component:
    waiting = rx.el.div(
        rx.el.div(rx.el.i(), class_name="progress-bar"),
        empty("Looking", "The address is read as it would be on every look. Nothing is saved."),
        class_name="card",
    )
    idle = rx.el.div(
        empty("Preview first", "What is read there is shown here before anything is saved."), class_name="card ghost"
    )
    shown = rx.cond(AddSource.busy, waiting, rx.cond(AddSource.preview.state != "", _seen(), idle))
    return rx.el.div(shown, aria_live="polite", class_name="preview-side")


def add_source_page() -> rx.Component:
    nobody = rx.el.div(
        empty(
            "A source belongs to a competitor",
            "Add one first. Its site is looked at by itself; other places are added here.",
            button("Competitors", kind="primary", to="/competitors"),
        ),
        class_name="card",
    )
    both = rx.el.div(_form(), _preview(), class_name="add-layout")
    ready = rx.cond(some(AddSource.names), rx.cond(AddSource.type != "", both, _kinds()), nobody)
    body = phases(
        AddSource.status, ready=ready, loading=skeleton_text(8), problem=AddSource.problem, on_retry=AddSource.load
    )
    back = link("All sources", to="/sources", class_name="button secondary")
    head = page_head("Add source", "What kind of place is it? Paste its address, and see what would be read.", back)
    return frame(head, body, here="Sources", trail=crumbs(("Sources", "/sources"), ("Add", "")))

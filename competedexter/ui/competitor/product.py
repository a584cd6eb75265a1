"""The Product tab."""

import reflex as rx

from competedexter.ui.components.basics import icon, link, some
from competedexter.ui.components.live import moment
from competedexter.ui.components.placeholders import phases, skeleton_rows

from .product_rows import FeatureRow, TechGroup, TechRow, ValueCell
from .product_state import ProductTab
from .sections import add_source, section, teaching


def _value(cell: rx.Var[ValueCell]) -> rx.Component:
    yes = rx.el.span(icon("check", 15), rx.el.span("yes", class_name="visually-hidden"), class_name="yes")
    no = rx.el.span("\u2013", rx.el.span("no", class_name="visually-hidden"), class_name="faint")
    shown = rx.match(cell.kind, ("yes", yes), ("no", no), rx.el.span(cell.words))
    return rx.el.td(shown, custom_attrs={"data-label": cell.plan})


def _feature(row: rx.Var[FeatureRow]) -> rx.Component:
    group = rx.el.tr(rx.el.th(row.name, scope="colgroup", col_span=20, class_name="group"), class_name="group-row")
    name = rx.el.th(
        rx.el.span(
            row.name,
            link(
                icon("quote", 13),
                to=row.evidence,
                aria_label=rx.Var.create("Evidence: ") + row.name,
                class_name="evidence-dot",
            ),
            class_name="line",
        ),
        scope="row",
    )
    return rx.cond(row.is_group, group, rx.el.tr(name, rx.foreach(row.cells, _value), data_row="true"))


def _matrix() -> rx.Component:
    matrix = ProductTab.matrix
    head = rx.el.thead(
        rx.el.tr(rx.el.th("Feature", scope="col"), rx.foreach(matrix.plans, lambda plan: rx.el.th(plan, scope="col")))
    )
    table = rx.el.table(
        rx.el.caption("Features by plan", class_name="visually-hidden"),
        head,
        rx.el.tbody(rx.foreach(matrix.rows, _feature)),
        class_name="table matrix",
    )
    scroll = rx.el.div(table, class_name="table-scroll tall", tab_index=0, role="region", aria_label="Features by plan")
    return rx.el.div(scroll, _more(), class_name="table-wrap")


def _listed(row: rx.Var[FeatureRow]) -> rx.Component:
    item = rx.el.li(icon("check", 14), link(row.name, to=row.evidence), class_name="feature-item")
    return rx.cond(row.is_group, rx.el.li(row.name, class_name="feature-group meta"), item)


def _more() -> rx.Component:
    more = ProductTab.matrix.more
    return rx.cond(more != "", rx.el.p(more, class_name="pager"), rx.fragment())


def _features() -> rx.Component:
    matrix = ProductTab.matrix
    listed = rx.el.div(
        rx.el.ul(rx.foreach(matrix.rows, _listed), class_name="feature-list"), _more(), class_name="card pad"
    )
    note = rx.fragment(matrix.words, " \u00b7 ", moment(matrix.at))
    none = teaching(
        "No features read",
        "Paste the address of a feature page or a comparison table: each plan is then a column, and what is added or taken away is told.",
        add_source("Add feature page", "features", "features"),
    )
    shown = rx.cond(some(matrix.plans), _matrix(), listed)
    return section("Features", rx.cond(some(matrix.rows), shown, none), note=rx.cond(some(matrix.rows), note, ""))


def _tech(row: rx.Var[TechRow]) -> rx.Component:
    name = rx.el.span(
        rx.el.span(row.name, class_name="strong"), rx.el.span(row.version, class_name="meta"), class_name="line"
    )
    return rx.el.div(
        rx.el.div(name, rx.el.code(row.proof, class_name="mono proof"), class_name="lines"),
        link("Evidence", to=row.evidence, class_name="chip outline"),
        class_name="row",
        data_row="true",
    )


def _group(group: rx.Var[TechGroup]) -> rx.Component:
    return rx.el.div(
        rx.el.h3(group.name, class_name="meta group-name"),
        rx.el.div(rx.foreach(group.rows, _tech), class_name="rows"),
        class_name="card tech-group",
    )


def _technologies() -> rx.Component:
    none = teaching(
        "No technologies read",
        "Add their home page as a technology source: what it uses is read from headers, scripts and cookies, each with its proof.",
        add_source("Add technology source", "tech_stack"),
    )
    groups = rx.el.div(rx.foreach(ProductTab.technologies, _group), class_name="tech-groups")
    return section("Technologies", rx.cond(some(ProductTab.technologies), groups, none))


def product_tab() -> rx.Component:
    """What it has, plan by plan, and what it is built with."""
    ready = rx.fragment(_features(), _technologies())
    return phases(
        ProductTab.status, ready=ready, loading=skeleton_rows(), problem=ProductTab.problem, on_retry=ProductTab.load
    )

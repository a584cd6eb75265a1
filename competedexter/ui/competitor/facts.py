"""Facts, ratings, figures and news volume: the Summary's lower half. What is not known is not shown."""

import reflex as rx

from competedexter.ui.components.basics import link, some
from competedexter.ui.components.live import moment
from competedexter.ui.components.sparkline import bar_strip

from .facts_rows import FactLine, FigureCell, FigureLine, RatingLine
from .facts_state import Facts
from .sections import section
from .state import CompetitorPage


def _fact(row: rx.Var[FactLine]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(row.name),
        rx.el.dd(rx.el.span(row.value), link(row.source, to=row.evidence, class_name="meta source-of")),
    )


def facts_strip() -> rx.Component:
    """Facts with where each is said, under the name."""
    facts = rx.el.dl(rx.foreach(Facts.facts, _fact), class_name="card fact-grid")
    return rx.cond(some(Facts.facts), section("Company", facts), rx.fragment())


def _rating(row: rx.Var[RatingLine]) -> rx.Component:
    about = rx.el.span(row.product, class_name="meta clip")
    return link(
        rx.el.div(rx.el.span(row.publisher, class_name="title"), about, class_name="lines"),
        rx.el.span(rx.el.i(style={"width": row.share}), class_name="share wide", aria_hidden="true"),
        rx.el.div(
            rx.el.span(row.mark, class_name="strong nowrap"),
            rx.el.span(row.count, class_name="meta nowrap"),
            class_name="lines end",
        ),
        to=row.evidence,
        class_name="row rating",
        data_row="true",
    )


def _ratings() -> rx.Component:
    rows = rx.el.div(rx.foreach(Facts.ratings, _rating), class_name="rows card")
    return rx.cond(some(Facts.ratings), section("Ratings", rows), rx.fragment())


def _news() -> rx.Component:
    to = rx.Var.create("/competitors/") + CompetitorPage.head.id + "?tab=timeline&group=news"
    strip = rx.el.div(
        bar_strip(Facts.news, Facts.news_words),
        rx.el.div(
            rx.el.span(Facts.news_words, class_name="meta"),
            link("Read them", to=to, class_name="text-link"),
            class_name="line apart",
        ),
        class_name="card pad stack tight",
    )
    return rx.cond(some(Facts.news), section("News by week", strip), rx.fragment())


def _cell(cell: rx.Var[FigureCell]) -> rx.Component:
    growth = rx.cond(
        cell.growth != "",
        rx.el.span(cell.growth, class_name=rx.Var.create("growth ") + cell.direction),
        rx.fragment(),
    )
    value = link(cell.short, to=cell.evidence, title=cell.whole, class_name="figure-link")
    shown = rx.cond(cell.short != "", rx.el.div(value, growth, class_name="stack none"), "")
    return rx.el.td(shown, class_name="number", custom_attrs={"data-label": cell.period})


def _line(line: rx.Var[FigureLine]) -> rx.Component:
    name = rx.el.th(
        rx.el.div(rx.el.span(line.label), rx.el.span(line.unit, class_name="meta"), class_name="stack none"),
        scope="row",
    )
    drawn = rx.el.td(
        bar_strip(line.bars, line.label), class_name="trend", custom_attrs={"data-label": "Over the years"}
    )
    return rx.el.tr(name, drawn, rx.foreach(line.cells, _cell), data_row="true")


def _figures() -> rx.Component:
    table = rx.el.table(
        rx.el.caption("Figures by period", class_name="visually-hidden"),
        rx.el.thead(
            rx.el.tr(
                rx.el.th("Year to", scope="col"),
                rx.el.th(rx.el.span("Over the years", class_name="visually-hidden"), scope="col"),
                rx.foreach(Facts.figures.periods, lambda period: rx.el.th(period, scope="col", class_name="number")),
            )
        ),
        rx.el.tbody(rx.foreach(Facts.figures.lines, _line)),
        class_name="table two-line matrix",
    )
    scroll = rx.el.div(table, class_name="table-scroll", tab_index=0, role="region", aria_label="Figures by period")
    shown = section("Financials", rx.el.div(scroll, class_name="table-wrap"), note=moment(Facts.figures.at))
    return rx.cond(some(Facts.figures.lines), shown, rx.fragment())


def numbers() -> rx.Component:
    """Ratings, news volume and figures, of those that are known."""
    return rx.fragment(_ratings(), _news(), _figures())

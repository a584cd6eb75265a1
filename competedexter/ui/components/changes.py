"""How a change looks: in a list, as a typed before/after card, as words."""

import reflex as rx

from .basics import icon, link
from .live import moment
from .rows import ChangeRow, EditRow, MoveRow, WordRow
from .tags import label_tag, severity_tag, state_tag


def _values(move: rx.Var[MoveRow]) -> rx.Component:
    both = (move.before != "") & (move.after != "")
    seen = rx.el.span(
        rx.cond(move.before != "", rx.el.span(move.before, class_name="before"), rx.fragment()),
        rx.cond(both, rx.el.span(icon("arrow-right", 14), class_name="arrow"), rx.fragment()),
        rx.cond(move.after != "", rx.el.span(move.after, class_name="after"), rx.fragment()),
        rx.cond(move.terms != "", rx.el.span(" ", move.terms, class_name="muted"), rx.fragment()),
        aria_hidden="true",
    )
    return rx.el.div(seen, rx.el.span(move.spoken, class_name="visually-hidden"), class_name="values")


def _links(move: rx.Var[MoveRow]) -> rx.Component:
    def one(href: rx.Var[str], word: str) -> rx.Component:
        label = rx.Var.create(f"Evidence {word}: ") + move.what
        return rx.cond(href != "", link(word, to=href, class_name="chip outline", aria_label=label), rx.fragment())

    return rx.el.div(one(move.before_href, "before"), one(move.after_href, "after"), class_name="evidence-links")


def move_line(move: rx.Var[MoveRow]) -> rx.Component:
    """`Price  49 -> 59 USD / seat / month  +10 USD  +20.4 %  [before] [after]`."""
    delta = rx.Var.create("delta ") + move.direction
    figures = rx.el.div(
        rx.el.span(rx.cond(move.note != "", move.note, move.delta)), rx.el.span(move.percent), class_name=delta
    )
    return rx.el.div(
        rx.el.span(move.what, class_name="what"), _values(move), figures, _links(move), class_name="diff-row"
    )


def _run(word: rx.Var[WordRow]) -> rx.Component:
    return rx.match(word.op, ("added", rx.el.ins(word.text)), ("removed", rx.el.del_(word.text)), rx.el.span(word.text))


def word_diff(words: rx.Var[list[WordRow]]) -> rx.Component:
    """Words that came and went, in their sentence."""
    return rx.el.div(rx.foreach(words, _run), class_name="word-diff")


def edit_line(edit: rx.Var[EditRow]) -> rx.Component:
    """An edit of a page: what, where, the words, and why it counts or was held back."""
    head = rx.el.div(
        rx.el.span(edit.what, class_name="strong"),
        rx.el.span(edit.where),
        rx.el.span(edit.reason),
        class_name="line wrap meta",
    )
    return rx.el.li(head, word_diff(edit.words), class_name="edit")


def _body(row: rx.Var[ChangeRow]) -> rx.Component:
    edits = rx.fragment(
        rx.el.ol(rx.foreach(row.edits, edit_line), class_name="edits"),
        rx.cond(row.more != "", rx.el.p(row.more, class_name="card-foot"), rx.fragment()),
    )
    moves = rx.el.div(rx.foreach(row.moves, move_line), class_name="diff-rows")
    plain = rx.el.p(row.summary, class_name="word-diff")
    return rx.cond(row.moves.length() > 0, moves, rx.cond(row.edits.length() > 0, edits, plain))


def change_card(row: rx.Var[ChangeRow], *acts: rx.Component) -> rx.Component:
    """The typed card of one change; an unconfirmed one has a dashed border and says so."""
    seen = rx.cond(row.observed_at != "", rx.el.span(moment(row.observed_at), class_name="meta"), rx.fragment())
    aside = rx.el.div(severity_tag(row.severity), seen, class_name="aside")
    header = rx.el.header(rx.el.h2(row.title), aside)
    chips = rx.foreach(row.rules, lambda name: rx.el.span(name, class_name="chip outline"))
    rules = rx.cond(row.rules.length() > 0, rx.el.span("Rules", chips, class_name="line wrap"), rx.fragment())
    outside = rx.cond(
        row.outside != "",
        rx.el.a(
            "Read it there", icon("external-link", 12), href=row.outside, class_name="text-link line", target="_blank",
            rel="noopener noreferrer nofollow", style={"gap": "4px"},
        ),
        rx.fragment(),
    )  # fmt: skip
    footer = rx.el.footer(
        outside,
        rx.cond(row.backfilled, rx.el.span("It happened before we watched; nobody was alerted."), rx.fragment()),
        state_tag(row.state, "confirmed", "pending", "reverted"),
        rx.cond(row.held_back, rx.el.span(label_tag(row.label), ": ", row.label_reason), rx.fragment()),
        rx.cond(row.severity_reason != "", rx.el.span(row.severity_reason), rx.fragment()),
        rules,
        rx.el.div(*acts, class_name="acts") if acts else rx.fragment(),
    )
    return rx.el.article(
        header, _body(row), footer, class_name=rx.Var.create("diff-card ") + row.state, aria_label=row.title
    )


def change_line(row: rx.Var[ChangeRow]) -> rx.Component:
    """One line of a list of changes; the whole line opens it. What was held back says why."""
    dated = rx.cond(row.occurred_at != "", rx.fragment(" \u00b7 happened ", moment(row.occurred_at)), rx.fragment())
    past = rx.cond(row.backfilled, rx.el.span("before we watched", class_name="chip outline"), rx.fragment())
    why = rx.cond(row.held_back, rx.fragment(" \u00b7 ", label_tag(row.label), ": ", row.label_reason), rx.fragment())
    lines = rx.el.div(
        rx.el.span(row.summary, class_name="title clip"),
        rx.el.span(row.competitor, " \u00b7 ", row.group, dated, why, class_name="meta clip"),
        class_name="lines",
    )
    state = rx.cond(row.state == "confirmed", rx.fragment(), state_tag(row.state, "pending", "reverted"))
    aside = rx.el.div(
        state,
        past,
        rx.cond(row.backfilled, rx.fragment(), severity_tag(row.severity)),
        rx.el.span(moment(row.observed_at), class_name="meta when"),
        class_name="aside",
    )
    return link(lines, aside, to=row.href, class_name="row", data_row="true")

"""Buttons, links, icons, fields, keys: what everything else is made of."""

from typing import Any, Literal, TypeAlias

import reflex as rx
from reflex_components_core.core.debounce import DebounceInput
from reflex_components_core.el.elements.base import BaseHTML
from reflex_components_core.react_router.dom import ReactRouterLink

Kind = Literal["primary", "secondary", "quiet", "danger"]
Child: TypeAlias = Any  # a component, words, or a Var of whatever the page shows; Reflex is untyped to the checker
Props = Any  # what Reflex takes: event handlers, Vars, attributes

ICON_PX = 16
SEARCH_WAIT_MS = 250  # long enough for a word, short enough to feel at once


class NativeForm(BaseHTML):
    """A real HTML form: Reflex's own swallows the browser's submit, and a session cookie needs one."""

    tag = "form"
    action: rx.Var[str]
    method: rx.Var[str]
    enc_type: rx.Var[str]


class NativeLink(BaseHTML):
    """A plain anchor; Reflex's own goes through the router, which rewrites `#content`."""

    tag = "a"
    href: rx.Var[str]


def jump(words: str, to: str, class_name: str) -> rx.Component:
    """A link to a place on this page."""
    return NativeLink.create(words, href=f"#{to}", class_name=class_name)


def icon(name: str, size: int = ICON_PX, **props: Props) -> rx.Component:
    """A line icon; it never carries meaning alone, so screen readers skip it."""
    return rx.icon(name, size=size, stroke_width=1.75, aria_hidden="true", **props)


def link(*children: Child, to: rx.Var[str] | str, **props: Props) -> rx.Component:
    """A link inside the app: no page reload."""
    return ReactRouterLink.create(*children, to=to, **props)


def button(
    label: Child, *, kind: Kind = "secondary", symbol: str = "", size: str = "", to: Any = None, **props: Props
) -> rx.Component:  # to: Any: an address or a Var of one
    """A verb. With `to` it is a link that looks like one."""
    name = " ".join(part for part in ("button", kind, size, str(props.pop("class_name", ""))) if part)
    inside = [icon(symbol), label] if symbol else [label]
    if to is not None:
        return link(*inside, to=to, class_name=name, **props)
    return rx.el.button(*inside, class_name=name, type=props.pop("type", "button"), **props)


def icon_button(label: str, symbol: str, **props: Props) -> rx.Component:
    """A square button; its name is said and shown on hover."""
    return rx.el.button(
        icon(symbol), class_name="button quiet icon-only", type="button", aria_label=label, title=label, **props
    )


def copy_button(words: str, target: str, **props: Props) -> rx.Component:
    """Copies what stands in the element with the id `target`, in the page, and says so on itself."""
    return rx.el.button(
        icon("copy", 14), rx.el.span(words), type="button", class_name="button quiet", data_copies=f"#{target}", **props
    )


def kbd(key: str) -> rx.Component:
    return rx.el.kbd(key)


def input_box(**props: Props) -> rx.Component:
    """A text input; `large` in class_name makes it 40 px."""
    name = " ".join(("input", str(props.pop("class_name", "")))).strip()
    return rx.el.input(class_name=name, **props)


def field(
    label: Child, control: rx.Component, *, name: str, hint: Child = "", problem: Any = "", optional: bool = False
) -> rx.Component:  # problem: Any: a sentence or a Var of one
    """A labelled control with a hint and, when there is one, a problem in words. The control's id must be `name`."""
    has_problem = problem != "" if isinstance(problem, rx.Var) else bool(problem)
    below = rx.cond(
        has_problem,
        rx.el.p(problem, class_name="problem", id=f"{name}-problem", role="alert"),
        rx.el.p(hint, class_name="hint") if hint != "" else rx.fragment(),
    )
    mark = rx.el.span(" optional", class_name="optional") if optional else rx.fragment()
    return rx.el.div(rx.el.label(label, mark, html_for=name), control, below, class_name="field")


def select(options: list[tuple[str, str]], **props: Props) -> rx.Component:
    """A native choice of (value, words)."""
    return rx.el.select(*[rx.el.option(words, value=value) for value, words in options], class_name="select", **props)


def search_box(label: str, *, value: Any, on_change: Any) -> rx.Component:  # Any: a Var and an event handler
    """The page's search: `/` jumps here; it asks after a short pause in typing."""
    box = DebounceInput.create(
        rx.el.input(
            class_name="input",
            type="search",
            placeholder=label,
            aria_label=label,
            data_search="true",
            value=value,
            on_change=on_change,
        ),
        debounce_timeout=SEARCH_WAIT_MS,
    )
    return rx.el.div(icon("search", 15), box, kbd("/"), class_name="search")


def sheet(id_: str, title: str, *children: Child, **props: Props) -> rx.Component:
    """A dialog opened by any element with `data_opens="#id"`; Escape and a click beside it close it."""
    head = rx.el.div(
        rx.el.h2(title, id=f"{id_}-title"), icon_button("Close", "x", data_closes=""), class_name="sheet-head"
    )
    return rx.el.dialog(
        head,
        rx.el.div(*children, class_name="sheet-body"),
        id=id_,
        class_name="sheet",
        aria_labelledby=f"{id_}-title",
        **props,
    )


def some(rows: Any) -> rx.Var[bool]:  # Any: a list, to the checker, and a Var of one when pages are drawn
    """Whether there is anything in it."""
    return rx.Var.create(rows).length() > 0


def said(value: Any) -> rx.Var[str]:  # Any: a plain value, to the checker, and a Var of one when pages are drawn
    """A value as words: `true`, `3`. What attributes and joined words take."""
    return rx.Var.create(value).to_string()

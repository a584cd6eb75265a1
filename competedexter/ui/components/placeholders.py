"""What stands where something is not: empty, loading, failed."""

from typing import Any

import reflex as rx

from .basics import Child, button, icon


def empty(title: Child, words: Child, *actions: rx.Component) -> rx.Component:
    """Teaches in a sentence and offers the next action."""
    return rx.el.div(
        rx.el.div(rx.el.h2(title), rx.el.p(words), class_name="stack tight"),
        rx.el.div(*actions, class_name="line") if actions else rx.fragment(),
        class_name="empty",
    )


def error_panel(sentence: Child, on_retry: Any = None) -> rx.Component:  # Any: an event handler
    """What happened, and a way on."""
    again = button("Try again", on_click=on_retry) if on_retry is not None else rx.fragment()
    words = rx.el.div(rx.el.p(sentence, class_name="strong"), again, class_name="stack")
    return rx.el.div(icon("circle-x", 18), words, class_name="error-panel", role="alert")


def notice(words: Child, *, kind: str = "", symbol: str = "info") -> rx.Component:
    return rx.el.div(icon(symbol), rx.el.div(words, class_name="grow"), class_name=f"notice {kind}".strip())


def bone(width: str = "w60", tall: bool = False) -> rx.Component:
    return rx.el.div(class_name=f"bone {width}{' tall' if tall else ''}")


def skeleton_rows(count: int = 8) -> rx.Component:
    """A list while it loads, in its final row height."""
    widths = ("w40", "w60", "w20", "w60")
    rows = [
        rx.el.div(bone(widths[i % 4]), rx.el.div(class_name="grow"), bone("w20"), class_name="row")
        for i in range(count)
    ]
    return rx.el.div(*rows, class_name="skeleton rows card", aria_hidden="true")


def skeleton_text(lines: int = 4) -> rx.Component:
    """A page while it loads."""
    widths = ("w80", "w60", "w80", "w40")
    bones = [bone(widths[i % 4]) for i in range(lines)]
    return rx.el.div(bone("w40", tall=True), *bones, class_name="skeleton stack", aria_hidden="true")


def phases(
    status: Any, *, ready: rx.Component, loading: rx.Component, problem: Any, on_retry: Any
) -> rx.Component:  # Any: Vars and an event handler
    """The faces of everything that is read from the server; a refetch keeps the old rows, dimmed."""
    waiting = rx.el.div(loading, rx.el.span("Loading", class_name="visually-hidden"), role="status")
    shown = rx.el.div(ready, class_name=rx.cond(status == "refreshing", "busy", ""))
    return rx.match(status, ("loading", waiting), ("failed", error_panel(problem, on_retry)), shown)

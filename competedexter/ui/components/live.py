"""The few components that act in the page without the server (assets/live.jsx)."""

import reflex as rx

LIBRARY = "$/public/live.jsx"


class RelativeTime(rx.Component):
    """`3 h ago`, with the exact time on hover; ages by itself. `at` is RFC 3339."""

    library = LIBRARY
    tag = "RelativeTime"
    at: rx.Var[str]
    fallback: rx.Var[str]


class ToastHost(rx.Component):
    """Shows each new note for a few seconds: fed by state, so a strict content policy holds."""

    library = LIBRARY
    tag = "ToastHost"
    note: rx.Var[dict[str, str]]


class Keyboard(rx.Component):
    """Keys, sheets, theme and lit citations for the whole page."""

    library = LIBRARY
    tag = "Keyboard"


class ScrollToMark(rx.Component):
    """Brings the cited span into view when `when` becomes true."""

    library = LIBRARY
    tag = "ScrollToMark"
    when: rx.Var[bool]


def moment(at: rx.Var[str] | str, fallback: rx.Var[str] | str = "never") -> rx.Component:
    """A time as people read it."""
    return RelativeTime.create(at=at, fallback=fallback, class_name="nowrap")


class PasswordRules(rx.Component):
    """Says as one types whether a new password is long enough; the rest is judged when it is sent."""

    library = LIBRARY
    tag = "PasswordRules"
    input_id: rx.Var[str]
    shortest: rx.Var[int]


class CloseWhen(rx.Component):
    """Closes the dialog with this id each time `when` changes."""

    library = LIBRARY
    tag = "CloseWhen"
    dialog: rx.Var[str]
    when: rx.Var[int]


class Whenever(rx.Component):
    """Calls `on_rise` each time `when` grows: one state asks another to read again, by way of the page."""

    library = LIBRARY
    tag = "Whenever"
    when: rx.Var[int]
    on_rise: rx.EventHandler[rx.event.no_args_event_spec]


class ScrollTo(rx.Component):
    """Brings the element with the id `target` into view each time `when` gets another value."""

    library = LIBRARY
    tag = "ScrollTo"
    target: rx.Var[str]
    when: rx.Var[str]


class FileChosen(rx.Component):
    """Tells which file was chosen in the input, and at once when it is larger than `most` bytes (`limit` in words)."""

    library = LIBRARY
    tag = "FileChosen"
    input_id: rx.Var[str]
    most: rx.Var[int]
    limit: rx.Var[str]

"""Severity, state and label: never the same look, never colour alone."""

from typing import Any

import reflex as rx

from .basics import icon

SEVERITIES = ("low", "medium", "high", "critical")
WORDS = {
    "ok": ("circle-check", "Healthy"),
    "found": ("circle-check", "Found"),
    "succeeded": ("circle-check", "Read"),
    "unchanged": ("circle-check", "Unchanged"),
    "confirmed": ("circle-check", "Confirmed"),
    "paused": ("circle-pause", "Paused"),
    "suspect": ("circle-alert", "Suspect"),
    "blocked": ("shield-alert", "Blocked"),
    "pending": ("circle-dashed", "Waiting for a second look"),
    "reverted": ("undo-2", "Taken back"),
    "failing": ("circle-x", "Failing"),
    "failed": ("circle-x", "Failed"),
    "gone": ("circle-minus", "Gone"),
    "missing": ("circle-dashed", "Not found"),
    "looking": ("loader-circle", "Looking"),
    "quoted": ("handshake", "By quote"),
    "queued": ("clock", "Queued"),
    "running": ("loader-circle", "Reading"),
}
SAME_COLOUR = {
    "found": "ok",
    "succeeded": "ok",
    "unchanged": "ok",
    "looking": "running",
    "confirmed": "ok",
    "quoted": "paused",
}
LABELS = ("significant", "minor", "noise", "variant")


def severity_tag(severity: Any) -> rx.Component:  # Any: a word or a Var of one
    """A four-bar meter and the word."""
    meter = rx.el.span(*[rx.el.i() for _ in SEVERITIES], class_name="meter", aria_hidden="true")
    word = rx.match(severity, *[(name, name.capitalize()) for name in SEVERITIES], "Low")
    return rx.el.span(meter, word, class_name=rx.Var.create("severity ") + rx.Var.create(severity))


def _state(name: str) -> rx.Component:
    symbol, word = WORDS[name]
    return rx.el.span(icon(symbol, 13), word, class_name=f"state {SAME_COLOUR.get(name, name)}")


def state_tag(state: Any, *names: str) -> rx.Component:  # Any: a word or a Var of one
    """An outline icon and a word. `names` bounds what a Var may hold, so that a page carries only those icons."""
    if isinstance(state, str):
        return _state(state)
    wanted = names or tuple(WORDS)
    return rx.match(state, *[(name, _state(name)) for name in wanted], rx.el.span(state, class_name="state"))


def label_tag(label: Any) -> rx.Component:  # Any: a word or a Var of one
    """Whether a change matters, as it was labelled."""
    word = rx.match(label, *[(name, name.capitalize()) for name in LABELS], "Significant")
    return rx.el.span(word, class_name=rx.Var.create("label-tag ") + rx.Var.create(label))

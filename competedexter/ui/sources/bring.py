"""The part of a source's page that takes what is brought to it: a file, or what is sent to its hook."""

import reflex as rx

from competedexter.ui.components.basics import NativeForm, button, copy_button, sheet
from competedexter.ui.components.files import file_box
from competedexter.ui.components.live import moment
from competedexter.ui.components.placeholders import notice
from competedexter.ui.session import Session

from .bring_state import Brought
from .door import ACCEPTED, MOST


def _file() -> rx.Component:
    problem = rx.cond(
        Brought.file_problem != "",
        rx.el.div(notice(Brought.file_problem, kind="problem", symbol="circle-x"), role="alert"),
        rx.fragment(),
    )
    return NativeForm.create(
        rx.el.h3("Upload a file"),
        rx.el.p("It is read as the next answer: all that this source lists now.", class_name="muted"),
        problem,
        file_box(
            "bring-file", most=MOST.size, limit=MOST.words, words="CSV, JSON, HTML or XML, up to 10 MB", accept=ACCEPTED
        ),
        rx.el.div(button("Upload", kind="primary", symbol="upload", type="submit"), class_name="line"),
        action=Brought.send_to,
        method="post",
        enc_type="multipart/form-data",
        class_name="form card pad",
        aria_label="Upload a file",
    )


def _told() -> rx.Component:
    """The new address, this once."""
    return rx.el.div(
        notice("Copy the address now: it is told this once. Anyone who knows it may send.", symbol="key-round"),
        rx.el.code(Brought.address, id="hook-address", class_name="example wrap-anywhere"),
        rx.el.div(copy_button("Copy address", "hook-address"), class_name="line"),
        class_name="stack tight",
        aria_live="polite",
    )


def _hook() -> rx.Component:
    opened = rx.el.div(
        rx.el.p("Open since ", moment(Brought.hook_since), ".", class_name="meta"),
        rx.el.div(
            button("New address", symbol="refresh-cw", data_opens="#new-hook"),
            button("Close hook", on_click=Brought.close_hook),
            class_name="line wrap",
        ),
        class_name="stack tight",
    )
    closed = rx.el.div(button("Open a hook", symbol="webhook", on_click=Brought.open_hook), class_name="line")
    again = sheet(
        "new-hook",
        "Another address?",
        rx.el.p("The address there is now takes nothing any more as soon as the new one is made."),
        rx.el.div(
            button("Keep it", data_closes=""),
            button("New address", kind="primary", on_click=Brought.open_hook, data_closes=""),
            class_name="sheet-foot",
        ),
    )
    return rx.el.div(
        rx.el.h3("Hook"),
        rx.el.p("An address that takes JSON or CSV: one record or several, added to what is here.", class_name="muted"),
        rx.cond(Brought.address != "", _told(), rx.fragment()),
        rx.cond(Brought.has_hook, opened, closed),
        again,
        class_name="card pad stack",
    )


def bring() -> rx.Component:
    """Only for types that files are brought to, and for those who may."""
    both = rx.el.div(_file(), rx.cond(Brought.takes_hooks, _hook(), rx.fragment()), class_name="grid-2 bring")
    part = rx.el.section(
        rx.el.div(rx.el.h2("Bring data"), class_name="section-head"), both, class_name="section", id="bring"
    )
    return rx.cond(Session.may_edit & Brought.takes_files, part, rx.fragment())

"""A box to choose or drop a file into."""

import reflex as rx

from .basics import Child, icon
from .live import FileChosen


def file_box(id_: str, *, most: int, limit: str, words: Child, accept: str = "") -> rx.Component:
    """A file input as large as a hand; it tells what was chosen, and at once when it is too large (`most` bytes)."""
    chosen = FileChosen.create(input_id=id_, most=most, limit=limit)
    box = rx.el.input(
        type="file", id=id_, name="file", required=True, accept=accept, aria_label="File", class_name="file-input"
    )
    return rx.el.div(
        icon("file-up", 20),
        rx.el.span(words, class_name="meta"),
        chosen,
        box,
        class_name="drop",
    )

"""What the frame shows on every page: unread alerts, sources in trouble, names for the palette."""

import reflex as rx

from .components.rows import FactRow

MOST_SHOWN = 99  # beyond this a badge says 99+


class Frame(rx.State):
    """Small and apart, so that a push of the unread count resends nothing else."""

    unread: int = 0
    failing: int = 0
    competitors: list[FactRow] = []

    @rx.var
    def unread_words(self) -> str:
        return str(self.unread) if self.unread <= MOST_SHOWN else f"{MOST_SHOWN}+"

"""Short notes to the person: state-fed toasts."""

import reflex as rx

from competedexter.foundation.identifiers import new_id

LONGEST_NOTE = 300  # characters; a toast is a sentence


class Notes(rx.State):
    """The newest note; the page shows it for a few seconds."""

    note: dict[str, str] = {}

    @rx.event
    def tell(self, text: str, kind: str = "done") -> None:
        """Show a sentence. `kind` is done or problem."""
        self.note = {"id": str(new_id()), "kind": str(kind)[:20], "text": str(text)[:LONGEST_NOTE]}

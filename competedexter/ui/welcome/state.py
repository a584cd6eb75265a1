"""The first run: paste who you compete with; each one is looked at as soon as it is added."""

from typing import Any

import reflex as rx

from competedexter.ui.adding import AddedRow, add_pasted
from competedexter.ui.frame_state import Frame
from competedexter.ui.pasted import pasted_lines
from competedexter.ui.session import viewer_of


class Welcome(rx.State):
    """What was pasted and what became of each line."""

    added: list[AddedRow] = []
    problem: str = ""

    @rx.event
    async def submit(self, form: dict[str, Any]) -> list[Any]:  # Any: whatever the page sent; events
        lines = pasted_lines(str(form.get("who", "")))
        if not lines:
            self.problem = "Paste at least one domain, like acme.com."
            return []
        self.problem, viewer = "", await viewer_of(self)
        self.added = rows = [await add_pasted(viewer, one) for one in lines]
        good = [row for row in rows if row.href]
        return [rx.redirect(good[0].href)] if len(rows) == len(good) == 1 else [Frame.load]

    @rx.event
    def start(self) -> None:
        self.added, self.problem = [], ""

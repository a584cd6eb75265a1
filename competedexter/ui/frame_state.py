"""What the frame shows on every page: unread alerts, sources in trouble, names for the palette."""

import reflex as rx

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.errors import ProductError
from competedexter.market.alerts import service as alerts
from competedexter.market.competitors import service as competitors
from competedexter.market.sources import service as sources

from .components.rows import FactRow
from .open_pages import OPEN_PAGES
from .session import viewer_of, working

MOST_SHOWN = 99  # beyond this a badge says 99+
PALETTE_SIZE = 100  # names; with more, search on the competitors page


class Frame(rx.State):
    """Small and apart, so that a push of the unread count resends nothing else. `pushes` grows with each push."""

    unread: int = 0
    failing: int = 0
    pushes: int = 0
    competitors: list[FactRow] = []

    @rx.var
    def unread_words(self) -> str:
        return str(self.unread) if self.unread <= MOST_SHOWN else f"{MOST_SHOWN}+"

    @rx.event
    async def load(self) -> None:
        """Counts and names; when they cannot be read the frame keeps what it had and the page says why."""
        try:
            viewer = await viewer_of(self)
            OPEN_PAGES.note(self.router.session.client_token, viewer, str(self.router.url.path))
            await self._read(viewer)
        except ProductError:
            return

    async def _read(self, viewer: Viewer) -> None:
        async with working(viewer) as work:
            names = await competitors.watched(work)
            self.failing = await sources.count_unwell(work, viewer)
            self.unread = await alerts.unread_count(work, viewer)
        rows = [FactRow(one.name, f"/competitors/{one.id}") for one in names[:PALETTE_SIZE]]
        if rows != self.competitors:
            self.competitors = rows

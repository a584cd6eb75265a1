"""The inbox: a list and one item; filters and the open item live in the address."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.market.alerts import service as alerts
from competedexter.market.alerts.schemas import AlertFilters, AlertView
from competedexter.market.changes import service as changes
from competedexter.market.changes.kinds import Severity
from competedexter.market.competitors import service as competitors
from competedexter.market.sources import service as sources
from competedexter.ui.addresses import as_id, query_of, with_query
from competedexter.ui.change_rows import card_of
from competedexter.ui.components.rows import ChangeRow, FactRow
from competedexter.ui.errors import Loading, load_page
from competedexter.ui.frame_state import Frame
from competedexter.ui.notes import Notes
from competedexter.ui.session import viewer_of, working

from .rows import ItemRow, items_of

LISTED = 100  # alerts the list is made of
SHOWN_CARDS = 20  # changes of one item
SEVERITIES = tuple(Severity)


class InboxPage(Loading, rx.State):
    """What happened, newest first, and the item that is open."""

    items: list[ItemRow] = []
    cards: list[ChangeRow] = []
    names: list[FactRow] = []
    item: str = ""
    severity: str = ""
    who: str = ""
    unread_only: bool = False
    title: str = ""
    watching: int = 0

    @rx.var
    def narrowed(self) -> bool:
        return bool(self.severity or self.who or self.unread_only)

    @rx.event
    async def load(self) -> list[Any]:  # Any: event handlers and specs
        query = query_of(self)
        self.severity = query.get("severity", "") if query.get("severity") in SEVERITIES else ""
        self.who = query.get("competitor", "")[:36]
        self.unread_only = query.get("unread") == "1"
        self.item = query.get("item", "")[:36]
        left = await load_page(self, self._read)
        return [left] if left else [Frame.load]

    async def _read(self, viewer: Viewer) -> None:
        async with working(viewer) as work:
            await self._find_item(work, viewer)
            if self.item:
                await alerts.mark_all_read(work, viewer, AlertFilters(item_id=as_id(self.item)))
            watched = {one.id: one.name for one in await competitors.watched(work)}
            found = await alerts.find(work, viewer, self._filters(), PageRequest(1, LISTED))
            await self._read_item(work, viewer)
            self.watching = (await sources.find(work, viewer, PageRequest(1, 1))).pagination.total
        self.items = items_of(found.items, watched)
        self.names = [FactRow(name, str(id_)) for id_, name in watched.items()]

    def _filters(self) -> AlertFilters:
        return AlertFilters(
            unread=self.unread_only,
            severities=(self.severity,) if self.severity else (),
            competitor_id=as_id(self.who) if self.who else None,
        )

    async def _find_item(self, work: Work, viewer: Viewer) -> None:
        """A link may name the alert instead of its item."""
        alert_id = query_of(self).get("alert", "")
        if alert_id and not self.item:
            self.item = str((await alerts.get(work, viewer, as_id(alert_id))).item_id)

    async def _read_item(self, work: Work, viewer: Viewer) -> None:
        if not self.item:
            self.cards, self.title = [], ""
            return
        found = await alerts.find(work, viewer, AlertFilters(item_id=as_id(self.item)), PageRequest(1, SHOWN_CARDS))
        self.cards = [await self._card(work, viewer, alert) for alert in found.items]
        self.title = self.cards[0].competitor if self.cards else ""

    @staticmethod
    async def _card(work: Work, viewer: Viewer, alert: AlertView) -> ChangeRow:
        view = await changes.get(work, viewer, alert.change_id)
        name = (await competitors.get(work, viewer, alert.competitor_id)).name
        return card_of(view, name, tuple(rule.name for rule in alert.rules))

    @rx.event
    def narrow(self, name: str, value: str) -> EventSpec:
        said = {"severity": self.severity, "competitor": self.who, "unread": "1" if self.unread_only else ""}
        if name in said:
            said[name] = str(value)[:40]
        return rx.redirect(with_query("/inbox", **said), replace=True)

    @rx.event
    def open(self, item_id: str) -> EventSpec:
        return rx.redirect(self._address(str(as_id(item_id))))

    @rx.event
    def close(self) -> EventSpec:
        return rx.redirect(self._address(""))

    def _address(self, item: str) -> str:
        unread = "1" if self.unread_only and not item else ""
        return with_query("/inbox", severity=self.severity, competitor=self.who, unread=unread, item=item)

    @rx.event
    async def mark_unread(self) -> list[Any]:  # Any: event handlers and specs
        """The newest alert of the open item counts as unread again; the item closes."""
        viewer = await viewer_of(self)
        async with working(viewer) as work:
            found = await alerts.find(work, viewer, AlertFilters(item_id=as_id(self.item)), PageRequest(1, 1))
            for alert in found.items:
                await alerts.mark_read(work, viewer, alert.id, read=False)
        return [self.close(), Notes.tell("Marked unread.")]

    @rx.event
    async def mark_item_read(self, item_id: str) -> list[Any]:  # Any: event handlers and specs
        """Read without opening it."""
        viewer = await viewer_of(self)
        async with working(viewer) as work:
            await alerts.mark_all_read(work, viewer, AlertFilters(item_id=as_id(item_id)))
        return [InboxPage.load]

    @rx.event
    async def read_all(self) -> list[Any]:  # Any: event handlers and specs
        """Everything the filters show."""
        viewer = await viewer_of(self)
        async with working(viewer) as work:
            count = await alerts.mark_all_read(work, viewer, self._filters())
        return [InboxPage.load, Notes.tell(f"{count} marked read." if count != 1 else "1 marked read.")]

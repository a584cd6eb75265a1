"""The Timeline tab: what happened, latest first, by group."""

import reflex as rx
from reflex.event import EventSpec

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.pagination import Cursor, PageRequest
from competedexter.market.changes import service as changes
from competedexter.market.changes.schemas import TimelineFilters
from competedexter.ui.addresses import id_at, query_of, with_query
from competedexter.ui.change_groups import TIMELINE_OPTIONS, kinds_of
from competedexter.ui.change_rows import entry_of
from competedexter.ui.components.rows import ChangeRow
from competedexter.ui.errors import Loading, load_page
from competedexter.ui.session import working

from .timeline_rows import DayRow, by_day

PAGE_SIZE = 50
GROUPS = frozenset(key for key, _ in TIMELINE_OPTIONS)


class TimelineTab(Loading, rx.State):
    """One page of the timeline, by day."""

    days: list[DayRow] = []
    group: str = ""
    total_words: str = ""
    older: str = ""
    is_first: bool = True
    _of: str = ""

    @rx.event
    async def load(self) -> EventSpec | None:
        query, of = query_of(self), str(id_at(self))
        if self._of != of:
            self.status, self._of = "loading", of
        self.group = query.get("group", "") if query.get("group") in GROUPS else ""
        self.is_first = not query.get("after")
        return await load_page(self, self._read)

    async def _read(self, viewer: Viewer) -> None:
        after = query_of(self).get("after", "")
        page = PageRequest(1, PAGE_SIZE, cursor=Cursor.decode(after) if after else None)
        filters = TimelineFilters(kinds=kinds_of(self.group))
        async with working(viewer) as work:
            now = work.now()
            found = await changes.timeline(work, viewer, id_at(self), filters, page)
        rows: list[ChangeRow] = [entry_of(entry) for entry in found.items]
        self.days, self.older = by_day(rows, now), found.next_cursor or ""
        total = found.pagination.total
        self.total_words = "1 entry" if total == 1 else f"{total:,} entries"

    @rx.event
    def choose(self, group: str) -> EventSpec:
        return rx.redirect(
            with_query(f"/competitors/{id_at(self)}", tab="timeline", group=str(group)[:20]), replace=True
        )

    @rx.event
    def turn(self) -> EventSpec:
        """Older ones."""
        said = {"tab": "timeline", "group": self.group, "after": self.older}
        return rx.redirect(with_query(f"/competitors/{id_at(self)}", **said))

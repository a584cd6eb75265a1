"""The Evidence tab: places that are read, and what was kept of them."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.pagination import Cursor, PageRequest
from competedexter.market.competitors import service as competitors
from competedexter.market.crawling import runs
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.schemas import DocumentFilters
from competedexter.market.sources import service as sources
from competedexter.ui.addresses import id_at, query_of, with_query
from competedexter.ui.errors import Loading, load_page
from competedexter.ui.notes import Notes
from competedexter.ui.session import viewer_of, working
from competedexter.ui.source_rows import SourceRow, row_of
from competedexter.ui.source_types import BY_TYPE

from .progress_state import Progress
from .rows import DocumentRow, document_row

SHOWN_DOCUMENTS = 30
MOST_SOURCES = 100  # shown; the sources page has them all, narrowed to the competitor


class EvidenceTab(Loading, rx.State):
    """Sources and one page of documents."""

    sources: list[SourceRow] = []
    more_sources: str = ""
    documents: list[DocumentRow] = []
    kind: str = ""
    older: str = ""
    is_first: bool = True
    total_words: str = ""
    _of: str = ""

    @rx.event
    async def load(self) -> EventSpec | None:
        query, of = query_of(self), str(id_at(self))
        if self._of != of:
            self.status, self._of = "loading", of
        self.kind = query.get("type", "") if query.get("type") in BY_TYPE else ""
        self.is_first = not query.get("after")
        return await load_page(self, self._read)

    async def _read(self, viewer: Viewer) -> None:
        of, after = id_at(self), query_of(self).get("after", "")
        page = PageRequest(1, SHOWN_DOCUMENTS, cursor=Cursor.decode(after) if after else None)
        filters = DocumentFilters(competitor_id=of, data_type=self.kind or None)
        async with working(viewer) as work:
            name = (await competitors.get(work, viewer, of)).name
            views = await sources.list_for(work, viewer, of)
            under_way = await runs.under_way(work, viewer, [view.id for view in views])
            found = await evidence.find_documents(work, viewer, filters, page)
        rows = [row_of(view, {of: name}, under_way, viewer.workspace_id) for view in views]
        self.sources = rows[:MOST_SOURCES]
        self.more_sources = f"All {len(rows):,} sources" if len(rows) > MOST_SOURCES else ""
        self.documents, self.older = [document_row(line) for line in found.items], found.next_cursor or ""
        total = found.pagination.total
        self.total_words = "1 document" if total == 1 else f"{total:,} documents"

    @rx.event
    def choose(self, kind: str) -> EventSpec:
        address = with_query(f"/competitors/{id_at(self)}", tab="evidence", type=str(kind)[:20])
        return rx.redirect(address, replace=True)

    @rx.event
    def turn(self) -> EventSpec:
        """Older documents."""
        said = {"tab": "evidence", "type": self.kind, "after": self.older}
        return rx.redirect(with_query(f"/competitors/{id_at(self)}", **said))

    @rx.event
    async def sell_by_quote(self, quoted: bool) -> list[Any]:  # Any: event handlers and specs
        """No pricing page is missed any more; or one is, again."""
        viewer = await viewer_of(self)
        async with working(viewer) as work:
            await competitors.sell_by_quote(work, viewer, id_at(self), quoted=bool(quoted))
        words = "Noted: they sell by quote." if quoted else "A pricing page is looked for again."
        return [Notes.tell(words), Progress.follow]

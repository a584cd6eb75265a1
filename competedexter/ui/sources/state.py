"""Every source of the workspace, by health."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.pagination import PageRequest
from competedexter.market.competitors import service as competitors
from competedexter.market.crawling import runs
from competedexter.market.sources import service as sources
from competedexter.market.sources.cadence import Health
from competedexter.market.sources.schemas import SourceEdit
from competedexter.ui.addresses import as_id, page_number, query_of, span_words, with_query
from competedexter.ui.errors import Loading, load_page
from competedexter.ui.notes import Notes
from competedexter.ui.session import viewer_of, working

from .rows import SourceRow, row_of

PAGE_SIZE = 50
HEALTHS = tuple(Health)


class SourcesPage(Loading, rx.State):
    """One page of sources."""

    rows: list[SourceRow] = []
    health: str = ""
    page_at: int = 1
    total: int = 0

    @rx.var
    def span(self) -> str:
        return span_words(self.page_at, PAGE_SIZE, self.total)

    @rx.var
    def has_next(self) -> bool:
        return self.page_at * PAGE_SIZE < self.total

    @rx.event
    async def load(self) -> EventSpec | None:
        query = query_of(self)
        wanted = query.get("health", "")
        self.health = wanted if wanted in (*HEALTHS, "paused") else ""
        self.page_at = page_number(query.get("page", ""))
        return await load_page(self, self._read)

    async def _read(self, viewer: Viewer) -> None:
        paused = "paused" if self.health == "paused" else None
        health = None if paused else self.health or None
        async with working(viewer) as work:
            page = await sources.find(work, viewer, PageRequest(self.page_at, PAGE_SIZE), health=health, status=paused)
            names = {one.id: one.name for one in await competitors.watched(work)}
        self.rows = [row_of(view, names, viewer.workspace_id) for view in page.items]
        self.total = page.pagination.total

    @rx.event
    def narrow(self, health: str) -> EventSpec:
        return rx.redirect(with_query("/sources", health=str(health)), replace=True)

    @rx.event
    def turn(self, by: int) -> EventSpec:
        page = max(1, self.page_at + (1 if by > 0 else -1))
        return rx.redirect(with_query("/sources", health=self.health, page=page), replace=True)

    @rx.event
    async def crawl(self, source_id: str) -> list[Any]:  # Any: event handlers and specs
        viewer = await viewer_of(self)
        async with working(viewer) as work:
            await runs.request(work, viewer, as_id(source_id))
        return [Notes.tell("Reading now. Its state changes here when it is done.")]

    @rx.event
    async def pause(self, source_id: str, paused: bool) -> list[Any]:  # Any: event handlers and specs
        viewer = await viewer_of(self)
        change = SourceEdit(status="paused" if paused else "active")
        async with working(viewer) as work:
            await sources.edit(work, viewer, as_id(source_id), change)
        return [Notes.tell("Paused." if paused else "Resumed."), SourcesPage.load]

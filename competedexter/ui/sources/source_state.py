"""One source: how it is, its looks, what it read last; edited, paused, removed."""

from typing import Any

import reflex as rx
from pydantic import ValidationError
from reflex.event import EventSpec

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.errors import ProductError
from competedexter.foundation.pagination import PageRequest
from competedexter.market.competitors import service as competitors
from competedexter.market.crawling import removing, runs
from competedexter.market.crawling.schemas import RunFilters
from competedexter.market.snapshots import service as snapshots
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import SourceEdit, SourceView
from competedexter.ui.addresses import id_at, page_number, query_of, span_words, with_query
from competedexter.ui.errors import Loading, load_page, sentence_for
from competedexter.ui.looks import Follow
from competedexter.ui.notes import Notes
from competedexter.ui.session import viewer_of, working
from competedexter.ui.source_rows import SourceRow, row_of

from .rows import ReadRow, RunLine, freshness, read_rows, run_line

PAGE_SIZE = 25


class SourcePage(Loading, rx.State):
    """A source and one page of its looks, newest first."""

    row: SourceRow = SourceRow()
    address: str = ""
    since: str = ""
    fresh_words: str = ""
    is_fresh: bool = True
    mapping: str = ""
    read: list[ReadRow] = []
    runs: list[RunLine] = []
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
        self.page_at = page_number(query_of(self).get("page", ""))
        return await load_page(self, self._read)

    async def _read(self, viewer: Viewer) -> None:
        source_id = id_at(self)
        if self.row.id != str(source_id):
            self.row, self.read, self.runs = SourceRow(), [], []
        async with working(viewer) as work:
            view = await sources.get(work, source_id)
            names = await competitors.names(work, [view.competitor_id])
            under_way = await runs.under_way(work, viewer, [source_id])
            page = await runs.find(work, viewer, RunFilters(source_id=source_id), PageRequest(self.page_at, PAGE_SIZE))
            counted = await snapshots.counts_of_source(work, viewer, source_id)
            self.fresh_words, self.is_fresh = freshness(view, work.now())
        self.row = row_of(view, names, under_way, viewer.workspace_id)
        self.address, self.mapping = view.source_url, _mapping_words(view)
        self.since = view.health_since.isoformat() if view.health_since and view.health != "ok" else ""
        self.read, self.runs = read_rows(view, counted), [run_line(run) for run in page.items]
        self.total = page.pagination.total

    @rx.event
    def turn(self, by: int) -> EventSpec:
        page = max(1, self.page_at + (1 if by > 0 else -1))
        return rx.redirect(with_query(f"/sources/{id_at(self)}", page=page), replace=True)

    @rx.event
    async def remove(self) -> list[Follow]:
        """The dialog has asked. What was seen there stays."""
        viewer = await viewer_of(self)
        async with working(viewer) as work:
            await removing.remove_source(work, viewer, id_at(self))
        return [Notes.tell("Removed. What was read there stays."), rx.redirect("/sources")]


class EditSource(rx.State):
    """The edit sheet: address and frequency; what is wrong stays beside the fields."""

    problem: str = ""
    saved: int = 0

    @rx.event
    async def submit(self, form: dict[str, Any]) -> list[Follow]:  # Any: whatever the page sent
        self.problem = ""
        try:
            viewer = await viewer_of(self)
            said = {"source_url": form.get("url"), "crawl_frequency": form.get("frequency")}
            edit = SourceEdit.model_validate(said)
            async with working(viewer) as work:
                before = await sources.get(work, id_at(self))
                after = await sources.edit(work, viewer, id_at(self), edit)
                moved = before.source_url != after.source_url
                if moved:
                    await runs.request(work, viewer, after.id)
        except (ProductError, ValidationError) as error:
            self.problem = sentence_for(error)
            return []
        self.saved += 1
        told = "Saved. The new address is looked at now; its first look is a new baseline." if moved else "Saved."
        return [SourcePage.load, Notes.tell(told)]


def _mapping_words(view: SourceView) -> str:
    """How a custom source is read, in one line; empty for the others."""
    if view.source_type != "custom":
        return ""
    said = {name: value for name, value in view.config.items() if isinstance(value, str) and value and name != "feedBy"}
    return ", ".join(f"{name}: {value}" for name, value in said.items()) or "Found by itself"

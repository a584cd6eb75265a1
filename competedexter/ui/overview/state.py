"""The overview: what changed lately, who, what is failing, what to ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.market.changes import service as changes
from competedexter.market.changes.schemas import ChangeFilters
from competedexter.market.competitors import service as competitors
from competedexter.market.sources import service as sources
from competedexter.ui.change_rows import line_of
from competedexter.ui.components.rows import ChangeRow
from competedexter.ui.errors import Loading, load_page
from competedexter.ui.session import working

from .price_moves import PriceMoveRow, price_moves

SHOWN_CHANGES = 12
SHOWN_TROUBLE = 5
LATELY = timedelta(days=30)
MOVED_WITHIN = timedelta(days=90)
SHOWN_MOVES = 100  # moves of all plans that are drawn; a market that moves more is read on the pricing pages
PRICE_MOVES = ("plan_price_raised", "plan_price_lowered")
TOLD = ("significant", "minor")
HELD_BACK = ("noise", "variant")


@dataclass(frozen=True)
class TroubleRow:
    href: str
    what: str
    health: str
    reason: str


class OverviewPage(Loading, rx.State):
    """Everything at a glance; each number leads to what it counts."""

    rows: list[ChangeRow] = []
    trouble: list[TroubleRow] = []
    moves: list[PriceMoveRow] = []
    watched: int = 0
    pages: int = 0
    told: int = 0
    held_back: int = 0

    @rx.event
    async def load(self) -> EventSpec | None:
        return await load_page(self, self._read)

    async def _read(self, viewer: Viewer) -> None:
        async with working(viewer) as work:
            names = {one.id: one.name for one in await competitors.watched(work)}
            since = work.now() - LATELY
            told = ChangeFilters(labels=TOLD, since=since, while_watched=True)
            found = await changes.find(work, viewer, told, PageRequest(1, SHOWN_CHANGES))
            spared = await changes.find(work, viewer, ChangeFilters(labels=HELD_BACK, since=since), PageRequest(1, 1))
            await self._read_sources(work, viewer)
            self.moves = await _moves(work, viewer, names)
        self.rows = [line_of(view, names.get(view.competitor_id, "Archived")) for view in found.items]
        self.watched, self.told, self.held_back = len(names), found.pagination.total, spared.pagination.total

    async def _read_sources(self, work: Work, viewer: Viewer) -> None:
        self.pages = (await sources.find(work, viewer, PageRequest(1, 1))).pagination.total
        rows: list[TroubleRow] = []
        for health in ("blocked", "failing", "gone", "suspect"):
            page = await sources.find(work, viewer, PageRequest(1, SHOWN_TROUBLE), health=health)
            rows += [
                TroubleRow(
                    f"/competitors/{one.competitor_id}?tab=evidence",
                    one.source_url.removeprefix("https://").removeprefix("http://"),
                    one.health,
                    one.health_reason,
                )
                for one in page.items
            ]
        self.trouble = rows[:SHOWN_TROUBLE]


async def _moves(work: Work, viewer: Viewer, names: Mapping[UUID, str]) -> list[PriceMoveRow]:
    since = work.now() - MOVED_WITHIN
    filters = ChangeFilters(kinds=PRICE_MOVES, labels=TOLD, states=("confirmed",), since=since)
    found = await changes.find(work, viewer, filters, PageRequest(1, SHOWN_MOVES))
    return price_moves(found.items, names, since, work.now())

"""What is being read right now: slots and runs, followed while anything is under way."""

import asyncio
from datetime import timedelta
from uuid import UUID

import reflex as rx

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.errors import ProductError
from competedexter.foundation.pagination import PageRequest
from competedexter.market.competitors import service as competitors
from competedexter.market.crawling import runs
from competedexter.market.crawling.schemas import CrawlRunView, RunFilters, RunState
from competedexter.market.sources import service as sources
from competedexter.ui.addresses import id_at
from competedexter.ui.components.rows import RunRow, SlotRow
from competedexter.ui.session import viewer_of, working

from .rows import run_row, slots_of

SHOWN_RUNS = 8
LOOK_EVERY_SECONDS = 1.0
LONGEST_FOLLOW = 300  # looks; a crawl that takes longer is followed again by the next load
OPEN = (RunState.QUEUED, RunState.RUNNING)
STUCK_AFTER = timedelta(minutes=10)  # a run that waits longer is shown, but no longer followed


def is_open(run: CrawlRunView) -> bool:
    return run.state in OPEN


class Progress(rx.State):
    """Small and apart: while a crawl runs, this is all that is sent again."""

    slots: list[SlotRow] = []
    runs: list[RunRow] = []
    busy: bool = False
    finished: int = 0
    _of: str = ""
    _turn: int = 0

    @rx.event(background=True)
    async def follow(self) -> None:
        """Looks again every second until nothing is open any more; `finished` then has the page read what came."""
        was_busy = False
        try:
            async with self:
                viewer, of = await viewer_of(self), id_at(self)
                self._of, self._turn = str(of), self._turn + 1
                turn = self._turn
            for _ in range(LONGEST_FOLLOW):
                slots, lines, busy = await _look(viewer, of)
                async with self:
                    if self._turn != turn:
                        return
                    self._show(slots, lines, busy)
                if not busy:
                    break
                was_busy = True
                await asyncio.sleep(LOOK_EVERY_SECONDS)
        except ProductError:
            return  # the page itself says what is wrong
        if was_busy:
            async with self:
                self.finished += 1

    def _show(self, slots: list[SlotRow], lines: list[RunRow], busy: bool) -> None:
        """Only what moved is sent."""
        if slots != self.slots:
            self.slots = slots
        if lines != self.runs:
            self.runs = lines
        if busy != self.busy:
            self.busy = busy

    @rx.event
    def leave(self) -> None:
        """The page was left: stop following."""
        self._turn += 1


async def _look(viewer: Viewer, competitor_id: UUID) -> tuple[list[SlotRow], list[RunRow], bool]:
    async with working(viewer) as work:
        view = await competitors.get(work, viewer, competitor_id)
        known = {source.id: source for source in await sources.list_for(work, viewer, competitor_id)}
        page = await runs.find(work, viewer, RunFilters(competitor_id=competitor_id), PageRequest(1, SHOWN_RUNS))
        now = work.now()
    lines = [run_row(run, known.get(run.source_id)) for run in page.items]
    slots = slots_of(view)
    looking = any(slot.state == "looking" for slot in slots)
    open_runs = [run for run in page.items if is_open(run) and now - run.queued_at < STUCK_AFTER]
    return slots, lines, bool(open_runs) or (looking and now - view.created_at < STUCK_AFTER)

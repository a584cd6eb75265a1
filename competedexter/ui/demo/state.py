"""The demo's own act: a price changes on a demo site, is read, becomes an alert and an answer; each step is shown."""

import asyncio
import time
from dataclasses import dataclass
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from competedexter.customers.accounts.viewer import Viewer
from competedexter.demo import service as demo
from competedexter.demo.schemas import DemoPriceChange
from competedexter.foundation.errors import ProductError
from competedexter.foundation.pagination import PageRequest
from competedexter.market.alerts import service as alerts
from competedexter.market.alerts.schemas import AlertFilters, AlertView
from competedexter.market.crawling import runs
from competedexter.runtime import get_runtime
from competedexter.ui.addresses import with_query
from competedexter.ui.errors import sentence_for
from competedexter.ui.session import Session, viewer_of, working

from .asking import AnswerRow, ask_about

LOOK_EVERY_SECONDS = 0.25
PATIENCE_SECONDS = 60.0
LONGEST_WRITING_SECONDS = 300
LATEST = 20  # alerts among which the new one is looked for


@dataclass(frozen=True)
class StepRow:
    """One step of the way from a changed price to a cited answer."""

    words: str
    state: str = "waiting"
    took: str = ""


NAMES = (
    "Price changed on the site",
    "Page read",
    "Change understood",
    "Alert in your inbox",
    "Question answered, with proof",
)


class DemoPrice(rx.State):
    """What happens after the button was pressed."""

    steps: list[StepRow] = []
    busy: bool = False
    told: str = ""
    problem: str = ""
    alert_href: str = ""
    answer: AnswerRow = AnswerRow()
    ready: bool = False
    writing: bool = False
    written: int = 0

    @rx.event(background=True)
    async def wait(self) -> None:
        """While the year of history is being written, nothing can be changed; `written` grows when it is done."""
        async with self:
            session = await self.get_state(Session)
            if not session.is_demo or self.writing:
                return
            viewer = await viewer_of(self)
        if not await _is_written(viewer):
            async with self:
                self.ready, self.writing = False, True
            await _until_written(viewer)
        async with self:
            self.written += 1 if self.writing else 0
            self.ready, self.writing = True, False

    @rx.event(background=True)
    async def change(self) -> None:
        """Changes a price on a demo site and follows it to the alert, and to the answer about it."""
        async with self:
            viewer = await viewer_of(self)
            if self.busy or not self.ready:
                return
            self.busy, self.problem, self.told, self.alert_href = True, "", "", ""
            self.answer = AnswerRow()
            self.steps = [StepRow(NAMES[0], "running"), *[StepRow(name) for name in NAMES[1:]]]
        began = time.monotonic()
        try:
            changed = await demo.change_price(get_runtime().database, viewer)
            async with self:
                self.told = (
                    f"{changed.vendor} {changed.plan}: {changed.before:f} \u2192 {changed.after:f} {changed.currency}"
                )
                self._done(1, began)
            await self._follow(viewer, changed, began)
        except ProductError as error:
            async with self:
                self.problem = sentence_for(error)
        finally:
            async with self:
                self.busy = False

    async def _follow(self, viewer: Viewer, changed: DemoPriceChange, began: float) -> None:
        reached = 1
        while time.monotonic() - began < PATIENCE_SECONDS:
            seen, alert = await _progress(viewer, changed)
            if seen > reached:
                async with self:
                    self._done(seen, began)
                reached = seen
            if alert is not None:
                async with self:
                    self.alert_href = with_query("/inbox", alert=alert.id)
                answer = await ask_about(viewer, changed)
                async with self:
                    self.answer = answer
                    self._done(len(NAMES), began)
                return
            await asyncio.sleep(LOOK_EVERY_SECONDS)
        async with self:
            self.problem = "This takes longer than usual. The alert will still arrive in the inbox."

    def _done(self, count: int, began: float) -> None:
        """`count` steps are done; the next one runs."""
        took = f"{time.monotonic() - began:.1f} s"
        rows = []
        for position, row in enumerate(self.steps):
            if position < count:
                rows.append(row if row.state == "succeeded" else StepRow(row.words, "succeeded", took))
            else:
                rows.append(StepRow(row.words, "running" if position == count else "waiting"))
        self.steps = rows

    @rx.event
    def forget(self) -> EventSpec | None:
        self.steps, self.told, self.problem = [], "", ""
        return None


async def _is_written(viewer: Viewer) -> bool:
    async with get_runtime().database.system() as work:
        return await demo.is_ready(work, viewer.workspace_id)


async def _until_written(viewer: Viewer) -> None:
    for _ in range(LONGEST_WRITING_SECONDS):
        await asyncio.sleep(1)
        if await _is_written(viewer):
            return


async def _progress(viewer: Viewer, changed: DemoPriceChange) -> tuple[int, AlertView | None]:
    """How many of the four steps are done, and the alert when it is there."""
    async with working(viewer) as work:
        run = await runs.get(work, viewer, changed.crawl_run_id)
        found = await alerts.find(
            work, viewer, AlertFilters(competitor_id=changed.competitor_id), PageRequest(1, LATEST)
        )
    ours: set[UUID] = set(run.change_ids)
    alert = next((one for one in found.items if one.change_id in ours), None)
    if alert is not None:
        return 4, alert
    if ours:
        return 3, None
    return (2 if run.finished_at else 1), None

"""One competitor: the head, and the tab that is open."""

from typing import Any

import reflex as rx
from pydantic import ValidationError

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.errors import ProductError
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import CompetitorEdit
from competedexter.market.crawling import runs
from competedexter.market.snapshots import service as snapshots
from competedexter.ui.addresses import id_at, query_of
from competedexter.ui.components.rows import PlanRow
from competedexter.ui.errors import Loading, load_page, sentence_for
from competedexter.ui.notes import Notes
from competedexter.ui.session import viewer_of, working

from .charts import ChartRow
from .evidence_state import EvidenceTab
from .facts_state import Facts
from .hiring_state import HiringTab
from .product_state import ProductTab
from .progress_state import Progress
from .rows import HeadRow, head_of, plans_of, price_chart
from .timeline_state import TimelineTab

TABS = ("summary", "pricing", "product", "hiring", "timeline", "evidence")
HISTORY = 100  # states a chart is drawn from

Follow = Any  # an event handler or a spec; Reflex's own types are skipped by the checker


class CompetitorPage(Loading, rx.State):
    """Who it is, what it charges, what is read."""

    head: HeadRow = HeadRow()
    tab: str = "summary"
    plans: list[PlanRow] = []
    chart: ChartRow = ChartRow()

    @rx.event
    async def load(self) -> list[Follow]:
        tab = query_of(self).get("tab", "")
        self.tab = tab if tab in TABS else "summary"
        left = await load_page(self, self._read)
        return [left] if left else [Progress.follow, *_READ_WITH.get(self.tab, ())]

    async def _read(self, viewer: Viewer) -> None:
        competitor_id = id_at(self)
        if self.head.id != str(competitor_id):
            self.head, self.plans, self.chart = HeadRow(), [], ChartRow()
        async with working(viewer) as work:
            self.head = head_of(await competitors.get(work, viewer, competitor_id), viewer.workspace_id)
            if self.tab in ("summary", "pricing"):
                await self._read_prices(work, viewer)

    async def _read_prices(self, work: Work, viewer: Viewer) -> None:
        competitor_id = id_at(self)
        self.plans = plans_of(await snapshots.latest(work, viewer, competitor_id, "pricing"))
        if self.tab == "pricing":
            page = await snapshots.history(
                work, viewer, competitor_id, PageRequest(1, HISTORY), snapshot_type="pricing"
            )
            self.chart = price_chart(page.items, work.now())

    @rx.event
    async def crawl_all(self) -> list[Follow]:
        viewer = await viewer_of(self)
        async with working(viewer) as work:
            asked = await runs.refresh(work, viewer, id_at(self))
        words = "Reading now." if asked else "There is nothing to read yet: add a source first."
        return [Notes.tell(words), Progress.follow]

    @rx.event
    async def discover(self) -> list[Follow]:
        viewer = await viewer_of(self)
        async with working(viewer) as work:
            await competitors.begin_discovery(work, viewer, id_at(self))
        return [Notes.tell("Looking for the six places again."), Progress.follow]

    @rx.event
    async def archive(self) -> list[Follow]:
        viewer = await viewer_of(self)
        async with working(viewer) as work:
            await competitors.archive(work, viewer, id_at(self))
        return [Notes.tell("Archived. It can be restored for 30 days."), CompetitorPage.load]

    @rx.event
    async def restore(self) -> list[Follow]:
        viewer = await viewer_of(self)
        async with working(viewer) as work:
            await competitors.restore(work, viewer, id_at(self))
        return [Notes.tell("Restored. It is watched again."), CompetitorPage.load]


# What else is read when a tab is opened, each by its own state.
_READ_WITH: dict[str, tuple[Follow, ...]] = {
    "summary": (Facts.load,),
    "product": (ProductTab.load,),
    "hiring": (HiringTab.load,),
    "timeline": (TimelineTab.load,),
    "evidence": (EvidenceTab.load,),
}


class SheetForm(rx.State, mixin=True):  # type: ignore[call-arg]  # Reflex's own keyword; it is untyped here
    """A form in a sheet: its problem, and a count that rises when it is saved, so that the sheet closes."""

    problem: str = ""
    saved: int = 0


class EditCompetitor(SheetForm, rx.State):
    """Name, tier, tags, description."""

    @rx.event
    async def submit(self, form: dict[str, Any]) -> list[Follow]:  # Any: whatever the page sent
        self.problem = ""
        try:
            viewer = await viewer_of(self)
            tags = [word.strip() for word in str(form.get("tags", "")).split(",") if word.strip()]
            said = {name: form[name] for name in ("name", "tier", "description") if isinstance(form.get(name), str)}
            edit = CompetitorEdit.model_validate({**said, "tags": tags})
            async with working(viewer) as work:
                await competitors.edit(work, viewer, id_at(self), edit)
        except (ProductError, ValidationError) as error:
            self.problem = sentence_for(error)
            return []
        self.saved += 1
        return [CompetitorPage.load, Notes.tell("Saved.")]

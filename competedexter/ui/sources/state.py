"""Every source of the workspace: narrowed by type, state and competitor, and acted on one by one or many at once."""

from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.market.competitors import service as competitors
from competedexter.market.crawling import runs
from competedexter.market.sources import service as sources
from competedexter.market.sources.cadence import Health
from competedexter.market.sources.schemas import SourceEdit
from competedexter.ui.addresses import as_id, page_number, query_of, span_words, with_query
from competedexter.ui.components.rows import FactRow
from competedexter.ui.errors import Loading, load_page
from competedexter.ui.notes import Notes
from competedexter.ui.session import viewer_of, working
from competedexter.ui.source_rows import SourceRow, row_of
from competedexter.ui.source_types import BY_TYPE

from .rows import HealthRow, health_rows

PAGE_SIZE = 50
STATES = (*(health.value for health in Health), "paused")
FREQUENCIES = ("hourly", "daily", "weekly")
DONE = {"look": "looked at now", "pause": "paused", "resume": "resumed", **dict.fromkeys(FREQUENCIES, "looked at {0}")}

Follow = Any  # an event handler or a spec; Reflex's own types are skipped by the checker


class SourcesPage(Loading, rx.State):
    """One page of sources and those that are picked on it."""

    rows: list[SourceRow] = []
    healths: list[HealthRow] = []
    names: list[FactRow] = []
    picked: list[str] = []
    health: str = ""
    type: str = ""
    who: str = ""
    page_at: int = 1
    total: int = 0

    @rx.var
    def span(self) -> str:
        return span_words(self.page_at, PAGE_SIZE, self.total)

    @rx.var
    def has_next(self) -> bool:
        return self.page_at * PAGE_SIZE < self.total

    @rx.var
    def narrowed(self) -> bool:
        return bool(self.health or self.type or self.who)

    @rx.var
    def picked_words(self) -> str:
        return f"{len(self.picked)} selected"

    @rx.var
    def all_picked(self) -> bool:
        return bool(self.rows) and len(self.picked) == len(self.rows)

    @rx.event
    async def load(self) -> EventSpec | None:
        query = query_of(self)
        self.health = query.get("health", "") if query.get("health") in STATES else ""
        self.type = query.get("type", "") if query.get("type") in BY_TYPE else ""
        self.who = query.get("competitor", "")[:36]
        self.page_at = page_number(query.get("page", ""))
        return await load_page(self, self._read)

    async def _read(self, viewer: Viewer) -> None:
        paused = "paused" if self.health == "paused" else None
        async with working(viewer) as work:
            names = {one.id: one.name for one in await competitors.watched(work)}
            counts = await sources.health_of(work, viewer, names)
            page = await sources.find(
                work,
                viewer,
                PageRequest(self.page_at, PAGE_SIZE),
                health=None if paused else self.health or None,
                status=paused,
                source_type=self.type or None,
                competitor_id=as_id(self.who) if self.who else None,
            )
            open_runs = await runs.under_way(work, viewer, [view.id for view in page.items])
        self.rows = [row_of(view, names, open_runs, viewer.workspace_id) for view in page.items]
        self.healths = health_rows(counts.values())
        self.names = [FactRow(name, str(id_)) for id_, name in names.items()]
        self.total = page.pagination.total
        shown = {row.id for row in self.rows}
        self.picked = [id_ for id_ in self.picked if id_ in shown]

    @rx.event
    def narrow(self, name: str, value: str) -> EventSpec:
        """One filter; the address says all of them."""
        said = {"type": self.type, "health": self.health, "competitor": self.who}
        if name in said:
            said[name] = str(value)[:40]
        return rx.redirect(with_query("/sources", **said), replace=True)

    @rx.event
    def turn(self, by: int) -> EventSpec:
        page = max(1, self.page_at + (1 if by > 0 else -1))
        said = {"type": self.type, "health": self.health, "competitor": self.who, "page": page}
        return rx.redirect(with_query("/sources", **said), replace=True)

    @rx.event
    def clear(self) -> EventSpec:
        return rx.redirect("/sources", replace=True)

    @rx.event
    def pick(self, source_id: str) -> None:
        """In or out of what is picked; only what this page shows can be."""
        here = str(source_id)
        if here in self.picked:
            self.picked = [one for one in self.picked if one != here]
        elif any(row.id == here for row in self.rows):
            self.picked = [*self.picked, here]

    @rx.event
    def pick_all(self) -> None:
        self.picked = [] if self.all_picked else [row.id for row in self.rows]

    @rx.event
    def pick_none(self) -> None:
        self.picked = []

    @rx.event
    async def act(self, verb: str) -> list[Follow]:
        """Look now, pause, resume or another frequency, for all that are picked, at once or not at all."""
        if verb not in DONE or not self.picked:
            return []
        viewer, count = await viewer_of(self), len(self.picked)
        async with working(viewer) as work:
            for source_id in self.picked:
                await _do(work, viewer, source_id, verb)
        self.picked = []
        words = "1 source is" if count == 1 else f"{count} sources are"
        every = {"hourly": "every hour", "daily": "every day", "weekly": "every week"}.get(verb, "")
        return [Notes.tell(f"{words} {DONE[verb].format(every)}."), SourcesPage.load]


async def _do(work: Work, viewer: Viewer, source_id: str, verb: str) -> None:
    if verb == "look":
        await runs.request(work, viewer, as_id(source_id))
        return
    edits: dict[str, Callable[[], SourceEdit]] = {
        "pause": lambda: SourceEdit(status="paused"),
        "resume": lambda: SourceEdit(status="active"),
    }
    edit = edits[verb]() if verb in edits else SourceEdit.model_validate({"crawl_frequency": verb})
    await sources.edit(work, viewer, as_id(source_id), edit)

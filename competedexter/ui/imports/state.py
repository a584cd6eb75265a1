"""Sending history: what was sent before, and the job that is under way, followed until it ends."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.errors import NotFound, ProductError
from competedexter.foundation.unit_of_work import Work
from competedexter.market.competitors import service as competitors
from competedexter.market.imports import service as imports
from competedexter.market.imports.schemas import JobView
from competedexter.ui.addresses import as_id, query_of
from competedexter.ui.components.rows import FactRow
from competedexter.ui.errors import Loading, load_page, sentence_for
from competedexter.ui.file_forms import problem_told
from competedexter.ui.session import viewer_of, working

from .rows import MOST_LINES, OPEN, JobRow, UnusedRow, beside_words, job_row, unused_rows

LOOK_EVERY_SECONDS: Final = 1.0
LONGEST_FOLLOW: Final = 900  # looks; a job that takes longer is followed again by the next load


class ImportsPage(Loading, rx.State):
    """The form, and every job there was."""

    names: list[FactRow] = []
    who: str = ""
    file_problem: str = ""
    fetch_problem: str = ""
    jobs: list[JobRow] = []

    @rx.event
    async def load(self) -> EventSpec | None:
        self.who = query_of(self).get("competitor", "")[:36]
        self.file_problem, self.fetch_problem = problem_told(self), ""
        return await load_page(self, self._read)

    async def _read(self, viewer: Viewer) -> None:
        async with working(viewer) as work:
            names = await _names(work)
            found = await imports.newest(work, viewer)
        self.names = [FactRow(name, str(id_)) for id_, name in names.items()]
        self.jobs = [job_row(view, names) for view in found]

    @rx.event
    async def fetch(self, form: dict[str, Any]) -> EventSpec | None:  # Any: whatever the page sent
        """Past captures of a competitor's pages, from the Wayback Machine."""
        self.fetch_problem = "" if form.get("competitor") else "Choose whose pages are fetched."
        if self.fetch_problem:
            return None
        try:
            viewer = await viewer_of(self)
            async with working(viewer) as work:
                job = await imports.begin_backfill(work, viewer, as_id(form.get("competitor")))
        except ProductError as error:
            self.fetch_problem = sentence_for(error)
            return None
        return rx.redirect(f"/imports?job={job.id}")


class FollowedJob(rx.State):
    """Small and apart: while a job runs, this is all that is sent again."""

    row: JobRow = JobRow()
    beside: list[str] = []
    unused: list[UnusedRow] = []
    more: str = ""
    missing: bool = False
    ended: int = 0
    _turn: int = 0

    @rx.event(background=True)
    async def follow(self) -> None:
        """Looks again every second until the job ends; `ended` then has the page read its list."""
        async with self:
            self._turn += 1
            turn, wanted = self._turn, query_of(self).get("job", "")[:36]
            if not wanted:
                self._show(None, {})
                return
            if wanted != self.row.id:
                self._show(None, {})
            viewer = await viewer_of(self)
        was_open = False
        for _ in range(LONGEST_FOLLOW):
            view, names = await _job(viewer, wanted)
            async with self:
                if self._turn != turn:
                    return
                self._show(view, names)
                self.missing = view is None
            if view is None or view.state not in OPEN:
                break
            was_open = True
            await asyncio.sleep(LOOK_EVERY_SECONDS)
        if was_open:
            async with self:
                self.ended += 1

    def _show(self, view: JobView | None, names: Mapping[UUID, str]) -> None:
        """Only what moved is sent."""
        row = job_row(view, names) if view else JobRow()
        beside, unused = (beside_words(view.result), unused_rows(view)) if view else ([], [])
        left = view.error_count - MOST_LINES if view else 0
        more = f"and {left:,} more" if left > 0 else ""
        for name, value in (("row", row), ("beside", beside), ("unused", unused), ("more", more), ("missing", False)):
            if value != getattr(self, name):
                setattr(self, name, value)


async def _job(viewer: Viewer, job_id: str) -> tuple[JobView | None, Mapping[UUID, str]]:
    """None when there is no such job in this workspace."""
    try:
        async with working(viewer) as work:
            return await imports.get(work, viewer, as_id(job_id)), await _names(work)
    except NotFound:
        return None, {}


async def _names(work: Work) -> Mapping[UUID, str]:
    return {one.id: one.name for one in await competitors.watched(work)}

"""The Hiring tab: openings by team, one page of them, and what closed lately."""

from datetime import timedelta

import reflex as rx
from reflex.event import EventSpec

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.pagination import PageRequest
from competedexter.market.changes import service as changes
from competedexter.market.changes.kinds import ChangeKind
from competedexter.market.changes.schemas import ChangeFilters
from competedexter.market.snapshots import service as snapshots
from competedexter.ui.addresses import id_at, page_number, query_of, span_words, with_query
from competedexter.ui.components.trend import steps_path
from competedexter.ui.errors import Loading, load_page
from competedexter.ui.session import working

from .hiring_rows import (
    ClosedRow,
    OpeningRow,
    TeamRow,
    closed_row,
    newest_first,
    of_team,
    opening_row,
    openings_of,
    team_rows,
    trend_points,
)

PAGE_SIZE = 50
SHOWN_CLOSED = 20
TREND = timedelta(days=90)


class HiringTab(Loading, rx.State):
    """Everything of one competitor's openings."""

    teams: list[TeamRow] = []
    openings: list[OpeningRow] = []
    closed: list[ClosedRow] = []
    team: str = ""
    open_words: str = ""
    trend: str = ""
    trend_words: str = ""
    page_at: int = 1
    total: int = 0
    _of: str = ""

    @rx.var
    def span(self) -> str:
        return span_words(self.page_at, PAGE_SIZE, self.total)

    @rx.var
    def has_next(self) -> bool:
        return self.page_at * PAGE_SIZE < self.total

    @rx.event
    async def load(self) -> EventSpec | None:
        query, of = query_of(self), str(id_at(self))
        if self._of != of:
            self.status, self._of = "loading", of
        self.team, self.page_at = query.get("team", "")[:200], page_number(query.get("page", ""))
        return await load_page(self, self._read)

    async def _read(self, viewer: Viewer) -> None:
        of = id_at(self)
        closed = ChangeFilters(competitor_id=of, kinds=(ChangeKind.JOB_CLOSED.value,))
        async with working(viewer) as work:
            now = work.now()
            states = await snapshots.latest(work, viewer, of, "jobs")
            counted = await snapshots.counts_over_time(work, viewer, of, "jobs", since=now - TREND)
            gone = await changes.find(work, viewer, closed, PageRequest(1, SHOWN_CLOSED))
        everything = openings_of(states)
        shown = newest_first(of_team(everything, self.team))
        start = (self.page_at - 1) * PAGE_SIZE
        self.openings = [opening_row(one) for one in shown[start : start + PAGE_SIZE]]
        self.teams, self.total = team_rows(everything, self.team), len(shown)
        self.closed = [closed_row(view) for view in gone.items]
        self.open_words = f"{len(everything):,}"
        points = trend_points(counted)
        self.trend = steps_path(points, now - TREND, now) if len(points) > 1 else ""
        self.trend_words = f"{points[0][1]:.0f} \u2192 {points[-1][1]:.0f} in 90 days" if len(points) > 1 else ""

    @rx.event
    def choose(self, team: str) -> EventSpec:
        """One team; the same again shows all."""
        wanted = "" if str(team) == self.team else str(team)[:200]
        return rx.redirect(with_query(f"/competitors/{id_at(self)}", tab="hiring", team=wanted), replace=True)

    @rx.event
    def turn(self, by: int) -> EventSpec:
        page = max(1, self.page_at + (1 if by > 0 else -1))
        address = with_query(f"/competitors/{id_at(self)}", tab="hiring", team=self.team, page=page)
        return rx.redirect(address, replace=True)

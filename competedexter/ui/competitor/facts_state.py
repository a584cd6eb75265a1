"""What the Summary says of the company itself: facts, ratings, figures, how much is written about it."""

from datetime import timedelta

import reflex as rx
from reflex.event import EventSpec

from competedexter.customers.accounts.viewer import Viewer
from competedexter.market.changes import volumes
from competedexter.market.snapshots import service as snapshots
from competedexter.ui.addresses import id_at
from competedexter.ui.change_groups import kinds_of
from competedexter.ui.components.trend import BarRow, week_bars
from competedexter.ui.errors import Loading, load_page
from competedexter.ui.session import working

from .facts_rows import FactLine, FigureTable, RatingLine, facts_of, figures_of, ratings_of

WEEKS = 13  # a quarter


class Facts(Loading, rx.State):
    """The company, as its sources tell it."""

    facts: list[FactLine] = []
    ratings: list[RatingLine] = []
    figures: FigureTable = FigureTable()
    news: list[BarRow] = []
    news_words: str = ""
    _of: str = ""

    @rx.event
    async def load(self) -> EventSpec | None:
        of = str(id_at(self))
        if self._of != of:
            self.status, self._of = "loading", of
            self.facts, self.ratings, self.figures, self.news = [], [], FigureTable(), []
        return await load_page(self, self._read)

    async def _read(self, viewer: Viewer) -> None:
        of = id_at(self)
        async with working(viewer) as work:
            now = work.now()
            facts = await snapshots.latest(work, viewer, of, "company_info")
            ratings = await snapshots.latest(work, viewer, of, "ratings")
            figures = await snapshots.latest(work, viewer, of, "financials")
            since = now - timedelta(weeks=WEEKS)
            days = await volumes.by_day(work, viewer, [of], kinds_of("news"), since=since)
        self.facts, self.ratings, self.figures = facts_of(facts), ratings_of(ratings), figures_of(figures)
        counts = {one.day: one.count for one in days}
        total = sum(counts.values())
        self.news = week_bars(counts, now.date(), WEEKS) if total else []
        articles = "1 article" if total == 1 else f"{total:,} articles"
        self.news_words = f"{articles} in {WEEKS} weeks"

"""What goes out of reports (api.md "insights")."""

from datetime import date
from uuid import UUID

from competedexter.foundation.views import Moment, View
from competedexter.market.evidence.listings import Exact
from competedexter.market.evidence.records import Plan


class CurrentPlans(View):
    """The plans that one source shows now; places in its document (`start`, `end`) are in each plan."""

    source_id: UUID
    document_id: UUID
    currency: str | None
    observed_at: Moment
    plans: tuple[Plan, ...]


class PriceMove(View):
    change_id: UUID
    summary: str
    percent: float | None
    at: Moment


class TeamCount(View):
    """`team` is empty where the board names none."""

    team: str
    open: int


class OpenAt(View):
    at: Moment
    open: int


class Hiring(View):
    """Openings on all boards. `complete` is false when a board showed only a part: then there are at least so many."""

    open: int = 0
    complete: bool = True
    by_team: tuple[TeamCount, ...] = ()
    trend: tuple[OpenAt, ...] = ()


class DayVolume(View):
    day: date
    articles: int


class NewsVolume(View):
    """Articles by the day they were published (UTC)."""

    last_30_days: int = 0
    last_90_days: int = 0
    days: tuple[DayVolume, ...] = ()


class CurrentRating(View):
    publisher: str
    product: str
    rating: Exact
    best: Exact
    count: int | None
    document_id: UUID
    observed_at: Moment


class CurrentTechnology(View):
    name: str
    category: str
    version: str | None
    proof: str
    document_id: UUID


class SourceFreshness(View):
    source_id: UUID
    source_type: str
    source_url: str
    status: str
    health: str
    last_success_at: Moment | None
    next_due_at: Moment | None


class Insights(View):
    """One look at a competitor; each part is empty where no source of its kind was read."""

    competitor_id: UUID
    as_of: Moment
    plans: tuple[CurrentPlans, ...] = ()
    price_moves: tuple[PriceMove, ...] = ()
    jobs: Hiring = Hiring()
    news: NewsVolume = NewsVolume()
    ratings: tuple[CurrentRating, ...] = ()
    technologies: tuple[CurrentTechnology, ...] = ()
    freshness: tuple[SourceFreshness, ...] = ()

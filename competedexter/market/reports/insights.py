"""One look at a competitor: plans, price moves, openings, news, ratings, technology, and how fresh each source is."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.market.changes import service as changes
from competedexter.market.changes import volumes
from competedexter.market.changes.kinds import PRICE_MOVES, ChangeKind
from competedexter.market.changes.schemas import ChangeFilters, ChangeView
from competedexter.market.competitors import service as competitors
from competedexter.market.evidence.listings import JobsRecord, RatingsRecord, TechnologiesRecord
from competedexter.market.evidence.records import PricingRecord
from competedexter.market.snapshots import service as snapshots
from competedexter.market.snapshots.schemas import Counted, StoredSnapshot
from competedexter.market.sources import service as sources

from .schemas import (
    CurrentPlans,
    CurrentRating,
    CurrentTechnology,
    DayVolume,
    Hiring,
    Insights,
    NewsVolume,
    OpenAt,
    PriceMove,
    SourceFreshness,
    TeamCount,
)

WINDOW = timedelta(days=90)
MONTH = timedelta(days=30)
MOST_MOVES = 50


async def insights(work: Work, viewer: Viewer, competitor_id: UUID, *, as_of: datetime | None = None) -> Insights:
    """What is known now, or was at `as_of`. Freshness is always that of now. Raises CompetitorNotFound."""
    viewer.require(Role.VIEWER)
    await competitors.get(work, viewer, competitor_id)
    now = min(as_of or work.now(), work.now())
    states = await snapshots.latest(work, viewer, competitor_id, as_of=as_of)
    counted = await snapshots.counts_over_time(work, viewer, competitor_id, "jobs", since=now - WINDOW)
    watched = await sources.list_for(work, viewer, competitor_id)
    fresh = [
        SourceFreshness(source_id=one.id, **one.model_dump(include=set(SourceFreshness.model_fields) - {"source_id"}))
        for one in watched
    ]
    return Insights(
        competitor_id=competitor_id,
        as_of=now,
        plans=tuple(_plans(states)),
        price_moves=tuple(_move(view) for view in await _moves(work, viewer, competitor_id, now, as_of)),
        jobs=_hiring(states, [one for one in counted if one.observed_at <= now]),
        news=await _news(work, viewer, competitor_id, now),
        ratings=tuple(_ratings(states)),
        technologies=tuple(_technologies(states)),
        freshness=tuple(fresh),
    )


def _plans(states: Sequence[StoredSnapshot]) -> Iterator[CurrentPlans]:
    for state in states:
        if isinstance(state.record, PricingRecord) and state.record.plans:
            yield CurrentPlans(
                source_id=state.source_id,
                document_id=state.document_id,
                currency=state.record.currency,
                observed_at=state.observed_at,
                plans=state.record.plans,
            )


async def _moves(
    work: Work, viewer: Viewer, competitor_id: UUID, now: datetime, as_of: datetime | None
) -> Sequence[ChangeView]:
    filters = ChangeFilters(
        competitor_id=competitor_id,
        kinds=tuple(sorted(PRICE_MOVES)),
        labels=("significant", "minor"),
        states=("confirmed",),
        since=now - WINDOW,
        until=now,
        as_of=as_of,
    )
    return (await changes.find(work, viewer, filters, PageRequest(1, MOST_MOVES))).items


def _move(view: ChangeView) -> PriceMove:
    percent = view.data.get("percent")
    return PriceMove(
        change_id=view.id,
        summary=view.summary,
        percent=float(percent) if isinstance(percent, int | float) else None,
        at=view.occurred_at or view.observed_at,
    )


def _hiring(states: Sequence[StoredSnapshot], counted: Sequence[Counted]) -> Hiring:
    boards = [state.record for state in states if isinstance(state.record, JobsRecord)]
    teams = Counter(job.team or "" for board in boards for job in board.jobs)
    return Hiring(
        open=teams.total(),
        complete=all(board.complete for board in boards),
        by_team=tuple(TeamCount(team=team, open=count) for team, count in teams.most_common()),
        trend=tuple(_trend(counted)),
    )


def _trend(counted: Sequence[Counted]) -> Iterator[OpenAt]:
    """Over all boards together: each state of one moves the sum."""
    known: dict[UUID, int] = {}
    for one in counted:
        known[one.source_id] = one.count
        yield OpenAt(at=one.observed_at, open=sum(known.values()))


async def _news(work: Work, viewer: Viewer, competitor_id: UUID, now: datetime) -> NewsVolume:
    found = await volumes.by_day(work, viewer, (competitor_id,), (ChangeKind.NEWS_PUBLISHED.value,), since=now - WINDOW)
    days = [DayVolume(day=one.day, articles=one.count) for one in found if one.day <= now.date()]
    month = (now - MONTH).date()
    return NewsVolume(
        last_30_days=sum(one.articles for one in days if one.day >= month),
        last_90_days=sum(one.articles for one in days),
        days=tuple(days),
    )


def _ratings(states: Sequence[StoredSnapshot]) -> Iterator[CurrentRating]:
    for state in states:
        for one in state.record.ratings if isinstance(state.record, RatingsRecord) else ():
            known = one.model_dump(include={"publisher", "product", "rating", "best", "count"})
            yield CurrentRating(document_id=state.document_id, observed_at=state.observed_at, **known)


def _technologies(states: Sequence[StoredSnapshot]) -> Iterator[CurrentTechnology]:
    for state in states:
        for one in state.record.technologies if isinstance(state.record, TechnologiesRecord) else ():
            known = one.model_dump(include={"name", "category", "version", "proof"})
            yield CurrentTechnology(document_id=state.document_id, **known)

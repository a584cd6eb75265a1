"""One look at a competitor adds up what its sources say, now or as it was known on a day."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.market.competitors.errors import CompetitorNotFound
from competedexter.market.evidence.listings import (
    Job,
    JobsRecord,
    Rating,
    RatingsRecord,
    TechnologiesRecord,
    Technology,
)
from competedexter.market.reports.insights import insights
from competedexter.market.reports.schemas import Insights
from tests.market.scene import Scene, make_scene, page_of, plan, pricing

TEXT = "Acme " * 40


def board(*titles: str, complete: bool = True) -> JobsRecord:
    jobs = (Job(external_id=title, title=title, team=title.split()[0], start=0, end=4) for title in titles)
    return JobsRecord(jobs=tuple(jobs), complete=complete)


async def seen(scene: Scene, as_of: datetime | None = None) -> Insights:
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        return await insights(work, scene.viewer, scene.competitor_id, as_of=as_of)


@pytest.fixture
async def scene(database: Database, clock: FixedClock, workspace: Viewer) -> Scene:
    return await make_scene(database, clock, workspace)


async def test_a_competitor_of_whom_nothing_was_read_has_an_empty_look(scene: Scene) -> None:
    look = await seen(scene)
    assert (look.plans, look.jobs.open, look.news.last_90_days, look.ratings) == ((), 0, 0, ())
    assert [one.source_type for one in look.freshness] == ["pricing"]


async def test_plans_openings_ratings_and_technology_are_those_of_now(scene: Scene) -> None:
    found = (
        (pricing(plan("Pro", "20")), TEXT),
        (board("Sales lead", "Sales rep", "Design lead"), TEXT),
        (RatingsRecord(ratings=(Rating(publisher="G2", rating=Decimal("4.6"), count=321, start=0, end=4),)), TEXT),
        (
            TechnologiesRecord(
                technologies=(Technology(name="Stripe", category="Payment", proof="js", start=0, end=4),)
            ),
            TEXT,
        ),
    )
    await scene.observe(*found)
    look = await seen(scene)
    assert [one.name for plans in look.plans for one in plans.plans] == ["Pro"]
    assert [(team.team, team.open) for team in look.jobs.by_team] == [("Sales", 2), ("Design", 1)]
    assert [(one.publisher, str(one.rating), one.count) for one in look.ratings] == [("G2", "4.6", 321)]
    assert [one.name for one in look.technologies] == ["Stripe"]


async def test_openings_have_a_trend_and_say_when_there_are_more(scene: Scene) -> None:
    await scene.observe((board("Sales lead"), TEXT))
    await scene.observe((board("Sales lead", "Sales rep", complete=False), TEXT))
    look = await seen(scene)
    assert [one.open for one in look.jobs.trend] == [1, 2]
    assert not look.jobs.complete


async def test_as_of_a_day_nothing_later_is_told(scene: Scene, clock: FixedClock) -> None:
    await scene.observe((board("Sales lead"), TEXT))
    then = clock.now()
    clock.advance(timedelta(days=2))
    await scene.observe((board("Sales lead", "Sales rep"), TEXT))
    assert ((await seen(scene)).jobs.open, (await seen(scene, then)).jobs.open) == (2, 1)
    assert len((await seen(scene, then)).jobs.trend) == 1
    assert (await seen(scene, datetime(2020, 1, 1, tzinfo=UTC))).jobs.open == 0


async def test_price_moves_are_told_with_their_percent(scene: Scene) -> None:
    await scene.observe((pricing(plan("Pro", "20")), TEXT), page_of("Pro costs $20."))
    for _ in range(2):  # seen twice
        await scene.observe((pricing(plan("Pro", "30")), TEXT), page_of("Pro costs $30."), trigger="confirmation")
    assert [move.percent for move in (await seen(scene)).price_moves] == [50.0]


async def test_a_competitor_of_somebody_else_is_not_there(scene: Scene, stranger: Viewer) -> None:
    async with scene.database.workspace(stranger.workspace_id) as work:
        with pytest.raises(CompetitorNotFound):
            await insights(work, stranger, scene.competitor_id)

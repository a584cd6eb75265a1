"""One edit shown on several pages of a site is told once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource
from tests.market.scene import Scene, make_scene, page_of

ARTICLE = "Every parcel you send is tracked from the door to the door, whatever the carrier."
OLD, NEW = "A calm help desk for teams that ship", "The help desk that developers like"


@pytest.fixture
async def home(database: Database, clock: FixedClock, workspace: Viewer) -> Scene:
    return await make_scene(database, clock, workspace, source_type="website")


@pytest.fixture
async def features(home: Scene) -> Scene:
    """Another page of the same site."""
    async with home.database.workspace(home.viewer.workspace_id, home.viewer.user_id) as work:
        page = NewSource(source_type="features", source_url="https://acme.test/features")
        made = await sources.add(work, home.viewer, home.competitor_id, page)
    return replace(home, source_id=made.id, looks=[])


async def told(scene: Scene) -> list[str]:
    """What people are told of a page, not held back."""
    ledger = await scene.ledger(source_id=scene.source_id)
    return [change.summary for change in ledger if not change.label.held_back]


async def test_a_description_that_stands_on_every_page_is_told_by_the_first(home: Scene, features: Scene) -> None:
    await home.observe(page_of(ARTICLE, title=OLD))
    await features.observe(page_of("# Features", ARTICLE, title=OLD))
    await home.observe(page_of(ARTICLE, title=NEW))
    features.clock.advance(timedelta(days=200))
    await features.observe(page_of("# Features", ARTICLE, title=NEW))
    assert await told(home) == [f"“{OLD}” is now “{NEW}”"]
    assert await told(features) == []
    (held,) = await features.ledger(source_id=features.source_id)
    assert held.label_reason == "Another page of the site told the same edit."


async def test_a_line_removed_and_added_on_one_page_is_the_line_changed_on_another(
    home: Scene, features: Scene
) -> None:
    await home.observe(page_of("nav: " + OLD, "nav: Docs", ARTICLE))
    await features.observe(page_of("nav: " + OLD, "# Features", ARTICLE))
    await home.observe(page_of("nav: " + NEW, "nav: Guides", ARTICLE))
    await features.observe(page_of("nav: " + NEW, "# Features", ARTICLE))
    assert await told(features) == []


async def test_an_edit_of_its_own_beside_the_shared_one_is_told(home: Scene, features: Scene) -> None:
    await home.observe(page_of(ARTICLE, title=OLD))
    await features.observe(page_of("# Features", ARTICLE, title=OLD))
    await home.observe(page_of(ARTICLE, title=NEW))
    await features.observe(page_of("# Features", ARTICLE, "Voice calls are new here.", title=NEW))
    assert await told(features) == ["Added “Voice calls are new here.”"]


async def test_the_same_words_within_pages_are_one_event_for_three_days_only(home: Scene, features: Scene) -> None:
    await home.observe(page_of(ARTICLE))
    await features.observe(page_of("# Features", ARTICLE))
    await home.observe(page_of(ARTICLE, "Single sign-on"))
    await features.observe(page_of("# Features", ARTICLE, "Single sign-on"))
    assert await told(features) == []
    await features.observe(page_of("# Features", ARTICLE))
    await home.observe(page_of(ARTICLE, "Single sign-on", "Audit log"))
    features.clock.advance(timedelta(days=4))
    await features.observe(page_of("# Features", ARTICLE, "Audit log"))
    assert "Added “Audit log”" in await told(features)


async def test_pages_of_another_competitor_tell_nothing_of_this_one(
    home: Scene, database: Database, clock: FixedClock, stranger: Viewer
) -> None:
    other = await make_scene(database, clock, stranger, source_type="website")
    for title in (OLD, NEW):
        await home.observe(page_of(ARTICLE, title=title))
        await other.observe(page_of(ARTICLE, title=title))
    assert await told(other) == await told(home) == [f"“{OLD}” is now “{NEW}”"]

"""A state is kept when it differs; the latest, the history, what was known then."""

from datetime import datetime

import pytest

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.pagination import PageRequest
from competedexter.market.evidence.records import PricingRecord
from competedexter.market.snapshots import service as snapshots
from competedexter.market.snapshots.errors import SnapshotNotFound
from competedexter.market.snapshots.service import state_hash
from tests.market.scene import HOUR, Scene, make_scene, page_of, plan, pricing


@pytest.fixture
async def scene(database: Database, clock: FixedClock, workspace: Viewer) -> Scene:
    return await make_scene(database, clock, workspace)


async def history(scene: Scene, **more: object) -> list[str]:
    """Amounts of the first plan, newest first."""
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        page = await snapshots.history(work, scene.viewer, scene.competitor_id, PageRequest(), **more)
    return [view.data["plans"][0]["prices"][0]["amount"] for view in page.items]


async def test_only_states_that_differ_are_kept(scene: Scene) -> None:
    for amount in ("20", "20", "75", "75", "20"):
        await scene.look((pricing(plan("Pro", amount)), f"Pro {amount}"))
    assert await history(scene) == ["20.00", "75.00", "20.00"]


async def test_as_of_shows_what_was_known_then(scene: Scene) -> None:
    await scene.look((pricing(plan("Pro", "20")), "Pro 20"))
    then = scene.clock.now()
    await scene.look((pricing(plan("Pro", "75")), "Pro 75"))
    assert await history(scene, as_of=then) == ["20.00"]
    assert await history(scene, as_of=then - HOUR) == []
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        (latest,) = await snapshots.latest(work, scene.viewer, scene.competitor_id, "pricing", as_of=then)
    assert isinstance(latest.record, PricingRecord)
    assert latest.record.plans[0].name == "Pro"


async def test_a_state_knows_when_the_source_showed_it_before(scene: Scene) -> None:
    for amount in ("20", "75", "20"):
        await scene.look((pricing(plan("Pro", amount)), f"Pro {amount}"))
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        page = await snapshots.history(work, scene.viewer, scene.competitor_id, PageRequest())
        newest, middle, oldest = page.items
        assert await snapshots.seen_before(work, await snapshots.stored(work, newest.id)) == oldest.observed_at
        assert await snapshots.seen_before(work, await snapshots.stored(work, middle.id)) is None


async def test_an_unchanged_look_moves_only_when_a_state_was_last_seen(scene: Scene) -> None:
    await scene.look((pricing(plan("Pro", "20")), "Pro 20"))
    await scene.look(state="unchanged")
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        (view,) = (await snapshots.history(work, scene.viewer, scene.competitor_id, PageRequest())).items
    assert view.last_seen_at == scene.clock.now()
    assert view.observed_at == scene.clock.now() - HOUR


async def test_a_state_that_was_replaced_keeps_the_last_look_that_still_showed_it(scene: Scene) -> None:
    await scene.look((pricing(plan("Pro", "49")), "Pro 49"))
    first = scene.clock.now()
    await scene.look(state="unchanged")
    await scene.look(state="succeeded")
    await scene.look(state="suspect")
    await scene.look((pricing(plan("Pro", "59")), "Pro 59"))
    await scene.look(state="unchanged")

    async def seen(as_of: datetime | None = None) -> list[datetime | None]:
        async with scene.database.workspace(scene.viewer.workspace_id) as work:
            page = PageRequest()
            found = await snapshots.history(work, scene.viewer, scene.competitor_id, page, as_of=as_of)
            if as_of is None:
                alone = await snapshots.get(work, scene.viewer, found.items[1].id)
                assert alone.last_seen_at == found.items[1].last_seen_at
        return [view.last_seen_at for view in found.items]

    assert await seen() == [first + 5 * HOUR, first + 2 * HOUR]
    assert await seen(as_of=first + 4 * HOUR) == [first + 4 * HOUR, first + 2 * HOUR]
    assert await seen(as_of=first + 1.5 * HOUR) == [first + HOUR]


def test_words_that_only_moved_are_the_same_state() -> None:
    (one, _), (moved, _) = page_of("Hello", "World"), page_of("Hello", "World")
    shifted = moved.model_copy(
        update={"blocks": tuple(b.model_copy(update={"start": b.start + 9, "end": b.end + 9}) for b in moved.blocks)}
    )
    assert state_hash(one.model_dump(mode="json")) == state_hash(shifted.model_dump(mode="json"))


async def test_other_workspaces_find_no_snapshot(scene: Scene, stranger: Viewer) -> None:
    await scene.look((pricing(plan("Pro", "20")), "Pro 20"))
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        (view,) = (await snapshots.history(work, scene.viewer, scene.competitor_id, PageRequest())).items
    async with scene.database.workspace(stranger.workspace_id) as work:
        with pytest.raises(SnapshotNotFound):
            await snapshots.get(work, stranger, view.id)

"""What states list is counted without reading them, for many competitors at once."""

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import SlotState, SlotView
from competedexter.market.crawling import runs
from competedexter.market.evidence.listings import Job, JobsRecord
from competedexter.market.snapshots import service as snapshots
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource, SourceEdit
from tests.market.scene import make_scene, plan, pricing


def board(*titles: str) -> tuple[JobsRecord, str]:
    jobs = tuple(Job(external_id=title, title=title, start=0, end=1) for title in titles)
    return JobsRecord(board="Greenhouse", jobs=jobs), "x\n"


async def test_openings_are_counted_now_and_over_time(
    database: Database, clock: FixedClock, workspace: Viewer, stranger: Viewer
) -> None:
    scene = await make_scene(database, clock, workspace, source_type="jobs")
    begun = clock.now()
    for titles in (("Engineer",), ("Engineer", "Designer", "Writer"), ("Engineer", "Writer")):
        await scene.observe(board(*titles))
    async with database.workspace(workspace.workspace_id) as work:
        now = await snapshots.counts_of(work, workspace, [scene.competitor_id], "jobs")
        past = await snapshots.counts_over_time(work, workspace, scene.competitor_id, "jobs", since=begun)
        late = await snapshots.counts_over_time(work, workspace, scene.competitor_id, "jobs", since=begun, most=1)
        read = await snapshots.counts_of_source(work, workspace, scene.source_id)
    assert [one.count for one in now] == [2]
    assert [one.count for one in past] == [1, 3, 2]
    assert [one.count for one in late] == [2]
    assert [(one.snapshot_type, one.count) for one in read] == [("jobs", 2)]
    async with database.workspace(stranger.workspace_id) as work:
        assert await snapshots.counts_of(work, stranger, [scene.competitor_id], "jobs") == []


async def test_the_latest_states_of_several_competitors_come_at_once(
    database: Database, clock: FixedClock, workspace: Viewer
) -> None:
    scene = await make_scene(database, clock, workspace)
    await scene.observe((pricing(plan("Pro", "49")), "Pro\n"))
    async with database.workspace(workspace.workspace_id) as work:
        found = await snapshots.latest_of(work, workspace, [scene.competitor_id], "pricing")
        counted = await snapshots.counts_of(work, workspace, [scene.competitor_id], "pricing")
    assert [state.competitor_id for state in found] == [scene.competitor_id]
    assert [one.count for one in counted] == [1]


async def test_sources_are_found_by_type_and_competitor_and_counted_by_health(
    database: Database, clock: FixedClock, workspace: Viewer
) -> None:
    scene = await make_scene(database, clock, workspace)
    async with database.workspace(workspace.workspace_id, workspace.user_id) as work:
        jobs = NewSource(source_type="jobs", source_url="https://acme.test/jobs")
        made = await sources.add(work, workspace, scene.competitor_id, jobs)
        await sources.edit(work, workspace, made.id, SourceEdit(status="paused"))
        health = await sources.health_of(work, workspace, [scene.competitor_id])
        run = await runs.queue(work, made, runs.Trigger.MANUAL)
        under_way = await runs.under_way(work, workspace, [made.id, scene.source_id])
    assert health == {scene.competitor_id: {"ok": 1, "paused": 1}}
    assert {key: view.id for key, view in under_way.items()} == {made.id: run.id}


async def test_what_a_person_says_of_a_slot_stands_until_a_page_is_found(
    database: Database, clock: FixedClock, workspace: Viewer
) -> None:
    scene = await make_scene(database, clock, workspace)
    async with database.workspace(workspace.workspace_id, workspace.user_id) as work:
        said = await competitors.sell_by_quote(work, workspace, scene.competitor_id, quoted=True)
        assert said.coverage.quoted == ("pricing",)
        for state in (SlotState.LOOKING, SlotState.MISSING):
            kept = await competitors.note_slots(work, scene.competitor_id, [SlotView(slot="pricing", state=state)])
            assert kept.coverage.quoted == ("pricing",)
        found = SlotView(slot="pricing", state=SlotState.FOUND, url="https://acme.test/pricing")
        assert (await competitors.note_slots(work, scene.competitor_id, [found])).coverage.found == ("pricing",)
        taken_back = await competitors.sell_by_quote(work, workspace, scene.competitor_id, quoted=False)
    assert taken_back.coverage.missing == ("pricing",)

"""From the states that looks brought to stored changes: baseline, ledger, second looks, variants."""

from datetime import timedelta

import pytest

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.pagination import Cursor, PageRequest
from competedexter.jobs import ConfirmChanges, EvaluateAlerts
from competedexter.market.changes import service as changes
from competedexter.market.changes.errors import ChangeNotFound
from competedexter.market.changes.kinds import ChangeKind, ChangeState, Label, LabelSource
from competedexter.market.changes.schemas import NewLabel, TimelineFilters
from competedexter.market.evidence import service as evidence
from competedexter.market.snapshots.errors import NotComparable
from competedexter.models import CrawlRun
from tests.market.scene import Scene, make_scene, page_of, plan, pricing

WORDS = ("# Pricing", "Everything you need, nothing you do not, for shops of every size and trade.")


def shown(amount: str, *lines: str) -> tuple[tuple[object, str], ...]:
    """A pricing page with one plan and its page record, of one document."""
    page, text = page_of(f"Pro {amount} USD", *WORDS, *lines)
    record = pricing(plan("Pro", amount))
    spanned = record.plans[0].model_copy(update={"end": len(f"Pro {amount} USD")})
    return (record.model_copy(update={"plans": (spanned,)}), text), (page, text)


@pytest.fixture
async def scene(database: Database, clock: FixedClock, workspace: Viewer, queue: RecordingQueue) -> Scene:
    made = await make_scene(database, clock, workspace)
    queue.take()
    return made


async def test_the_first_look_is_a_baseline_and_makes_no_change(scene: Scene, queue: RecordingQueue) -> None:
    compared = await scene.observe(*shown("20"))
    assert (compared.made, compared.confirmed) == ((), ())
    assert await scene.ledger() == []
    assert queue.take() == []


async def test_a_price_that_moved_is_pending_until_it_is_seen_twice(scene: Scene, queue: RecordingQueue) -> None:
    await scene.observe(*shown("20"))
    first = await scene.observe(*shown("75"))
    (price, page) = sorted(await scene.ledger(), key=lambda change: change.snapshot_type, reverse=True)
    assert (price.kind, price.state, price.label) == (
        ChangeKind.PLAN_PRICE_RAISED,
        ChangeState.PENDING,
        Label.SIGNIFICANT,
    )
    assert price.data["percent"] == 275.0
    assert (page.label, page.label_reason) == (Label.NOISE, "The typed changes of the plans tell it more exactly.")
    assert first.confirmed == (page.id,)
    jobs = queue.take()
    assert ConfirmChanges(scene.viewer.workspace_id, scene.source_id) in jobs
    assert [job for job in jobs if isinstance(job, EvaluateAlerts)] == [
        EvaluateAlerts(scene.viewer.workspace_id, scene.looks[-1])
    ]

    again = await scene.observe(state="unchanged", trigger="confirmation")
    assert again.confirmed == (price.id,)
    (confirmed,) = await scene.ledger(kinds=("plan_price_raised",))
    assert confirmed.state is ChangeState.CONFIRMED
    assert confirmed.confirmed_at is not None
    assert queue.take() == [EvaluateAlerts(scene.viewer.workspace_id, scene.looks[-1])]


async def test_comparing_twice_stores_nothing_twice(scene: Scene) -> None:
    await scene.observe(*shown("20"))
    compared = await scene.observe(*shown("75"))
    before = await scene.ledger()
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        again = await changes.compare(work, scene.looks[-1])
    assert again.made == ()
    assert again.confirmed == compared.confirmed
    assert await scene.ledger() == before


async def test_a_run_that_is_compared_again_is_no_second_look_at_what_it_saw(scene: Scene) -> None:
    await scene.observe(*shown("20"))
    await scene.observe(*shown("75"))
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        run = await work.session.get(CrawlRun, scene.looks[-1])
        assert run is not None
        assert run.finished_at is not None
        run.finished_at += timedelta(milliseconds=40)  # a run ends a moment after it kept what it saw
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        await changes.compare(work, scene.looks[-1])
    (price,) = await scene.ledger(kinds=("plan_price_raised",))
    assert price.state is ChangeState.PENDING


async def test_a_price_that_is_gone_at_the_second_look_is_reverted_and_remembered(scene: Scene) -> None:
    await scene.observe(*shown("20"))
    await scene.observe(*shown("75"))
    back = await scene.observe(*shown("20"), trigger="confirmation")
    raised, lowered = await scene.ledger(snapshot_type="pricing")
    assert back.reverted == (raised.id,)
    assert raised.state is ChangeState.REVERTED
    assert (lowered.kind, lowered.label) == (ChangeKind.PLAN_PRICE_LOWERED, Label.VARIANT)

    await scene.observe(*shown("75"))
    third = (await scene.ledger(snapshot_type="pricing"))[-1]
    assert (third.label, third.state) == (Label.VARIANT, ChangeState.PENDING)


async def test_a_variant_that_stays_for_a_day_gets_its_worth_back(scene: Scene, queue: RecordingQueue) -> None:
    for amount in ("20", "75", "20", "75"):
        await scene.observe(*shown(amount))
    scene.clock.advance(timedelta(hours=25))
    queue.take()
    settled = await scene.observe(state="unchanged", trigger="confirmation")
    stayed = (await scene.ledger(snapshot_type="pricing"))[-1]
    assert settled.confirmed == (stayed.id,)
    assert (stayed.label, stayed.state) == (Label.SIGNIFICANT, ChangeState.CONFIRMED)
    assert queue.take() == [EvaluateAlerts(scene.viewer.workspace_id, scene.looks[-1])]


async def test_blocked_and_failed_looks_confirm_and_revert_nothing(scene: Scene) -> None:
    await scene.observe(*shown("20"))
    await scene.observe(*shown("75"))
    for state in ("blocked", "failed", "suspect", "gone"):
        assert (await scene.observe(state=state)).confirmed == ()
    (price,) = await scene.ledger(kinds=("plan_price_raised",))
    assert price.state is ChangeState.PENDING


async def test_a_better_reader_rebases_without_a_change(scene: Scene) -> None:
    await scene.observe(*shown("20"))
    assert (await scene.observe(*shown("75"), version="2")).made == ()
    assert (await scene.observe(*shown("80"), version="2")).made != ()


async def test_noise_is_stored_with_its_reason_and_confirmed_at_once(scene: Scene) -> None:
    await scene.observe(page_of(*WORDS, "© 2025 Acme, Inc."))
    await scene.observe(page_of(*WORDS, "© 2026 Acme, Inc."))
    (change,) = await scene.ledger(labels=("noise",))
    assert (change.state, change.label_source) == (ChangeState.CONFIRMED, LabelSource.RULE)
    assert change.label_reason == "Only a copyright year changed."


async def test_evidence_of_a_change_is_what_stands_in_the_documents(scene: Scene) -> None:
    await scene.observe(page_of(*WORDS, "We ship to 12 countries."))
    await scene.observe(page_of(*WORDS, "We ship to 40 countries."))
    (change,) = await scene.ledger()
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        for found in (change.evidence_before, change.evidence_after):
            assert found is not None
            assert await evidence.quote_at(work, found.document_id, found.start, found.end) == found.quote
    assert change.evidence_after
    assert change.evidence_after.quote == "We ship to 40 countries."


async def test_a_primary_competitor_weighs_a_step_more(
    database: Database, clock: FixedClock, workspace: Viewer
) -> None:
    scene = await make_scene(database, clock, workspace, tier="primary")
    await scene.observe(*shown("20"))
    await scene.observe(*shown("75"))
    (price,) = await scene.ledger(kinds=("plan_price_raised",))
    assert price.severity == "critical"
    assert "primary competitor" in price.severity_reason


async def test_a_person_mutes_and_restores_and_as_of_shows_the_label_of_then(scene: Scene) -> None:
    await scene.observe(page_of(*WORDS, "We ship to 12 countries."))
    await scene.observe(page_of(*WORDS, "We ship to 40 countries."))
    (change,) = await scene.ledger()
    then = scene.clock.now()
    scene.clock.advance(timedelta(hours=1))
    async with scene.database.workspace(scene.viewer.workspace_id, scene.viewer.user_id) as work:
        muted = await changes.label(work, scene.viewer, change.id, NewLabel(label=Label.NOISE))
    assert (muted.label, muted.label_source, muted.state) == (Label.NOISE, LabelSource.PERSON, ChangeState.CONFIRMED)
    assert (await scene.ledger(as_of=then))[0].label is Label.MINOR
    assert (await scene.ledger(as_of=then - timedelta(hours=1))) == []
    assert len(await scene.ledger(labels=("noise",))) == 1


async def test_the_timeline_tells_changes_and_source_events_latest_first(scene: Scene) -> None:
    from competedexter.models import CrawlRun

    await scene.observe(page_of(*WORDS, "We ship to 12 countries."))
    await scene.observe(page_of(*WORDS, "We ship to 40 countries."))
    run_id = await scene.look(state="blocked")
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        run = await work.session.get(CrawlRun, run_id)
        assert run is not None
        run.event, run.reason = "source_blocked", "The site answered 403."
        work.session.add(run)
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        page = await changes.timeline(work, scene.viewer, scene.competitor_id, TimelineFilters(), PageRequest())
        one = await changes.timeline(
            work, scene.viewer, scene.competitor_id, TimelineFilters(), PageRequest(page_size=1)
        )
        assert one.next_cursor is not None
        rest = await changes.timeline(
            work,
            scene.viewer,
            scene.competitor_id,
            TimelineFilters(),
            PageRequest(cursor=Cursor.decode(one.next_cursor)),
        )
        only = await changes.timeline(
            work, scene.viewer, scene.competitor_id, TimelineFilters(kinds=("source_blocked",)), PageRequest()
        )
    assert [(entry.type, entry.kind, entry.title) for entry in page.items] == [
        ("event", "source_blocked", "The site answered 403."),
        ("change", "page_changed", "“We ship to 12 countries.” is now “We ship to 40 countries.”"),
    ]
    assert page.pagination.total == 2
    assert (*one.items, *rest.items) == page.items
    assert only.items == page.items[:1]


async def test_any_two_states_are_compared_on_demand(scene: Scene) -> None:
    from competedexter.market.snapshots import service as snapshots

    await scene.observe(*shown("20"))
    await scene.observe(*shown("50"))
    await scene.observe(*shown("75"))
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        page = await snapshots.history(work, scene.viewer, scene.competitor_id, PageRequest(), snapshot_type="pricing")
        pages = await snapshots.history(work, scene.viewer, scene.competitor_id, PageRequest(), snapshot_type="page")
        newest, oldest = page.items[0], page.items[-1]
        found = await changes.diff(work, scene.viewer, oldest.id, newest.id)
        with pytest.raises(NotComparable):
            await changes.diff(work, scene.viewer, oldest.id, pages.items[0].id)
    assert [(one.kind, one.data["percent"]) for one in found.changes] == [(ChangeKind.PLAN_PRICE_RAISED, 275.0)]
    assert [(hunk.before, hunk.after) for hunk in found.text if not hunk.same] == [(("Pro 20 USD",), ("Pro 75 USD",))]


async def test_other_workspaces_see_nothing(scene: Scene, stranger: Viewer) -> None:
    await scene.observe(page_of(*WORDS, "We ship to 12 countries."))
    await scene.observe(page_of(*WORDS, "We ship to 40 countries."))
    (change,) = await scene.ledger()
    async with scene.database.workspace(stranger.workspace_id) as work:
        with pytest.raises(ChangeNotFound):
            await changes.get(work, stranger, change.id)
        compared = await changes.compare(work, scene.looks[-1])
    assert compared.made == ()


async def test_lost_second_looks_are_asked_for_again(scene: Scene, queue: RecordingQueue) -> None:
    await scene.observe(*shown("20"))
    await scene.observe(*shown("75"))
    queue.take()
    async with scene.database.system() as work:
        assert await changes.sweep(work) == 0
    scene.clock.advance(timedelta(minutes=11))
    async with scene.database.system() as work:
        assert await changes.sweep(work) == 1
    assert queue.take() == [ConfirmChanges(scene.viewer.workspace_id, scene.source_id)]

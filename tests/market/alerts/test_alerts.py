"""A sure change meets the rules: one alert a change, grouped, read per person, replayed exactly."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.errors import Forbidden
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.pagination import PageRequest
from competedexter.jobs import CompareSnapshots, EvaluateAlerts
from competedexter.market.alerts import rules
from competedexter.market.alerts import service as alerts
from competedexter.market.alerts.errors import BadConditions, NoSuchAlert, NoSuchRule
from competedexter.market.alerts.schemas import AlertFilters, AlertView, Backtest, NewRule, RuleEdit
from competedexter.market.changes import service as changes
from competedexter.market.changes.kinds import Label
from competedexter.market.changes.schemas import NewLabel
from competedexter.models import CrawlRun
from tests.market.scene import HOUR, Scene, make_scene, page_of, plan, pricing

PRICE_RULE = {"all": [{"field": "kind", "op": "in", "value": ["plan_price_raised", "plan_price_lowered"]}]}


@pytest.fixture
async def scene(database: Database, clock: FixedClock, workspace: Viewer, queue: RecordingQueue) -> Scene:
    made = await make_scene(database, clock, workspace)
    queue.take()
    return made


async def seen_twice(scene: Scene, *amounts: str) -> None:
    """A pricing page with one plan, each amount confirmed by a second look."""
    for amount in amounts:
        await scene.observe((pricing(plan("Pro", amount)), f"Pro {amount}"))
        await scene.observe(state="unchanged", trigger="confirmation")


async def work_off(scene: Scene, queue: RecordingQueue) -> list[Mapping[str, object]]:
    """Does what the workers would, until nothing is left; returns what was pushed to open pages."""
    pushed: list[Mapping[str, object]] = []

    async def push(_workspace: UUID, message: Mapping[str, object]) -> None:
        pushed.append(message)

    for _ in range(20):
        jobs = queue.take()
        for job in jobs:
            async with scene.database.workspace(scene.viewer.workspace_id) as work:
                if isinstance(job, EvaluateAlerts):
                    await alerts.evaluate_run(work, job.crawl_run_id, push)
                elif isinstance(job, CompareSnapshots):
                    compared = await changes.compare(work, job.crawl_run_id)
                    if not compared.confirmed:
                        await alerts.settle(work, job.crawl_run_id)
    return pushed


async def inbox(scene: Scene, viewer: Viewer | None = None, **filters: object) -> list[AlertView]:
    viewer = viewer or scene.viewer
    async with scene.database.workspace(viewer.workspace_id, viewer.user_id) as work:
        page = await alerts.find(work, viewer, AlertFilters(**filters), PageRequest(page_size=100))
    return list(page.items)


async def test_a_confirmed_price_move_raises_one_alert_by_the_default_rules(
    scene: Scene, queue: RecordingQueue
) -> None:
    await seen_twice(scene, "20", "75")
    pushed = await work_off(scene, queue)
    (alert,) = await inbox(scene)
    assert alert.title == "Acme: Pro: 20 USD/month → 75 USD/month (+275 %)"
    assert alert.description == "The price of a plan went up. High: a price moved by 275 % (20 % or more is high)."
    assert (alert.alert_type, alert.severity, alert.read) == ("plan_price_raised", "high", False)
    assert [(rule.name, rule.version) for rule in alert.rules] == [("Price moves", 1)]
    assert alert.data["percent"] == 275.0
    assert [(message["type"], message["alertId"]) for message in pushed] == [("alert", str(alert.id))]


async def test_baselines_noise_and_pending_changes_raise_nothing(scene: Scene, queue: RecordingQueue) -> None:
    await scene.observe((pricing(plan("Pro", "20")), "Pro 20"), page_of("Acme", "© 2025 Acme"))
    await scene.observe((pricing(plan("Pro", "75")), "Pro 75"), page_of("Acme", "© 2026 Acme"))
    await work_off(scene, queue)
    assert await inbox(scene) == []


async def test_evaluating_twice_and_at_once_raises_one_alert(scene: Scene, queue: RecordingQueue) -> None:
    await seen_twice(scene, "20", "75")
    (change,) = await scene.ledger(kinds=("plan_price_raised",))

    async def evaluate() -> None:
        async with scene.database.workspace(scene.viewer.workspace_id) as work:
            await alerts.evaluate(work, change.id)

    await asyncio.gather(*(evaluate() for _ in range(5)))
    await evaluate()
    assert len(await inbox(scene)) == 1


async def test_a_rule_made_later_does_not_look_back(scene: Scene, queue: RecordingQueue) -> None:
    await seen_twice(scene, "20", "75")
    await work_off(scene, queue)
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        await rules.create(work, scene.viewer, NewRule(name="All", conditions={"all": []}))
        (change,) = await scene.ledger(kinds=("plan_price_raised",))
        await alerts.evaluate(work, change.id)
    (alert,) = await inbox(scene)
    assert [rule.name for rule in alert.rules] == ["Price moves"]


async def test_many_rules_that_match_are_one_alert(scene: Scene, queue: RecordingQueue) -> None:
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        await rules.create(work, scene.viewer, NewRule(name="Mine", conditions=PRICE_RULE))
        elsewhere = await make_other(work, scene.viewer)
        await rules.create(
            work, scene.viewer, NewRule(name="Elsewhere", conditions=PRICE_RULE, competitor_id=elsewhere)
        )
    await seen_twice(scene, "20", "75")
    await work_off(scene, queue)
    (alert,) = await inbox(scene)
    assert sorted(rule.name for rule in alert.rules) == ["Mine", "Price moves"]


async def make_other(work: object, viewer: Viewer) -> UUID:
    from competedexter.market.competitors import service as competitors
    from competedexter.market.competitors.schemas import NewCompetitor

    return (await competitors.add(work, viewer, NewCompetitor(name="Globex", domain="globex.test", discover=False))).id


async def test_alerts_of_one_subject_within_three_days_are_one_item(
    scene: Scene, queue: RecordingQueue, clock: FixedClock
) -> None:
    await seen_twice(scene, "20", "75", "80")
    clock.advance(timedelta(days=4))
    await seen_twice(scene, "90")
    await work_off(scene, queue)
    items = [alert.item_id for alert in reversed(await inbox(scene))]
    assert len(items) == 3
    assert len(set(items)) == 2


async def test_reading_is_per_person(scene: Scene, queue: RecordingQueue, database: Database) -> None:
    await seen_twice(scene, "20", "75", "80")
    await work_off(scene, queue)
    first, second = await inbox(scene)
    async with database.workspace(scene.viewer.workspace_id, scene.viewer.user_id) as work:
        assert await alerts.unread_count(work, scene.viewer) == 2
        assert (await alerts.mark_read(work, scene.viewer, first.id)).read
        assert (await alerts.mark_read(work, scene.viewer, first.id)).read
        assert await alerts.unread_count(work, scene.viewer) == 1
    assert [alert.id for alert in await inbox(scene, unread=True)] == [second.id]
    async with database.workspace(scene.viewer.workspace_id, scene.viewer.user_id) as work:
        assert await alerts.mark_all_read(work, scene.viewer) == 1
        assert await alerts.unread_count(work, scene.viewer) == 0
        assert not (await alerts.mark_read(work, scene.viewer, first.id, read=False)).read
        assert await alerts.unread_count(work, scene.viewer) == 1


async def test_the_inbox_is_filtered_and_paged_by_cursor(scene: Scene, queue: RecordingQueue) -> None:
    from competedexter.foundation.pagination import Cursor

    await seen_twice(scene, "20", "75", "76")
    await work_off(scene, queue)
    assert [alert.severity for alert in await inbox(scene, severities=("high",))] == ["high"]
    assert await inbox(scene, alert_type="plan_added") == []
    assert len(await inbox(scene, competitor_id=scene.competitor_id)) == 2
    async with scene.database.workspace(scene.viewer.workspace_id, scene.viewer.user_id) as work:
        one = await alerts.find(work, scene.viewer, AlertFilters(), PageRequest(page_size=1))
        assert one.next_cursor is not None
        two = await alerts.find(
            work, scene.viewer, AlertFilters(), PageRequest(page_size=1, cursor=Cursor.decode(one.next_cursor))
        )
    assert (one.pagination.total, two.next_cursor) == (2, None)
    assert one.items[0].id != two.items[0].id


async def test_runs_are_settled_when_their_changes_met_the_rules(scene: Scene, queue: RecordingQueue) -> None:
    await seen_twice(scene, "20", "75")
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        assert await alerts.settle(work, scene.looks[-1]) in (True, False)
    await work_off(scene, queue)
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        runs = [await work.session.get(CrawlRun, run_id) for run_id in scene.looks]
    assert all(run is not None and run.settled_at is not None for run in runs)


async def test_all_that_a_run_made_sure_is_one_job_and_settles_it(scene: Scene, queue: RecordingQueue) -> None:
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        await rules.install_default_rules(work)
    await scene.observe((pricing(plan("Pro", "20"), plan("Team", "90")), "Pro 20 Team 90"))
    await scene.observe((pricing(plan("Pro", "75"), plan("Team", "99")), "Pro 75 Team 99"))
    queue.take()
    await scene.observe(state="unchanged", trigger="confirmation")
    assert queue.take() == [EvaluateAlerts(scene.viewer.workspace_id, scene.looks[-1])]
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        outcome = await alerts.evaluate_run(work, scene.looks[-1])
        run = await work.session.get(CrawlRun, scene.looks[-1])
        assert len([one for one in outcome if one.alert_id]) == 2
        assert run is not None
        assert run.settled_at is not None
        assert await alerts.evaluate_run(work, scene.looks[-1]) == ()
    assert len(await inbox(scene)) == 2


async def test_evaluations_whose_job_was_lost_are_sent_again(
    scene: Scene, queue: RecordingQueue, clock: FixedClock
) -> None:
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        await rules.install_default_rules(work)
    await seen_twice(scene, "20", "75")
    queue.take()
    clock.advance(timedelta(minutes=1))
    async with scene.database.system() as work:
        assert await alerts.sweep(work) == 1
    await work_off(scene, queue)
    assert len(await inbox(scene)) == 1
    clock.advance(timedelta(minutes=1))
    async with scene.database.system() as work:
        assert await alerts.sweep(work) == 0


async def test_a_new_workspace_has_its_first_rules_once(scene: Scene) -> None:
    async def install() -> None:
        async with scene.database.workspace(scene.viewer.workspace_id) as work:
            await rules.install_default_rules(work)

    await asyncio.gather(*(install() for _ in range(4)))
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        found = await rules.find(work, scene.viewer)
        assert [rule.rule_type for rule in found][:2] == ["price_moves", "plans"]
        assert len(found) == 6
        for rule in found:
            await rules.delete(work, scene.viewer, rule.id)
        assert await rules.find(work, scene.viewer) == ()


async def test_rules_are_versioned_and_checked(scene: Scene) -> None:
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        made = await rules.create(work, scene.viewer, NewRule(name="Mine", conditions=PRICE_RULE))
        edited = await rules.edit(work, scene.viewer, made.id, RuleEdit(name="Ours", enabled=False))
        assert (edited.version, edited.name, edited.enabled, edited.conditions) == (2, "Ours", False, PRICE_RULE)
        with pytest.raises(BadConditions):
            await rules.edit(work, scene.viewer, made.id, RuleEdit(conditions={"any": []}))
        with pytest.raises(Forbidden):
            await rules.create(work, replace(scene.viewer, role=Role.MEMBER), NewRule(name="x", conditions=PRICE_RULE))
        await rules.delete(work, scene.viewer, made.id)
        with pytest.raises(NoSuchRule):
            await rules.edit(work, scene.viewer, made.id, RuleEdit(name="Gone"))


async def test_a_back_test_replays_what_was_raised_even_after_labels_changed(
    scene: Scene, queue: RecordingQueue, clock: FixedClock
) -> None:
    since = clock.now()
    await seen_twice(scene, "20", "75", "80")
    await work_off(scene, queue)
    raised = {alert.change_id for alert in await inbox(scene)}
    for change in await scene.ledger():
        async with scene.database.workspace(scene.viewer.workspace_id, scene.viewer.user_id) as work:
            await changes.label(work, scene.viewer, change.id, NewLabel(label=Label.NOISE))
    rule = NewRule(
        name="again", conditions={"all": [*PRICE_RULE["all"], {"field": "label", "op": "eq", "value": "significant"}]}
    )
    async with scene.database.workspace(scene.viewer.workspace_id) as work:
        told = await rules.backtest(work, scene.viewer, Backtest(rule=rule, since=since, until=clock.now() + HOUR))
    assert {alert.change_id for alert in told.alerts} == raised
    assert (told.count, told.looked_at) == (2, 2)


async def test_another_workspace_cannot_reach_alerts_or_rules(
    scene: Scene, queue: RecordingQueue, stranger: Viewer
) -> None:
    await seen_twice(scene, "20", "75")
    await work_off(scene, queue)
    (alert,) = await inbox(scene)
    assert await inbox(scene, stranger) == []
    async with scene.database.workspace(stranger.workspace_id, stranger.user_id) as work:
        with pytest.raises(NoSuchAlert):
            await alerts.mark_read(work, stranger, alert.id)
        with pytest.raises(NoSuchRule):
            await rules.delete(work, stranger, alert.rules[0].id)
        assert await alerts.mark_all_read(work, stranger) == 0
        outcome = await alerts.evaluate(work, alert.change_id)
    assert outcome.alert_id is None

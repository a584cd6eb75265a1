"""What happens by the clock: one line a duty. Each is a plain async function that may run twice, or in two places."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger

from competedexter.customers.accounts import service as accounts
from competedexter.customers.conversations import service as conversations
from competedexter.demo import service as demo
from competedexter.foundation.settings import Settings
from competedexter.market.alerts import service as alerts
from competedexter.market.changes import service as changes
from competedexter.market.competitors import service as competitors
from competedexter.market.crawling import rereading, runs
from competedexter.market.evidence import purging, retention
from competedexter.market.imports import service as imports
from competedexter.runtime import Runtime

Duty = Callable[[Any], Awaitable[object]]  # (runtime); what it returns is for tests

ARCHIVE_SECONDS = 3_600  # nobody waits for the room it makes
REREAD_SECONDS = 60  # a new version's first minute
FIRST_MINUTES = 10  # after a start: a machine that is started anew each day does its daily duties too
SWEEP_SECONDS = 10  # with the time a run may lie unnoticed (crawling) everything goes on within a minute of any loss


@dataclass(frozen=True)
class Entry:
    """`run(runtime)` whenever `trigger` fires. A duty still under way is not started again."""

    name: str
    trigger: BaseTrigger
    run: Duty


def timetable(settings: Settings) -> tuple[Entry, ...]:
    """The duties of the house. `settings.scheduler_tick` is the pause between two looks for what is due, in seconds."""
    return (
        Entry("queue what is due", IntervalTrigger(seconds=settings.scheduler_tick), queue_due_sources),
        Entry("sweep what was left behind", IntervalTrigger(seconds=SWEEP_SECONDS), sweep),
        Entry("sweep second looks", IntervalTrigger(seconds=SWEEP_SECONDS), sweep_second_looks),
        Entry("sweep rule evaluations", IntervalTrigger(seconds=SWEEP_SECONDS), sweep_evaluations),
        Entry("sweep workspaces never set up", IntervalTrigger(seconds=SWEEP_SECONDS), sweep_set_ups),
        Entry("sweep discoveries", IntervalTrigger(seconds=SWEEP_SECONDS), sweep_discoveries),
        Entry("sweep imports left behind", IntervalTrigger(seconds=SWEEP_SECONDS), sweep_imports),
        Entry("sweep demos never written", IntervalTrigger(seconds=SWEEP_SECONDS), sweep_demos),
        Entry("sweep the archive", IntervalTrigger(seconds=ARCHIVE_SECONDS), sweep_archive),
        Entry("read again by better readers", IntervalTrigger(seconds=REREAD_SECONDS), queue_rereading),
        Entry("let old pages go", daily(), let_old_pages_go),
        Entry("sweep what no row speaks of", daily(), sweep_unlisted),
        Entry("close answers whose process died", IntervalTrigger(seconds=SWEEP_SECONDS), close_lost_answers),
    )


def daily() -> IntervalTrigger:
    return IntervalTrigger(days=1, start_date=datetime.now(UTC) + timedelta(minutes=FIRST_MINUTES))


async def queue_due_sources(runtime: Runtime) -> int:
    """Claims rows with SKIP LOCKED: two clocks share the work."""
    claimed, more = 0, runs.CLAIMED_AT_ONCE
    while more == runs.CLAIMED_AT_ONCE:
        async with runtime.database.system() as work:
            more = await runs.queue_due(work)
            claimed += more
        async with runtime.database.system() as work:
            await runs.send_held(work, ahead=runtime.settings.crawl_queue_ahead)
    return claimed


async def sweep(runtime: Runtime) -> int:
    """Rows are the truth: a job that was lost with its queue is sent again."""
    async with runtime.database.system() as work:
        return await runs.sweep(work)


async def sweep_second_looks(runtime: Runtime) -> int:
    """A pending change whose second look was lost would never be told."""
    async with runtime.database.system() as work:
        return await changes.sweep(work, confirm_after=runtime.settings.confirm_after)


async def sweep_evaluations(runtime: Runtime) -> int:
    """Nor would a sure one that no rule has seen."""
    async with runtime.database.system() as work:
        return await alerts.sweep(work)


async def sweep_set_ups(runtime: Runtime) -> int:
    """A workspace without rules would never be told anything."""
    async with runtime.database.system() as work:
        return await accounts.sweep(work)


async def sweep_discoveries(runtime: Runtime) -> int:
    """A competitor whose discovery was lost would look for its six slots for ever."""
    async with runtime.database.system() as work:
        return await competitors.sweep(work)


async def sweep_imports(runtime: Runtime) -> int:
    """A file whose job was lost, or whose worker died, is taken up again."""
    async with runtime.database.system() as work:
        return await imports.sweep(work)


async def sweep_demos(runtime: Runtime) -> int:
    """A demo whose seeding was lost would stay empty."""
    async with runtime.database.system() as work:
        return await demo.sweep(work)


async def sweep_archive(runtime: Runtime) -> int:
    """Bodies whose documents are gone, or were never written, do not stay."""
    return await purging.sweep_archive(runtime.database.system, runtime.archive)


async def queue_rereading(runtime: Runtime) -> int:
    """A new version of a reader reads what the old one read last, so that no change is its doing."""
    async with runtime.database.system() as work:
        return await rereading.queue_outdated(work)


async def let_old_pages_go(runtime: Runtime) -> int:
    """History ends where the plan says; their bodies go with the next sweep of the archive."""
    return await retention.let_old_go(
        runtime.database.system,
        runtime.database.workspace,
        default_plan=runtime.settings.default_plan,
        days=runtime.settings.history_days,
    )


async def sweep_unlisted(runtime: Runtime) -> int:
    """Bodies whose look died before it was written down."""
    return await purging.sweep_unlisted(runtime.database.system, runtime.archive)


async def close_lost_answers(runtime: Runtime) -> int:
    """Their readers get an error event instead of waiting for ever."""
    async with runtime.database.system() as work:
        return await conversations.sweep(work)

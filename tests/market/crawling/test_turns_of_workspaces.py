"""What is due waits its workspace's turn: many sources of one keep nobody else waiting, and a person goes first."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import text

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.jobs import CrawlNow, CrawlSource
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import NewCompetitor
from competedexter.market.crawling import runs
from competedexter.market.crawling.schemas import Trigger
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource, SourceView


async def watching(database: Database, viewer: Viewer, count: int) -> list[SourceView]:
    """A competitor with so many sources, all of them due."""
    async with database.opener(viewer.workspace_id, viewer.user_id)() as work:
        made = await competitors.add(work, viewer, NewCompetitor(name="Acme", domain="acme.example", discover=False))
        return [
            await sources.add(
                work, viewer, made.id, NewSource(source_type="website", source_url=f"https://acme.example/{number}")
            )
            for number in range(count)
        ]


async def sent(database: Database, queue: RecordingQueue, ahead: int) -> Counter[object]:
    async with database.system() as work:
        await runs.send_held(work, ahead=ahead)
    return Counter(job.workspace_id for job in queue.take() if isinstance(job, CrawlSource))


async def test_workspaces_take_turns(
    database: Database, workspace: Viewer, stranger: Viewer, queue: RecordingQueue
) -> None:
    await watching(database, workspace, 40)
    await watching(database, stranger, 3)
    queue.take()
    async with database.system() as work:
        assert await runs.queue_due(work) == 43
    assert await sent(database, queue, 10) == {workspace.workspace_id: 7, stranger.workspace_id: 3}


async def test_no_more_is_sent_than_the_queue_may_hold(
    database: Database, workspace: Viewer, queue: RecordingQueue
) -> None:
    await watching(database, workspace, 12)
    queue.take()
    async with database.system() as work:
        await runs.queue_due(work)
    assert [sum((await sent(database, queue, 5)).values()) for _ in range(2)] == [5, 0]
    assert sum((await sent(database, queue, 12)).values()) == 7


async def test_looks_that_wait_for_a_host_hold_no_place_in_the_queue(
    database: Database, workspace: Viewer, queue: RecordingQueue, clock: FixedClock
) -> None:
    await watching(database, workspace, 6)
    queue.take()
    async with database.system() as work:
        await runs.queue_due(work)
    await sent(database, queue, 3)
    async with database.system() as work:
        later = clock.now() + timedelta(minutes=5)  # as a look does that is put back (test_manners.py)
        await work.session.execute(text("UPDATE crawl_runs SET lease_until = :later WHERE NOT held"), {"later": later})
    assert sum((await sent(database, queue, 3)).values()) == 3


async def test_what_is_held_is_not_taken_for_lost(
    database: Database, workspace: Viewer, queue: RecordingQueue, clock: FixedClock
) -> None:
    await watching(database, workspace, 2)
    queue.take()
    async with database.system() as work:
        await runs.queue_due(work)
    clock.advance(timedelta(minutes=10))
    async with database.system() as work:
        assert await runs.sweep(work) == 0


async def test_a_person_does_not_wait_behind_what_is_merely_due(
    database: Database, workspace: Viewer, queue: RecordingQueue
) -> None:
    found = await watching(database, workspace, 3)
    queue.take()
    async with database.system() as work:
        await runs.queue_due(work)
    async with database.opener(workspace.workspace_id, workspace.user_id)() as work:
        run = await runs.request(work, workspace, found[-1].id, trigger=Trigger.MANUAL)
    assert queue.take() == [CrawlNow(workspace.workspace_id, run.id)]
    assert sum((await sent(database, queue, 10)).values()) == 2

"""The verbs of the analyst: ask, follow, cancel. UI, REST and the command line consume the same events.

    running = await agent.ask(runtime, viewer, Question(query="How much is Acme Pro?"))
    async for numbered in agent.follow(runtime, viewer, running.query_id):
        ...  # numbered.seq, numbered.event

A run belongs to the process that was asked. Who follows may come and go; only `cancel` stops it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import orjson
from redis.exceptions import RedisError

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.customers.conversations import service as conversations
from competedexter.customers.conversations.schemas import EventRecord, NewQuery
from competedexter.foundation.errors import ProductError

from .analyst import MOST_RUNS, Analyst, House, Owned
from .answering import answer_question
from .errors import AnalystBusy, UnknownCompetitor
from .events import is_last, read_event
from .live import LiveRun, Numbered, read_stream
from .market_library import MarketLibrary
from .question import Question

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
RENEW_SECONDS = 8.0
WATCH_SECONDS = 0.4  # a wish to stop is heard within a second
READ_WAIT_MS = 1_000


@dataclass(frozen=True)
class Running:
    query_id: UUID
    conversation_id: UUID


async def ask(house: House, viewer: Viewer, question: Question) -> Running:
    """Begins a run and returns at once. Raises Forbidden, UnknownCompetitor, ConversationNotFound, AnalystBusy."""
    viewer.require(Role.MEMBER)
    analyst = house.analyst
    if len(analyst.runs) >= MOST_RUNS:
        raise AnalystBusy(retry_after=5)
    await _check_scope(analyst, viewer, question)
    now = analyst.clock.now()
    new = NewQuery(
        query=question.query, competitor_ids=question.competitor_ids, as_of=question.as_of,
        conversation_id=question.context.conversation_id, lease_owner=analyst.owner, lease_until=now + LEASE,
    )  # fmt: skip
    async with analyst.database.workspace(viewer.workspace_id, viewer.user_id) as work:
        begun = await conversations.begin(work, viewer, new)
    earlier = (*question.context.previous_queries, *begun.earlier)
    owned = Owned(viewer.workspace_id, viewer.user_id, LiveRun(begun.query_id, analyst.redis))
    analyst.runs[begun.query_id] = owned
    owned.task = asyncio.create_task(answer_question(analyst, viewer, question, begun, earlier, owned))
    owned.task.add_done_callback(lambda _: analyst.runs.pop(begun.query_id, None))
    if analyst.watcher is None or analyst.watcher.done():
        analyst.watcher = asyncio.create_task(_watch(analyst))
    return Running(begun.query_id, begun.conversation_id)


async def _check_scope(analyst: Analyst, viewer: Viewer, question: Question) -> None:
    if not question.competitor_ids:
        return
    library = MarketLibrary(analyst.database.opener(viewer.workspace_id, viewer.user_id), viewer, analyst.clock.now())
    known = {company.id for company in await library.companies()}
    if any(id_ not in known for id_ in question.competitor_ids):
        raise UnknownCompetitor


async def follow(house: House, viewer: Viewer, query_id: UUID, after: int = 0) -> AsyncIterator[Numbered]:
    """Every event past `after`, in order and without gaps, until the last: live here, from Redis, or from the table.

    Raises QueryNotFound for a question one may not see.
    """
    analyst = house.analyst
    owned = analyst.runs.get(query_id)
    if owned is not None and owned.workspace_id == viewer.workspace_id:
        if owned.user_id != viewer.user_id:
            await _stored(analyst, viewer, query_id, after)  # whether this person may see it
        async for one in owned.live.follow(after):
            yield one
        return
    while True:
        for one in await _stored(analyst, viewer, query_id, after) or await _elsewhere(analyst, query_id, after):
            if one.seq != after + 1:
                break  # an event is missing here; the table has it a moment later
            yield one
            after = one.seq
            if is_last(one.event):
                return


async def _stored(analyst: Analyst, viewer: Viewer, query_id: UUID, after: int) -> list[Numbered]:
    async with analyst.database.workspace(viewer.workspace_id, viewer.user_id) as work:
        rows = await conversations.events_after(work, viewer, query_id, after)
    return [Numbered(row.seq, read_event(row.event)) for row in rows]


async def _elsewhere(analyst: Analyst, query_id: UUID, after: int) -> list[Numbered]:
    """The next events of a run of another process; empty after a second without any."""
    if analyst.redis is None:
        await asyncio.sleep(READ_WAIT_MS / 4_000)
        return []
    try:
        found = await read_stream(analyst.redis, query_id, after, READ_WAIT_MS)
    except (RedisError, OSError):
        await asyncio.sleep(READ_WAIT_MS / 4_000)
        return []
    return [Numbered(seq, read_event(orjson.loads(text))) for seq, text in found]


async def cancel(house: House, viewer: Viewer, query_id: UUID) -> bool:
    """Stops a run within a second, wherever it runs; False when it had ended. Raises QueryNotFound, Forbidden."""
    analyst = house.analyst
    async with analyst.database.workspace(viewer.workspace_id, viewer.user_id) as work:
        running = await conversations.request_cancel(work, viewer, query_id)
    owned = analyst.runs.get(query_id)
    if running and owned is not None:
        _stop(owned)
    return running


def _stop(owned: Owned) -> None:
    owned.stop = True
    if owned.task is not None:
        owned.task.cancel()


async def _watch(analyst: Analyst) -> None:
    """While runs are under way: hear wishes to stop that reached other processes, and keep the leases."""
    renewed = asyncio.get_running_loop().time()
    while analyst.runs:
        await asyncio.sleep(WATCH_SECONDS)
        renew = asyncio.get_running_loop().time() - renewed >= RENEW_SECONDS
        if renew:
            renewed = asyncio.get_running_loop().time()
        for workspace_id, ids in _by_workspace(analyst).items():
            await _look_after(analyst, workspace_id, ids, renew=renew)


def _by_workspace(analyst: Analyst) -> dict[UUID, list[UUID]]:
    grouped: dict[UUID, list[UUID]] = {}
    for query_id, owned in analyst.runs.items():
        grouped.setdefault(owned.workspace_id, []).append(query_id)
    return grouped


async def _look_after(analyst: Analyst, workspace_id: UUID, ids: Sequence[UUID], *, renew: bool) -> None:
    with suppress(ProductError):  # the database is away for a moment; the next look is in half a second
        async with analyst.database.workspace(workspace_id) as work:
            stopped = await conversations.cancelled(work, ids)
            if renew:
                await conversations.renew(work, ids, analyst.owner, analyst.clock.now() + LEASE)
        for query_id in stopped:
            if (owned := analyst.runs.get(query_id)) is not None and not owned.stop:
                _stop(owned)


async def events_of(house: House, viewer: Viewer, query_id: UUID, after: int = 0) -> list[EventRecord]:
    """The stored log past `after`, as it was streamed. Raises QueryNotFound."""
    async with house.analyst.database.workspace(viewer.workspace_id, viewer.user_id) as work:
        return await conversations.events_after(work, viewer, query_id, after)

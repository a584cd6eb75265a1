"""A run's events as they happen: numbered from 1, kept for late readers, sent to Redis at once and to the table in batches."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

from competedexter.customers.conversations.schemas import EventRecord
from competedexter.foundation.errors import ProductError

from .events import AgentEvent, as_json, is_last

log = logging.getLogger(__name__)

STREAM = "competedexter:answer:{}"
STREAM_SECONDS = 600  # a reader that was away longer reads the table
BATCH_SECONDS = 0.5  # what a crash may lose of the stored log; most answers are whole by then, and stored once
BATCH_EVENTS = 64

Store = Callable[[Sequence[EventRecord]], Awaitable[None]]


@dataclass(frozen=True)
class Numbered:
    """One event with its place in the stream."""

    seq: int
    event: AgentEvent


@dataclass
class LiveRun:
    """The stream of one run in the process that owns it."""

    query_id: UUID
    redis: "Redis | None" = None
    told: list[Numbered] = field(default_factory=list)
    storing: asyncio.Lock = field(default_factory=asyncio.Lock)  # two writers of one event would wait for each other
    closed: bool = False
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _sent: int = 0
    _stored: int = 0

    async def emit(self, event: AgentEvent) -> None:
        """Number an event and wake the readers. Never waits for Redis or the database."""
        self.told.append(Numbered(len(self.told) + 1, event))
        news, self._news = self._news, asyncio.Event()
        news.set()

    @property
    def over(self) -> bool:
        return bool(self.told) and is_last(self.told[-1].event)

    async def follow(self, after: int = 0) -> AsyncIterator[Numbered]:
        """Every event past `after` until the last one."""
        at = max(after, 0)
        while True:
            news = self._news
            while at < len(self.told):
                yield self.told[at]
                at += 1
            if self.over:
                return
            await news.wait()

    def unstored(self) -> list[EventRecord]:
        """What the table does not have yet."""
        return [EventRecord(one.seq, as_json(one.event)) for one in self.told[self._stored :]]

    def mark_stored(self, upto: int) -> None:
        self._stored = max(self._stored, upto)

    async def carry(self, store: Store) -> None:
        """Send to Redis as events come and store them in batches, until cancelled or over."""
        clock = asyncio.get_running_loop()
        stored_at = clock.time()
        while not self.over:
            news = self._news
            await self.send()
            waiting = len(self.told) - self._stored
            if waiting >= BATCH_EVENTS or (waiting and clock.time() - stored_at >= BATCH_SECONDS):
                await self._store(store)
                stored_at = clock.time()
            with suppress(TimeoutError):
                async with asyncio.timeout(BATCH_SECONDS):
                    await news.wait()

    async def _store(self, store: Store) -> None:
        async with self.storing:
            batch = self.unstored()
            if self.closed or not batch:
                return
            try:
                await store(batch)
            except ProductError as error:
                log.warning("events of %s wait for the database: %s", self.query_id, error)
                return
            self.mark_stored(batch[-1].seq)

    async def send(self) -> None:
        """Everything new to the Redis stream, under the events' own numbers; readers fall back to the table."""
        new = self.told[self._sent :]
        if self.redis is None or not new:
            return
        name = STREAM.format(self.query_id)
        try:
            async with self.redis.pipeline(transaction=False) as pipe:
                for one in new:
                    pipe.xadd(name, {"event": orjson.dumps(as_json(one.event)).decode()}, id=f"{one.seq}-1")
                pipe.expire(name, STREAM_SECONDS)
                await pipe.execute()
        except (RedisError, OSError) as error:
            log.info("the live stream of %s is away: %s", self.query_id, error)
            self.redis = None
            return
        self._sent += len(new)


async def read_stream(redis: "Redis", query_id: UUID, after: int, wait_ms: int) -> list[tuple[int, bytes]]:
    """Events of a run of another process, as JSON with their numbers; waits for the next one. Raises RedisError."""
    found = await redis.xread({STREAM.format(query_id): f"{after}-1"}, count=500, block=wait_ms)
    if not found:
        return []
    pairs = found[0][1] if isinstance(found, list) else next(iter(found.values()))[0]
    return [(int(str(id_).split("-")[0]), fields["event"]) for id_, fields in pairs]

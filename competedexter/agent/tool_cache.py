"""Tool results, kept: in this process, then in Redis, then in tool_contexts. One call at a time for one key.

A key carries the workspace, the tool and its version, the arguments, the moment asked about and the edition of the
evidence (Library.edition): a new document changes the edition, so nothing older is found again, in any process.
"""

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Protocol
from uuid import UUID

import orjson
from pydantic import ValidationError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from competedexter.foundation.errors import ProductError

from .plan_graph import Json
from .toolbox import DataType, ToolResult

log = logging.getLogger(__name__)

MAX_ENTRIES = 2_000  # results of 2-20 KB: at most 40 MB a process
PREFIX = "competedexter:tool:"
HOUR = 3_600
LIFETIMES: dict[DataType, int] = {  # seconds; a new document ends an entry earlier
    "pricing": 24 * HOUR,
    "website": 24 * HOUR,
    "changes": 0,  # a label may change at any moment, and the edition does not show it
    "company": 7 * 24 * HOUR,
    "computed": HOUR,
    "jobs": 2 * HOUR,
    "tech_stack": 7 * 24 * HOUR,
    "reviews": 24 * HOUR,
    "financials": 24 * HOUR,
    "custom": 2 * HOUR,
}


@dataclass(frozen=True)
class Call:
    """What identifies a result. `moment` is the observed time asked about, "" for the newest."""

    workspace_id: UUID
    tool: str
    version: str
    args: Json
    moment: str
    edition: str
    data_type: DataType
    competitor_ids: tuple[UUID, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON of everything that decides the result."""
        parts = [str(self.workspace_id), self.tool, self.version, self.args, self.moment, self.edition]
        return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()

    @property
    def lifetime(self) -> timedelta:
        return timedelta(seconds=LIFETIMES[self.data_type])


class ContextStore(Protocol):
    """The table tool_contexts: append-only, the longest memory."""

    async def find(self, call: Call, now: datetime) -> str | None:
        """The newest result of this call that has not expired, as JSON."""
        ...

    async def keep(self, call: Call, result: str, now: datetime) -> None: ...


@dataclass
class ToolCache:
    """Three levels; a level that is away is skipped, never waited for."""

    redis: "Redis | None" = None
    hits: dict[str, int] = field(default_factory=lambda: {"process": 0, "redis": 0, "table": 0, "miss": 0})
    _memory: "OrderedDict[str, tuple[float, ToolResult]]" = field(default_factory=OrderedDict)
    _flying: "dict[str, asyncio.Future[tuple[ToolResult, bool]]]" = field(default_factory=dict)

    async def fetch(
        self, call: Call, store: ContextStore | None, now: datetime, run: Callable[[], Awaitable[ToolResult]]
    ) -> tuple[ToolResult, bool]:
        """The result and whether it was kept from before. Errors of `run` reach everyone who waits for it."""
        if not call.edition or not LIFETIMES[call.data_type]:
            return await run(), False
        if (known := self._recall(call.digest)) is not None:
            self.hits["process"] += 1
            return known, True
        flying = self._flying.get(call.digest)
        if flying is None:
            return await self._fly(call, store, now, run)
        await asyncio.wait([flying])
        if flying.cancelled():  # who was first was stopped; the next one calls
            return await self.fetch(call, store, now, run)
        return flying.result()[0], True

    async def _fly(
        self, call: Call, store: ContextStore | None, now: datetime, run: Callable[[], Awaitable[ToolResult]]
    ) -> tuple[ToolResult, bool]:
        """The one call that others of the same key wait for."""
        future: asyncio.Future[tuple[ToolResult, bool]] = asyncio.get_running_loop().create_future()
        self._flying[call.digest] = future
        try:
            found = await self._beyond(call, store, now, run)
        except asyncio.CancelledError:
            future.cancel()
            raise
        except Exception as error:
            future.set_exception(error)
            future.exception()  # looked at, so that nobody waiting is no warning
            raise
        else:
            future.set_result(found)
            return found
        finally:
            del self._flying[call.digest]

    async def _beyond(
        self, call: Call, store: ContextStore | None, now: datetime, run: Callable[[], Awaitable[ToolResult]]
    ) -> tuple[ToolResult, bool]:
        if (result := _read(await self._from_redis(call.digest))) is not None:
            self.hits["redis"] += 1
            self._remember(call, result)
            return result, True
        if (result := _read(await _from_table(call, store, now))) is not None:
            self.hits["table"] += 1
            self._remember(call, result)
            return result, True
        self.hits["miss"] += 1
        result = await run()
        await self._keep(call, store, now, result)
        return result, False

    async def _keep(self, call: Call, store: ContextStore | None, now: datetime, result: ToolResult) -> None:
        text = result.model_dump_json()
        self._remember(call, result)
        if self.redis is not None:
            try:
                await self.redis.set(PREFIX + call.digest, text, ex=LIFETIMES[call.data_type])
            except (RedisError, OSError) as error:
                log.info("a tool result was not kept in Redis: %s", error)
        if store is not None:
            try:
                await store.keep(call, text, now)
            except ProductError as error:
                log.info("a tool result was not kept in the table: %s", error)

    async def _from_redis(self, digest: str) -> str | None:
        if self.redis is None:
            return None
        try:
            found: str | None = await self.redis.get(PREFIX + digest)
        except (RedisError, OSError):
            return None
        return found

    async def drop(self, digests: Collection[str]) -> None:
        """Forgets these results here and in Redis; when Redis is away they end by their lifetime."""
        for digest in digests:
            self._memory.pop(digest, None)
        if self.redis is not None and digests:
            try:
                await self.redis.delete(*(PREFIX + digest for digest in digests))
            except (RedisError, OSError) as error:
                log.warning("tool results of a purged competitor stay in Redis until they expire: %s", error)

    def forget(self) -> None:
        """Drop what this process remembers."""
        self._memory.clear()

    def _remember(self, call: Call, result: ToolResult) -> None:
        self._memory[call.digest] = (monotonic() + LIFETIMES[call.data_type], result)
        self._memory.move_to_end(call.digest)
        while len(self._memory) > MAX_ENTRIES:
            self._memory.popitem(last=False)

    def _recall(self, digest: str) -> ToolResult | None:
        entry = self._memory.get(digest)
        if entry is None:
            return None
        if entry[0] < monotonic():
            del self._memory[digest]
            return None
        return entry[1]


async def _from_table(call: Call, store: ContextStore | None, now: datetime) -> str | None:
    if store is None:
        return None
    try:
        return await store.find(call, now)
    except ProductError:
        return None


def _read(text: str | None) -> ToolResult | None:
    """A kept result; one that an older version of the product wrote differently counts as none."""
    if text is None:
        return None
    try:
        return ToolResult.model_validate_json(text)
    except ValidationError:
        return None

"""Kept tool results: three levels, one call at a time, nothing shared and nothing stale."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from competedexter.agent.tool_cache import MAX_ENTRIES, Call, ToolCache
from competedexter.agent.toolbox import ToolResult
from competedexter.foundation.cache import open_redis
from competedexter.foundation.errors import Unavailable
from competedexter.foundation.settings import Settings
from tests.agent.library import NOW, uid

CALL = Call(uid(900), "get_pricing", "1", {"competitor_id": "a"}, "", "edition 1", "pricing")


@dataclass
class Runs:
    """Counts how often a tool really ran."""

    count: int = 0
    gate: asyncio.Event | None = None
    error: Exception | None = None

    async def __call__(self) -> ToolResult:
        self.count += 1
        if self.gate:
            await self.gate.wait()
        if self.error:
            raise self.error
        return ToolResult(summary=f"run {self.count}")


@dataclass
class Table:
    """tool_contexts in memory."""

    rows: dict[str, str] = field(default_factory=dict)

    async def find(self, call: Call, now: datetime) -> str | None:
        return self.rows.get(call.digest)

    async def keep(self, call: Call, result: str, now: datetime) -> None:
        self.rows[call.digest] = result


async def test_a_second_call_is_answered_from_the_first() -> None:
    cache, runs = ToolCache(), Runs()
    assert (await cache.fetch(CALL, None, NOW, runs))[1] is False
    assert (await cache.fetch(CALL, None, NOW, runs))[1] is True
    assert runs.count == 1


@pytest.mark.parametrize(
    "other",
    [
        replace(CALL, workspace_id=uid(901)),
        replace(CALL, version="2"),
        replace(CALL, args={"competitor_id": "b"}),
        replace(CALL, moment="2026-01-01"),
        replace(CALL, edition="edition 2"),
    ],
    ids=["workspace", "version", "arguments", "moment", "edition"],
)
async def test_whatever_decides_the_result_is_in_the_key(other: Call) -> None:
    cache, runs = ToolCache(), Runs()
    await cache.fetch(CALL, None, NOW, runs)
    assert (await cache.fetch(other, None, NOW, runs))[1] is False


def test_the_order_of_arguments_does_not_matter() -> None:
    assert replace(CALL, args={"a": 1, "b": 2}).digest == replace(CALL, args={"b": 2, "a": 1}).digest


async def test_an_unknown_edition_is_never_kept() -> None:
    cache, runs = ToolCache(), Runs()
    for _ in range(2):
        assert (await cache.fetch(replace(CALL, edition=""), None, NOW, runs))[1] is False


async def test_ten_at_once_are_one_call() -> None:
    cache, runs = ToolCache(), Runs(gate=asyncio.Event())
    waiting = [asyncio.create_task(cache.fetch(CALL, None, NOW, runs)) for _ in range(10)]
    await asyncio.sleep(0)
    assert runs.gate
    runs.gate.set()
    assert {result.summary for result, _ in await asyncio.gather(*waiting)} == {"run 1"}


async def test_an_error_reaches_everyone_who_waits_and_is_not_kept() -> None:
    cache, runs = ToolCache(), Runs(gate=asyncio.Event(), error=Unavailable())
    waiting = [asyncio.create_task(cache.fetch(CALL, None, NOW, runs)) for _ in range(3)]
    await asyncio.sleep(0)
    assert runs.gate
    runs.gate.set()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(one, Unavailable) for one in results)
    assert (await cache.fetch(CALL, None, NOW, Runs()))[1] is False


async def test_a_cancelled_leader_leaves_nobody_hanging() -> None:
    cache, runs = ToolCache(), Runs(gate=asyncio.Event())
    leader = asyncio.create_task(cache.fetch(CALL, None, NOW, runs))
    await asyncio.sleep(0)
    follower = asyncio.create_task(cache.fetch(CALL, None, NOW, Runs()))
    await asyncio.sleep(0)
    leader.cancel()
    async with asyncio.timeout(1):
        assert (await follower)[0].summary == "run 1"


async def test_another_process_finds_it_in_redis(settings: Settings) -> None:
    redis = open_redis(settings.redis_url)
    runs = Runs()
    await ToolCache(redis).fetch(CALL, None, NOW, runs)
    result, kept = await ToolCache(redis).fetch(CALL, None, NOW, runs)
    await redis.aclose()
    assert (result.summary, kept, runs.count) == ("run 1", True, 1)


async def test_without_redis_it_is_found_in_the_table() -> None:
    away, table, runs = open_redis("redis://127.0.0.1:1"), Table(), Runs()
    await ToolCache(away).fetch(CALL, table, NOW, runs)
    assert (await ToolCache(away).fetch(CALL, table, NOW, runs))[1] is True
    await away.aclose()


async def test_what_an_older_version_wrote_differently_counts_as_nothing() -> None:
    table, runs = Table({CALL.digest: '{"another": "shape"}'}), Runs()
    assert (await ToolCache().fetch(CALL, table, NOW, runs))[1] is False


async def test_a_table_that_is_away_costs_nothing_but_its_memory() -> None:
    class Away(Table):
        async def find(self, call: Call, now: datetime) -> str | None:
            raise Unavailable

        async def keep(self, call: Call, result: str, now: datetime) -> None:
            raise Unavailable

    assert (await ToolCache().fetch(CALL, Away(), NOW, Runs()))[0].summary == "run 1"


async def test_changes_are_read_anew_because_labels_may_have_changed() -> None:
    cache, runs = ToolCache(), Runs()
    for _ in range(2):
        assert (await cache.fetch(replace(CALL, data_type="changes"), None, NOW, runs))[1] is False


async def test_memory_is_bounded() -> None:
    cache = ToolCache()
    for number in range(MAX_ENTRIES + 50):
        await cache.fetch(replace(CALL, args={"n": number}), None, NOW, Runs())
    assert len(cache._memory) == MAX_ENTRIES


async def test_what_is_dropped_is_found_neither_here_nor_in_redis(settings: Settings) -> None:
    redis, runs = open_redis(settings.redis_url), Runs()
    first, second = ToolCache(redis), ToolCache(redis)
    await first.fetch(CALL, None, NOW, runs)
    await first.drop([CALL.digest, "of nothing"])
    for cache in (second, first):
        assert (await cache.fetch(CALL, None, NOW, runs))[0].summary != "run 1"
    assert runs.count == 2
    await first.drop([])
    await redis.aclose()

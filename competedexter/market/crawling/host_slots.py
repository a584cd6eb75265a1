"""Manners over all workers: how many look at one host at once, how long between two looks, and when to leave it alone.

Kept in the Redis-compatible server; a job that must wait is told how long, it never sleeps for it. A host that fails
several times in a row rests; after that one more failure makes it rest longer, and one answer makes all well again.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from redis.asyncio import Redis

from competedexter.foundation.cache import redis_errors

HOLD_SECONDS = 60  # a slot whose holder died is free again after this
STANDARD_WAIT = 1.0  # when all slots of a host are taken

RESTS_AFTER = 5  # failures in a row; fewer may be one page's own
REST_SECONDS = 300.0  # the first rest; each further failure doubles it
LONGEST_REST = 3_600.0
FAILURES_KEPT = 6 * 3_600  # seconds; longer than the longest rest, so that a second failure is known as one

# KEYS: holders (sorted set: holder -> expiry), next (earliest next start). ARGV: now, hold, most, delay, holder.
_ACQUIRE = """
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
local earliest = tonumber(redis.call('GET', KEYS[2]) or '0')
local now = tonumber(ARGV[1])
if earliest > now then return tostring(earliest - now) end
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then return ARGV[6] end
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[5])
redis.call('EXPIRE', KEYS[1], math.ceil(tonumber(ARGV[2])) + 1)
local delay = tonumber(ARGV[4])
if delay > 0 then redis.call('SET', KEYS[2], tostring(now + delay), 'PX', math.ceil(delay * 1000) + 1) end
return '0'
"""


# KEYS: failures (how many in a row), rest (until when). ARGV: now, rests after, first rest, longest rest, kept.
_FAILED = """
local failures = redis.call('INCR', KEYS[1])
redis.call('EXPIRE', KEYS[1], ARGV[5])
local beyond = failures - tonumber(ARGV[2])
if beyond < 0 then return failures end
local rest = math.min(tonumber(ARGV[3]) * 2 ^ math.min(beyond, 20), tonumber(ARGV[4]))
redis.call('SET', KEYS[2], tostring(tonumber(ARGV[1]) + rest), 'PX', math.ceil(rest * 1000) + 1)
return failures
"""


class HostSlots(Protocol):
    async def acquire(self, host: str, holder: str, *, delay: float | None, now: float) -> float:
        """0 when the holder may go ahead, else the seconds to wait before asking again."""
        ...

    async def release(self, host: str, holder: str) -> None: ...

    async def rest(self, host: str, *, now: float) -> float:
        """The seconds a host that keeps failing is still left alone; 0 when it is not."""
        ...

    async def note(self, host: str, *, failed: bool, now: float) -> None:
        """How the host bore a look: several failures in a row make it rest."""
        ...


class RedisHostSlots:
    """`most` holders a host at once; `delay` seconds between starts unless robots.txt asks for more."""

    def __init__(self, redis: "Redis", *, most: int, delay: float) -> None:
        self._redis = redis
        self._script = redis.register_script(_ACQUIRE)
        self._failed = redis.register_script(_FAILED)
        self._most = most
        self._delay = delay

    async def acquire(self, host: str, holder: str, *, delay: float | None, now: float) -> float:
        pause = max(self._delay, delay or 0.0)
        async with redis_errors():
            wait = await self._script(
                keys=[f"host:{host}:holders", f"host:{host}:next"],
                args=[now, HOLD_SECONDS, self._most, pause, holder, STANDARD_WAIT],
            )
        return float(wait)

    async def release(self, host: str, holder: str) -> None:
        async with redis_errors():
            await self._redis.zrem(f"host:{host}:holders", holder)

    async def rest(self, host: str, *, now: float) -> float:
        async with redis_errors():
            until = await self._redis.get(f"host:{host}:rest")
        return max(0.0, float(until) - now) if until else 0.0

    async def note(self, host: str, *, failed: bool, now: float) -> None:
        keys = [f"host:{host}:failures", f"host:{host}:rest"]
        async with redis_errors():
            if failed:
                await self._failed(keys=keys, args=[now, RESTS_AFTER, REST_SECONDS, LONGEST_REST, FAILURES_KEPT])
            else:
                await self._redis.delete(*keys)


class FreeHostSlots:
    """No limit: for one process that reads a site of its own."""

    async def acquire(self, host: str, holder: str, *, delay: float | None, now: float) -> float:
        return 0.0

    async def release(self, host: str, holder: str) -> None:
        return None

    async def rest(self, host: str, *, now: float) -> float:
        return 0.0

    async def note(self, host: str, *, failed: bool, now: float) -> None:
        return None


@asynccontextmanager
async def released(slots: HostSlots, host: str, holder: str) -> AsyncIterator[None]:
    """Gives the slot back however the look ends."""
    try:
        yield
    finally:
        await slots.release(host, holder)

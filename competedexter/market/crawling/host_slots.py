"""Manners over all workers: how many look at one host at once, how long between two looks, and when to leave it alone.

Kept in the Redis-compatible server; a job that must wait is told how long, it never sleeps for it. A host that fails
several times in a row rests; after that one more failure makes it rest longer, and one answer makes all well again.
Before that it is asked more slowly: each failure doubles the pause between two looks, each answer halves it again.
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

FIRST_PACE = 2.0  # seconds between two looks after a first failure
SLOWEST_PACE = 60.0
PACE_KEPT = 3_600  # seconds; a host that is asked more seldom than that needs no slowing

# KEYS: holders (sorted set: holder -> expiry), next (earliest next start), pace (seconds between two looks at a host that
# failed lately; it is asked one at a time). ARGV: now, hold, most, delay, holder, standard wait.
_ACQUIRE = """
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
local earliest = tonumber(redis.call('GET', KEYS[2]) or '0')
local now = tonumber(ARGV[1])
if earliest > now then return tostring(earliest - now) end
local pace = tonumber(redis.call('GET', KEYS[3]) or '0')
local most = pace > 0 and 1 or tonumber(ARGV[3])
if redis.call('ZCARD', KEYS[1]) >= most then return ARGV[6] end
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[5])
redis.call('EXPIRE', KEYS[1], math.ceil(tonumber(ARGV[2])) + 1)
local delay = math.max(tonumber(ARGV[4]), pace)
if delay > 0 then redis.call('SET', KEYS[2], tostring(now + delay), 'PX', math.ceil(delay * 1000) + 1) end
return '0'
"""


# KEYS: failures (how many in a row), rest (until when), pace. ARGV: now, rests after, first rest, longest rest, kept,
# first pace, slowest pace, pace kept.
_FAILED = """
local pace = tonumber(redis.call('GET', KEYS[3]) or '0')
pace = math.min(math.max(pace * 2, tonumber(ARGV[6])), tonumber(ARGV[7]))
redis.call('SET', KEYS[3], tostring(pace), 'EX', ARGV[8])
local failures = redis.call('INCR', KEYS[1])
redis.call('EXPIRE', KEYS[1], ARGV[5])
local beyond = failures - tonumber(ARGV[2])
if beyond < 0 then return failures end
local rest = math.min(tonumber(ARGV[3]) * 2 ^ math.min(beyond, 20), tonumber(ARGV[4]))
redis.call('SET', KEYS[2], tostring(tonumber(ARGV[1]) + rest), 'PX', math.ceil(rest * 1000) + 1)
return failures
"""

# KEYS: failures, rest, pace. ARGV: first pace, pace kept.
_ANSWERED = """
redis.call('DEL', KEYS[1], KEYS[2])
local pace = tonumber(redis.call('GET', KEYS[3]) or '0') / 2
if pace >= tonumber(ARGV[1]) then redis.call('SET', KEYS[3], tostring(pace), 'EX', ARGV[2]) else redis.call('DEL', KEYS[3]) end
return 0
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
        self._answered = redis.register_script(_ANSWERED)
        self._most = most
        self._delay = delay

    async def acquire(self, host: str, holder: str, *, delay: float | None, now: float) -> float:
        pause = max(self._delay, delay or 0.0)
        async with redis_errors():
            wait = await self._script(
                keys=[f"host:{host}:holders", f"host:{host}:next", f"host:{host}:pace"],
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
        keys = [f"host:{host}:failures", f"host:{host}:rest", f"host:{host}:pace"]
        rests = [RESTS_AFTER, REST_SECONDS, LONGEST_REST, FAILURES_KEPT]
        async with redis_errors():
            if failed:
                await self._failed(keys=keys, args=[now, *rests, FIRST_PACE, SLOWEST_PACE, PACE_KEPT])
            else:
                await self._answered(keys=keys, args=[FIRST_PACE, PACE_KEPT])


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

"""The burst limit: how many requests a person may send in a short while, counted over all processes in Redis."""

import time
from dataclasses import dataclass

from redis.asyncio import Redis

from competedexter.foundation.cache import RedisAway, redis_errors

from .errors import TooManyInBurst

WINDOW_SECONDS = 10
MOST = 6_000  # in one window: half of what two cores answer, so one person cannot starve the others
CHUNK = 20  # requests asked for at once: one trip to Redis for twenty answers
AWAY_SECONDS = 5.0  # Redis is not asked again for this long after it did not answer
MAX_REMEMBERED = 10_000  # subjects kept between windows


@dataclass
class _Allowance:
    window: int
    left: int


class BurstLimit:
    """Without Redis each process counts for itself: requests go on, and a flood still ends."""

    def __init__(self, redis: "Redis", *, most: int = MOST, chunk: int = CHUNK) -> None:
        self._redis = redis
        self._most = most
        self._chunk = min(chunk, most)
        self._allowances: dict[str, _Allowance] = {}
        self._ask_again_at = 0.0

    async def admit(self, subject: str) -> None:
        """Counts one request. Raises TooManyInBurst."""
        window = int(time.time() // WINDOW_SECONDS)
        allowance = self._allowances.get(subject)
        if allowance is None or allowance.window != window:
            self._forget_old(window)
            allowance = self._allowances[subject] = _Allowance(window, 0)
            allowance.left = await self._more(subject, window, first=True)
        elif allowance.left <= 0:
            allowance.left += await self._more(subject, window, first=False)
        if allowance.left <= 0:
            seconds = WINDOW_SECONDS - time.time() % WINDOW_SECONDS
            raise TooManyInBurst(retry_after=seconds, seconds=max(1, round(seconds)))
        allowance.left -= 1

    async def _more(self, subject: str, window: int, *, first: bool) -> int:
        if time.monotonic() < self._ask_again_at:
            return self._most if first else 0
        key = f"burst:{subject}:{window}"
        try:
            async with redis_errors(), self._redis.pipeline(transaction=False) as pipeline:
                pipeline.incrby(key, self._chunk)
                pipeline.expire(key, 2 * WINDOW_SECONDS)
                taken, _ = await pipeline.execute()
        except RedisAway:
            self._ask_again_at = time.monotonic() + AWAY_SECONDS
            return self._most if first else 0
        return max(0, min(self._chunk, self._most - (int(taken) - self._chunk)))

    def _forget_old(self, window: int) -> None:
        if len(self._allowances) > MAX_REMEMBERED:
            self._allowances = {who: one for who, one in self._allowances.items() if one.window == window}

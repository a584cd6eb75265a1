"""Attempts to sign in are counted per account and per address. Without the counter nobody gets in: it fails closed."""

from redis.asyncio import Redis

from competedexter.foundation.cache import redis_errors
from competedexter.foundation.crypto import token_digest

from .errors import TooManySignIns

WINDOW_SECONDS = 300
MOST_PER_ACCOUNT = 10
MOST_PER_ADDRESS = 30  # an office behind one address has more people than an account


class SignInThrottle:
    def __init__(self, redis: "Redis") -> None:
        self._redis = redis

    async def admit(self, email: str, ip: str) -> None:
        """Counts one attempt. Raises TooManySignIns, or RedisAway when it cannot count."""
        async with redis_errors():
            await self._count(f"sign-in:account:{token_digest(email)}", MOST_PER_ACCOUNT)
            await self._count(f"sign-in:address:{token_digest(ip)}", MOST_PER_ADDRESS)

    async def forgive(self, email: str) -> None:
        """After a success the account's count starts again."""
        async with redis_errors():
            await self._redis.delete(f"sign-in:account:{token_digest(email)}")

    async def _count(self, key: str, most: int) -> None:
        async with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.set(key, 0, ex=WINDOW_SECONDS, nx=True)
            pipeline.incr(key)
            pipeline.ttl(key)
            _, attempts, seconds_left = await pipeline.execute()
        if attempts > most:
            raise TooManySignIns(retry_after=max(seconds_left, 1), minutes=WINDOW_SECONDS // 60)

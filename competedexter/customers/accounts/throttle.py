"""Attempts to sign in are counted per account and per address, guests per address. Without the counter nobody gets in."""

from redis.asyncio import Redis

from competedexter.foundation.cache import redis_errors
from competedexter.foundation.crypto import token_digest
from competedexter.foundation.errors import TooManyRequests

from .errors import TooManyGuests, TooManySignIns

WINDOW_SECONDS = 300
MOST_PER_ACCOUNT = 10
MOST_PER_ADDRESS = 30  # wrong ones: an office behind one address has more people than an account
MOST_GUESTS_PER_ADDRESS = 10  # each gets a workspace of its own with a year in it


class SignInThrottle:
    def __init__(self, redis: "Redis") -> None:
        self._redis = redis

    async def admit(self, email: str, ip: str) -> None:
        """Counts one attempt. Raises TooManySignIns, or RedisAway when it cannot count."""
        async with redis_errors():
            await self._admit(_account(email), MOST_PER_ACCOUNT, TooManySignIns)
            await self._admit(_address(ip), MOST_PER_ADDRESS, TooManySignIns)

    async def admit_guest(self, ip: str) -> None:
        """Counts one demo opened without an account. Raises TooManyGuests, or RedisAway when it cannot count."""
        async with redis_errors():
            await self._admit(f"guest:address:{token_digest(ip)}", MOST_GUESTS_PER_ADDRESS, TooManyGuests)

    async def forgive(self, email: str, ip: str) -> None:
        """After a success the account's count starts again, and the attempt no longer counts against the address.

        Only that one: a password of one's own must not buy further guesses at those of others.
        """
        async with redis_errors(), self._redis.pipeline(transaction=True) as pipeline:
            pipeline.delete(_account(email))
            pipeline.set(_address(ip), 0, ex=WINDOW_SECONDS, nx=True)
            pipeline.decr(_address(ip))
            await pipeline.execute()

    async def _admit(self, key: str, most: int, refusal: type[TooManyRequests]) -> None:
        async with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.set(key, 0, ex=WINDOW_SECONDS, nx=True)
            pipeline.incr(key)
            pipeline.ttl(key)
            _, attempts, seconds_left = await pipeline.execute()
        if attempts > most:
            raise refusal(retry_after=max(seconds_left, 1), minutes=WINDOW_SECONDS // 60)


def _account(email: str) -> str:
    return f"sign-in:account:{token_digest(email)}"


def _address(ip: str) -> str:
    return f"sign-in:address:{token_digest(ip)}"

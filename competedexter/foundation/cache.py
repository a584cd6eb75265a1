"""The Redis-compatible server: one client a process, bounded waits, one error when it is away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from redis.exceptions import RedisError

from .errors import Unavailable

CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 5.0


class RedisAway(Unavailable):
    code = "redis_unavailable"
    sentence = "The queue and cache server does not answer. Try again in a moment."


def open_redis(url: str) -> "Redis":
    """A client for `redis://` and `unix://` URLs; answers are text."""
    return Redis.from_url(
        url, decode_responses=True, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=ANSWER_SECONDS
    )


@asynccontextmanager
async def redis_errors() -> AsyncIterator[None]:
    """Turns the client's errors into RedisAway."""
    try:
        yield
    except (RedisError, OSError) as error:
        raise RedisAway(retry_after=5) from error

"""Messages to open pages: best effort, because everything shown can be loaded again from the database."""

import logging
from collections.abc import AsyncIterator, Mapping
from typing import Any

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

PREFIX = "competedexter:push:"


def workspace_topic(workspace_id: object) -> str:
    return f"workspace:{workspace_id}"


async def publish(redis: "Redis", topic: str, message: Mapping[str, object]) -> None:
    """Tell whoever listens; a lost message is logged, never raised."""
    try:
        await redis.publish(PREFIX + topic, orjson.dumps(message).decode())
    except (RedisError, OSError) as error:
        log.info("a push to %s was lost: %s", topic, error)


async def listen(redis: "Redis", pattern: str) -> AsyncIterator[tuple[str, dict[str, Any]]]:  # Any: JSON
    """Endless (topic, message) pairs for topics that match a glob. Raises RedisError when the server goes away."""
    async with redis.pubsub() as channel:
        await channel.psubscribe(PREFIX + pattern)
        while True:
            entry = await channel.get_message(ignore_subscribe_messages=True, timeout=1.0)
            if entry is not None:
                yield entry["channel"].removeprefix(PREFIX), orjson.loads(entry["data"])

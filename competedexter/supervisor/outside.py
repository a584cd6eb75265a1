"""Servers that settings name instead of our own: asked once before anything is started, so that one sentence tells."""

import redis

from competedexter.foundation.settings import REDIS, Settings

from .errors import DoesNotAnswer

PATIENCE_SECONDS = 5.0


def require_answering(settings: Settings) -> None:
    """Raises DoesNotAnswer. PostgreSQL is asked by the migration, which tells of it itself."""
    for name in ("redis_url", "cache_redis_url", "dramatiq_broker_url"):
        url = getattr(settings, name)
        if url.startswith(tuple(f"{scheme}:" for scheme in REDIS)):
            _require_redis(name.upper(), url)


def _require_redis(setting: str, url: str) -> None:
    try:
        with redis.Redis.from_url(
            url, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS
        ) as client:
            client.ping()
    except (redis.RedisError, OSError, ValueError) as error:
        raise DoesNotAnswer(setting=setting, reason=str(error).rstrip(".")) from error

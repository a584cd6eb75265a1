"""For those who run the product: is it alive, is it ready, how busy is it. At the root, without a token."""

import asyncio
from collections.abc import Awaitable
from urllib.parse import urlsplit

import orjson
from redis.asyncio import Redis
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from competedexter.foundation.cache import open_redis, redis_errors
from competedexter.foundation.errors import ProductError, Unavailable
from competedexter.runtime import Runtime

from .metrics import CONTENT_TYPE, Metrics

PATIENCE_SECONDS = 3.0  # for each part; who asks for readiness asks again


class PartAway(Unavailable):
    code = "part_away"
    sentence = "It did not answer within {seconds} seconds."


def health_routes(runtime: Runtime, metrics: Metrics) -> list[BaseRoute]:
    """/healthz says the process answers; /readyz names each part; /metrics is for Prometheus."""
    health = _Health(runtime, metrics)
    return [
        Route("/healthz", health.alive),
        Route("/readyz", health.ready),
        Route("/metrics", health.counts),
    ]


class _Health:
    def __init__(self, runtime: Runtime, metrics: Metrics) -> None:
        self._runtime = runtime
        self._metrics = metrics

    async def alive(self, _request: Request) -> Response:
        return _json({"status": "ok"})

    async def ready(self, _request: Request) -> Response:
        """503 without the database. Without Redis reads go on, so it is degraded and stays in service."""
        database, redis, queue = await asyncio.gather(
            _state(self._runtime.database.ping()), _state(_ping(self._runtime.redis)), _state(self._ping_queue())
        )
        parts = {"database": database, "redis": redis, "queue": queue}
        if database != "ok":
            return _json({"status": "unavailable", **parts}, status=503)
        return _json({"status": "ok" if redis == queue == "ok" else "degraded", **parts})

    async def counts(self, _request: Request) -> Response:
        return Response(self._metrics.text(), media_type=None, headers={"Content-Type": CONTENT_TYPE})

    async def _ping_queue(self) -> None:
        url = self._runtime.settings.broker_url
        if url == self._runtime.settings.redis_url:
            await _ping(self._runtime.redis)
        elif url.startswith("amqp"):
            await _reach(url)
        else:
            other = open_redis(url)
            try:
                await _ping(other)
            finally:
                await other.aclose()


async def _ping(redis: "Redis") -> None:
    async with redis_errors(), redis.pipeline(transaction=False) as pipeline:
        pipeline.ping()
        await pipeline.execute()


async def _reach(url: str) -> None:
    """Whether RabbitMQ takes a connection; who may use it is the workers' business."""
    parts = urlsplit(url)
    default = 5671 if parts.scheme == "amqps" else 5672
    try:
        _, writer = await asyncio.open_connection(parts.hostname, parts.port or default)
    except OSError as error:
        raise Unavailable from error
    writer.close()


async def _state(answer: Awaitable[None]) -> str:
    """`ok`, or the sentence that says what is wrong."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await answer
    except TimeoutError:
        return str(PartAway(seconds=round(PATIENCE_SECONDS)))
    except ProductError as error:
        return str(error)
    return "ok"


def _json(body: dict[str, str], *, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, {"Cache-Control": "no-store"}, "application/json")

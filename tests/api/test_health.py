"""Alive, ready, counted."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.routing import Mount

from competedexter.api.app import create_app
from competedexter.api.health import health_routes
from competedexter.api.metrics import Metrics
from competedexter.foundation.database import Database, DatabaseAway
from competedexter.runtime import Runtime

from .conftest import refused


@pytest_asyncio.fixture
async def house(runtime: Runtime) -> AsyncIterator[httpx.AsyncClient]:
    """The API where the web process mounts it, with the root's own routes."""
    metrics = Metrics()
    rest = Mount("/api/v1", create_app(runtime, metrics=metrics))
    app = Starlette(routes=[rest, *health_routes(runtime, metrics)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api.test") as client:
        yield client


async def test_a_well_process_is_alive_and_ready(house: httpx.AsyncClient) -> None:
    assert (await house.get("/healthz")).json() == {"status": "ok"}
    ready = await house.get("/readyz")
    assert (ready.status_code, ready.json()) == (
        200, {"status": "ok", "database": "ok", "redis": "ok", "queue": "ok"},
    )  # fmt: skip


async def test_without_redis_it_is_degraded_and_says_why(
    house: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr("redis.asyncio.client.Pipeline.execute", away)
    ready = await house.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
    assert "does not answer" in ready.json()["redis"]


async def test_without_the_database_it_is_not_ready_but_alive(
    house: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_: Database) -> None:
        raise DatabaseAway

    monkeypatch.setattr(Database, "ping", away)
    ready = await house.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (503, "unavailable")
    assert (await house.get("/healthz")).status_code == 200


async def test_requests_are_counted_by_route_and_never_by_id(house: httpx.AsyncClient) -> None:
    for number in range(3):
        await house.get(f"/api/v1/competitors/{number}")
    text = (await house.get("/metrics")).text
    assert 'competedexter_http_requests_total{method="GET",route="/competitors/{id}",status="401"} 3' in text
    assert 'competedexter_http_request_seconds_bucket{method="GET",route="/competitors/{id}",le="+Inf"} 3' in text


async def test_under_its_mount_the_api_answers_with_its_own_errors(house: httpx.AsyncClient) -> None:
    refused(await house.get("/api/v1/nothing"), 404, "no_such_path")
    assert (await house.get("/api/v1/openapi.json")).json()["servers"] == [{"url": "/api/v1"}]

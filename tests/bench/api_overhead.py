"""P11: what the REST door costs. One row by id through our API, beside a bare FastAPI route with the same SQL and JWT.

    python -m tests.bench.api_overhead

Both are served by one process of the web server, in turns (ours, bare, ours, bare) over the same keep-alive
connections. CPU counts the server process, PostgreSQL and Redis, not the client that asks.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp
import jwt
from fastapi import FastAPI, Header, HTTPException
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from starlette.applications import Starlette
from starlette.routing import Mount

from competedexter.api.app import create_app
from competedexter.customers.accounts import service as accounts
from competedexter.customers.accounts.schemas import Client, Credentials
from competedexter.foundation.database import role_url
from competedexter.foundation.migrations import upgrade
from competedexter.foundation.settings import Settings
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import NewCompetitor
from competedexter.runtime import build
from tests.bench.stack import spent
from tests.conftest import make_viewer, settings_for
from tests.services import Services

REQUESTS = 2_000  # a turn
CONNECTIONS = 8
TURNS = 3
START_SECONDS, STOP_SECONDS = 60, 10
UNLIMITED = 10_000_000  # the burst limit counts, and never stops

_TENANT = text("SELECT set_config('app.workspace_id', :workspace, true), set_config('app.user_id', :user, true)")
_MEMBER = text(
    "SELECT u.id, m.workspace_id, m.role, u.email, u.name FROM users u"
    " JOIN workspace_members m ON m.user_id = u.id JOIN workspaces w ON w.id = m.workspace_id"
    " WHERE w.deleted_at IS NULL AND u.id = :user AND u.token_version = :version"
    " AND NOT EXISTS (SELECT 1 FROM revoked_tokens r WHERE r.jti = :jti)"
    " ORDER BY m.created_at, m.workspace_id LIMIT 1"
)
_ROW = text("SELECT * FROM competitors WHERE workspace_id = :workspace AND id = :id")


def bare(settings: Settings) -> FastAPI:
    """Token, membership, tenant, row, JSON: nothing else."""
    app = FastAPI()
    engine = create_async_engine(role_url(settings, "system"), pool_size=CONNECTIONS)

    @app.get("/competitors/{id}")
    async def one(id: UUID, authorization: str = Header()) -> dict[str, Any]:  # noqa: A002  # the API's own name
        claims = jwt.decode(authorization[7:], settings.secret_key, algorithms=["HS256"], issuer="competedexter")
        known = {"user": UUID(claims["userId"]), "version": claims["ver"], "jti": UUID(claims["jti"])}
        async with engine.begin() as connection:
            member = (await connection.execute(_MEMBER, known)).one_or_none()
            if member is None:
                raise HTTPException(401)
            await connection.execute(_TENANT, {"workspace": str(member[1]), "user": str(member[0])})
            row = (await connection.execute(_ROW, {"workspace": member[1], "id": id})).mappings().one_or_none()
        if row is None:
            raise HTTPException(404)
        return dict(row)

    return app


def app() -> Starlette:
    """Both beside each other; the web server calls this."""
    runtime = build()
    return Starlette(
        routes=[
            Mount("/api/v1", create_app(runtime, burst=UNLIMITED)),
            Mount("/bare", bare(runtime.settings)),
        ]
    )


@dataclass(frozen=True)
class Turn:
    cpu_ms: float
    per_second: float
    p50_ms: float
    p99_ms: float


async def turn(session: aiohttp.ClientSession, url: str, pids: list[int]) -> Turn:
    """REQUESTS requests by CONNECTIONS clients that each wait for their answer."""
    waits: list[float] = []

    async def client(count: int) -> None:
        for _ in range(count):
            began = time.perf_counter()
            async with session.get(url) as answer:
                await answer.read()
                if answer.status != 200:
                    raise RuntimeError(f"{url} answered {answer.status}")
            waits.append((time.perf_counter() - began) * 1000)

    before, began = spent(pids), time.perf_counter()
    await asyncio.gather(*(client(REQUESTS // CONNECTIONS) for _ in range(CONNECTIONS)))
    seconds, after = time.perf_counter() - began, spent(pids)
    cuts = statistics.quantiles(waits, n=100)
    return Turn((after.servers - before.servers) / REQUESTS * 1000, REQUESTS / seconds, cuts[49], cuts[98])


async def prepare(settings: Settings) -> tuple[str, str]:
    """A person with one competitor: the token, and the competitor's path."""
    runtime = build(settings)
    viewer = await make_viewer(runtime.database)
    async with runtime.database.workspace(viewer.workspace_id, viewer.user_id) as work:
        made = await competitors.add(work, viewer, NewCompetitor(name="Acme", domain="acme.example", discover=False))
    credentials = Credentials(email=viewer.email, password="tired-otter-lamp-42")  # of a database that lives a minute
    client = Client(ip="127.0.0.1")
    person = await accounts.sign_in(runtime.database.system, runtime.throttle, credentials, client)
    async with runtime.database.system() as work:
        token = accounts.access_token(person, settings, work).access_token
    await runtime.close()
    return token, f"/competitors/{made.id}"


def serve(settings: Settings, socket: Path) -> "subprocess.Popen[bytes]":
    environment = {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "SECRET_KEY": settings.secret_key,
        "DATA_DIR": str(settings.data_dir),
        "CRAWL_BROWSER": "off",
    }
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "asgi",
        "--factory",
        "--no-ws",
        "--no-log",
        "--uds",
        str(socket),
    ]
    return subprocess.Popen([*command, "tests.bench.api_overhead:app"], env=environment)  # our own words


async def measure(services: Services) -> None:
    folder = Path(tempfile.mkdtemp(prefix="competedexter-bench-"))
    settings = settings_for(await services.create_database("bench_api"), services.new_redis_url(), folder)
    await asyncio.to_thread(upgrade, settings)
    token, path = await prepare(settings)
    socket = folder / "web.sock"
    server = serve(settings, socket)
    try:
        await wait_for(socket)
        connector = aiohttp.UnixConnector(str(socket), limit=CONNECTIONS)
        headers = {"Authorization": f"Bearer {token}"}
        async with aiohttp.ClientSession("http://web", connector=connector, headers=headers) as session:
            await compare(session, path, [*services.pids(), server.pid])
    finally:
        server.terminate()
        try:
            server.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()


async def wait_for(socket: Path) -> None:
    """Until the server takes connections. Raises TimeoutError."""
    async with asyncio.timeout(START_SECONDS):
        while True:
            try:
                _, writer = await asyncio.open_unix_connection(str(socket))
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return


async def compare(session: aiohttp.ClientSession, path: str, pids: list[int]) -> None:
    ours: list[Turn] = []
    theirs: list[Turn] = []
    for number in range(TURNS + 1):
        pair = await turn(session, f"/api/v1{path}", pids), await turn(session, f"/bare{path}", pids)
        if number:  # the first pair warms up
            ours.append(pair[0])
            theirs.append(pair[1])
    for name, turns in (("ours", ours), ("bare", theirs)):
        for one in turns:
            print(
                f"{name}  {one.cpu_ms:5.2f} ms CPU a request  {one.per_second:6.0f}/s  "
                f"p50 {one.p50_ms:5.1f} ms  p99 {one.p99_ms:5.1f} ms  p99/p50 {one.p99_ms / one.p50_ms:.1f}"
            )
    cpu = statistics.median(one.cpu_ms for one in theirs) / statistics.median(one.cpu_ms for one in ours)
    rate = statistics.median(one.per_second for one in ours) / statistics.median(one.per_second for one in theirs)
    print(f"P11: ours reaches {cpu:.0%} of the bare route by CPU, {rate:.0%} by requests a second (goal 60 %)")


def main() -> None:
    services = Services().start()
    try:
        asyncio.run(measure(services))
    finally:
        services.stop()


if __name__ == "__main__":
    main()

"""The API as one application driven in-process, with people who may use it and a market to look at."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from competedexter.api.app import create_app
from competedexter.customers.accounts import service as accounts
from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.settings import Settings
from competedexter.market.alerts import service as alerts
from competedexter.models import WorkspaceMember
from competedexter.runtime import Runtime, build
from tests.conftest import make_viewer
from tests.market.scene import Scene, make_scene, plan, pricing


@pytest_asyncio.fixture
async def runtime(settings: Settings, clock: FixedClock, queue: RecordingQueue) -> AsyncIterator[Runtime]:
    opened = build(settings, clock=clock, queue=queue)
    yield opened
    await opened.close()


@pytest.fixture
def app(runtime: Runtime) -> FastAPI:
    return create_app(runtime)


@asynccontextmanager
async def client_of(app: FastAPI, token: str | None = None, **headers: str) -> AsyncIterator[httpx.AsyncClient]:
    sent = {"Authorization": f"Bearer {token}", **headers} if token else headers
    # raise_app_exceptions: an error that is not answered must fail the test
    transport = httpx.ASGITransport(app, raise_app_exceptions=True, client=("203.0.113.7", 40_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://api.test", headers=sent) as client:
        yield client


async def token_of(runtime: Runtime, viewer: Viewer) -> str:
    async with runtime.database.system() as work:
        person = await accounts._person(accounts.AccountRepository(work), viewer.user_id)
        return accounts.access_token(person, runtime.settings, work).access_token


@pytest_asyncio.fixture
async def anyone(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Nobody signed in."""
    async with client_of(app) as client:
        yield client


@pytest_asyncio.fixture
async def ada(app: FastAPI, runtime: Runtime, workspace: Viewer) -> AsyncIterator[httpx.AsyncClient]:
    """The owner of the workspace."""
    async with client_of(app, await token_of(runtime, workspace)) as client:
        yield client


@pytest_asyncio.fixture
async def grace(app: FastAPI, runtime: Runtime, stranger: Viewer) -> AsyncIterator[httpx.AsyncClient]:
    """The owner of another workspace."""
    async with client_of(app, await token_of(runtime, stranger)) as client:
        yield client


async def join(runtime: Runtime, workspace_id: UUID, name: str, role: Role) -> Viewer:
    """Somebody who is a member of that workspace, and of one of their own."""
    person = await make_viewer(runtime.database, name)
    async with runtime.database.system() as work:
        later = work.now() + timedelta(seconds=1)  # their own workspace comes first
        row = WorkspaceMember(workspace_id=workspace_id, user_id=person.user_id, role=role, created_at=later)
        work.session.add(row)
    return Viewer(person.user_id, workspace_id, role, person.email, person.name)


@pytest_asyncio.fixture
async def scene(runtime: Runtime, clock: FixedClock, workspace: Viewer, queue: RecordingQueue) -> Scene:
    """Acme, whose price page was seen thrice: Pro rose from 49 to 59, and the inbox says so."""
    made = await make_scene(runtime.database, clock, workspace)
    await made.observe((pricing(plan("Pro", "49"), plan("Team", "99")), "Pro 49\nTeam 99\n"))
    await made.observe((pricing(plan("Pro", "59"), plan("Team", "99")), "Pro 59\nTeam 99\n"))
    compared = await made.observe(state="unchanged", trigger="confirmation")
    async with runtime.database.workspace(workspace.workspace_id, workspace.user_id) as work:
        for change_id in compared.confirmed:
            await alerts.evaluate(work, change_id)
    queue.take()
    return made


@pytest_asyncio.fixture
async def ids(ada: httpx.AsyncClient, scene: Scene, workspace: Viewer) -> dict[str, str]:
    """One id of each kind, of Ada's workspace."""

    async def first(address: str) -> str:
        return str((await ada.get(address)).json()["items"][0]["id"])

    acme = str(scene.competitor_id)
    asked = await ada.post(
        "/query/ask", json={"query": "How much is Acme Pro?"}, headers={"Accept": "application/json"}
    )
    return {
        "workspace": str(workspace.workspace_id),
        "competitor": acme,
        "source": str(scene.source_id),
        "run": await first("/crawl-runs"),
        "job": (
            await ada.post(f"/import?competitorId={acme}", content=b"date,plan,amount\n2020-01-01,Pro,10\n")
        ).json()["id"],
        "document": await first(f"/competitors/{acme}/data"),
        "snapshot": await first(f"/competitors/{acme}/snapshots"),
        "change": await first("/changes"),
        "alert": await first("/alerts"),
        "rule": await first("/alerts/rules"),
        "query": asked.json()["queryId"],
        "conversation": asked.json()["conversationId"],
    }


def refused(answer: httpx.Response, status: int, code: str | None = None) -> dict[str, object]:
    """The body of a refusal, checked to have the one shape of api.md."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert isinstance(body["error"], str)
    assert body["error"]
    assert isinstance(body["code"], str)
    assert code is None or body["code"] == code, body
    return body

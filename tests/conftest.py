"""Fixtures every room's tests may use: a migrated database of its own for each test, real Valkey, makers of people."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from competedexter.customers.accounts import service as accounts
from competedexter.customers.accounts.schemas import Client, NewAccount
from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation import crypto
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.migrations import upgrade
from competedexter.foundation.settings import Settings
from competedexter.foundation.unit_of_work import OpenWork
from tests.services import Services

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"
SECRET = "a secret for tests, long enough for HS256"
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
crypto._passwords.update(
    argon2__time_cost=1, argon2__memory_cost=8, argon2__parallelism=1
)  # the same code, 100x sooner
LOCAL = Client(ip="127.0.0.1", user_agent="tests")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real captures; tests that need it skip, loudly, where it is absent."""
    if not (SHARED_DATA / "README.md").is_file():
        pytest.skip(f"real captures are not here ({SHARED_DATA}); this test measures against them")
    return SHARED_DATA


@pytest.fixture(scope="session")
def services() -> Iterator[Services]:
    running = Services().start()
    try:
        yield running
    finally:
        running.stop()


def settings_for(url: str, redis_url: str, data_dir: Path) -> Settings:
    return Settings(
        database_url=url, redis_url=redis_url, data_dir=data_dir, secret_key=SECRET, crawl_host_delay=0, confirm_after=0
    )


@pytest_asyncio.fixture(scope="session")
async def template(services: Services, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("template")
    return await services.make_template(
        "template_house", lambda url: upgrade(settings_for(url, services.redis_url, folder))
    )


@pytest_asyncio.fixture
async def settings(services: Services, template: str, tmp_path: Path) -> AsyncIterator[Settings]:
    name = services.new_name()
    url = await services.create_database(name, template)
    yield settings_for(url, services.new_redis_url(), tmp_path)
    await services.drop_database(name)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def queue() -> RecordingQueue:
    """Jobs that left after a commit; `queue.take()` gives and forgets them."""
    return RecordingQueue()


@pytest_asyncio.fixture
async def database(settings: Settings, clock: FixedClock, queue: RecordingQueue) -> AsyncIterator[Database]:
    opened = Database(settings, clock=clock, queue=queue)
    yield opened
    await opened.close()


async def make_viewer(database: Database, name: str = "Ada Lovelace", role: Role = Role.OWNER) -> Viewer:
    """A person with a workspace of their own."""
    email = f"{name.split()[0].lower()}@{database.clock.now():%H%M%S}.example.com"
    async with database.system() as work:
        new = NewAccount(email=email, password="tired-otter-lamp-42", name=name)
        person = await accounts.register(work, new, LOCAL)
    return Viewer(person.id, person.workspaces[0].id, role, person.email, person.name)


@pytest_asyncio.fixture
async def workspace(database: Database, queue: RecordingQueue) -> Viewer:
    """The owner of a fresh workspace."""
    viewer = await make_viewer(database)
    queue.take()
    return viewer


@pytest_asyncio.fixture
async def stranger(database: Database, queue: RecordingQueue, workspace: Viewer) -> Viewer:
    """The owner of another workspace, who must never see the first one's rows."""
    viewer = await make_viewer(database, "Grace Hopper")
    queue.take()
    return viewer


@pytest.fixture
def open_work(database: Database, workspace: Viewer) -> OpenWork:
    return database.opener(workspace.workspace_id, workspace.user_id)

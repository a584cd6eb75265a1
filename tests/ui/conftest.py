"""A page without browser or server: a tree of states, an address, a cookie."""

import inspect
from collections.abc import AsyncIterator
from types import MethodType
from typing import Any, TypeVar

import pytest_asyncio
import reflex as rx
from reflex.event import Event
from reflex.state import State

from competedexter.customers.accounts import service as accounts
from competedexter.customers.accounts.schemas import Person
from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.settings import Settings
from competedexter.runtime import Runtime, build, use_runtime
from competedexter.ui import routes
from competedexter.ui.session import COOKIE, SessionGuard
from tests.conftest import LOCAL

ORIGIN = "http://localhost:3000"
S = TypeVar("S", bound=rx.State)
assert routes.PRIVATE  # importing the routes registers every state there is


class Held:
    """A state as a background event has it: `async with self` gives the lock, which here is always free."""

    def __init__(self, state: Any) -> None:
        object.__setattr__(self, "_state", state)

    async def __aenter__(self) -> "Held":
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._state, name)
        return MethodType(value.__func__, self) if inspect.ismethod(value) else value

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self._state, name, value)


class Page:
    """One open page: its states, as one client has them."""

    def __init__(self) -> None:
        self.root: Any = State(_reflex_internal_init=True)
        self.cookie = ""

    async def go(self, path: str) -> None:
        """What a navigation tells the server, and the guard that runs before every event."""
        data = {
            "headers": {"cookie": f"{COOKIE}={self.cookie}" if self.cookie else "", "origin": ORIGIN},
            "asPath": path,
            "pathname": path.partition("?")[0],
            "token": "token-of-this-tab",
        }
        self.root.router_data = self.root._update_router_vars(data, {})
        await SessionGuard().preprocess(None, self.root, Event(name="any"))  # type: ignore[arg-type]  # it needs no app

    async def state(self, kind: type[S]) -> S:
        found: S = await self.root.get_state(kind)
        return found

    async def call(self, kind: type[S], handler: str, *values: object) -> Any:
        """Runs a handler as an event would. Background ones get the state itself as their lock."""
        state = await self.state(kind)
        found = kind.event_handlers[handler]
        outcome = found.fn(Held(state) if found.is_background else state, *values)
        return await outcome if inspect.iscoroutine(outcome) else outcome


@pytest_asyncio.fixture
async def runtime(settings: Settings, clock: FixedClock, queue: RecordingQueue) -> AsyncIterator[Runtime]:
    made = build(settings, clock=clock, queue=queue)
    use_runtime(made)
    yield made
    await made.close()


async def session_of(runtime: Runtime, viewer: Viewer) -> str:
    """The cookie of a browser in which this person signed in."""
    async with runtime.database.system() as work:
        workspaces = await accounts.workspaces(work, viewer)
        person = Person(viewer.user_id, viewer.email, viewer.name, "en", 1, work.now(), workspaces)
        return accounts.open_session(work, person, LOCAL)


@pytest_asyncio.fixture
async def page(runtime: Runtime, workspace: Viewer) -> Page:
    """A page of the owner of a fresh workspace."""
    opened = Page()
    opened.cookie = await session_of(runtime, workspace)
    return opened

"""Who is looking: the guard before every event, and handlers nobody may misuse."""

import contextlib
import inspect
from collections.abc import Iterator
from typing import NoReturn

import pytest
import reflex as rx
from pydantic import ValidationError
from reflex.state import State

from competedexter.customers.accounts import service as accounts
from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.errors import ProductError, Unauthorized, Unavailable
from competedexter.foundation.settings import Settings
from competedexter.runtime import Runtime, build, use_runtime
from competedexter.ui.competitors.state import CompetitorTable
from competedexter.ui.session import Session, every_state, viewer_of
from tests.ui.conftest import Page, session_of

JUNK: tuple[object, ...] = (None, "", "x" * 5000, -1, [], {}, {"a": {"b": 1}}, "00000000-0000-0000-0000-000000000000")


async def test_without_a_cookie_nobody_is_looking(runtime: Runtime) -> None:
    page = Page()
    await page.go("/overview")
    with pytest.raises(Unauthorized):
        await viewer_of(page.root)


async def test_a_session_says_who_and_in_which_workspace(page: Page, workspace: Viewer) -> None:
    await page.go("/overview")
    session = await page.state(Session)
    assert (session.name, session.workspace, session.may_edit) == ("Ada Lovelace", "Ada Lovelace's workspace", True)
    assert await viewer_of(page.root) == workspace


async def test_a_session_that_was_closed_elsewhere_ends_with_the_next_event(page: Page, runtime: Runtime) -> None:
    await page.go("/overview")
    async with runtime.database.system() as work:
        await accounts.close_session(work, page.cookie)
    await page.go("/overview")
    with pytest.raises(Unauthorized):
        await viewer_of(page.root)


async def test_another_person_in_the_same_tab_finds_nothing_of_the_first(
    page: Page, runtime: Runtime, stranger: Viewer
) -> None:
    await page.go("/competitors?q=acme")
    await page.call(CompetitorTable, "load")
    table = await page.state(CompetitorTable)
    assert table.q == "acme"
    page.cookie = await session_of(runtime, stranger)
    await page.go("/competitors")
    assert (await page.state(CompetitorTable)).q == ""
    assert (await page.state(Session)).name == "Grace Hopper"


async def test_while_sessions_cannot_be_read_nobody_gets_in(page: Page, runtime: Runtime, settings: Settings) -> None:
    await page.go("/overview")
    nowhere = settings.model_copy(update={"database_url": "postgresql+psycopg://nobody@/nothing?host=/nowhere"})
    use_runtime(build(nowhere))
    await page.go("/overview")
    with pytest.raises(Unavailable):
        await viewer_of(page.root)
    use_runtime(runtime)
    await page.go("/overview")
    assert (await viewer_of(page.root)).name == "Ada Lovelace"


def handlers() -> Iterator[tuple[type[rx.State], str]]:
    """Every public method of every state of ours: anybody can send its name over the websocket."""
    for kind in every_state(State):
        if kind.__module__.startswith("competedexter."):
            yield from ((kind, name) for name in kind.event_handlers if name in vars(kind))


def test_every_public_method_of_a_state_is_declared_an_event() -> None:
    """Helpers start with an underscore; what does not is an event that anybody may send."""
    bare = [
        f"{kind.__name__}.{name}"
        for kind in every_state(State)
        if kind.__module__.startswith("competedexter.")
        for name, value in vars(kind).items()
        if inspect.isfunction(value) and not name.startswith("_")
    ]
    assert not bare


@pytest.mark.parametrize(("kind", "name"), [pytest.param(*one, id=f"{one[0].__name__}.{one[1]}") for one in handlers()])
async def test_a_stranger_reaches_no_service_through_any_event(
    kind: type[rx.State], name: str, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is sent along: without a session nothing is read, written or asked."""

    def reached(*_: object) -> NoReturn:
        raise AssertionError(f"{kind.__name__}.{name} reached a service without a session")

    page = Page()
    await page.go("/competitors/not-an-id?tab=evidence")
    monkeypatch.setattr(runtime.database, "workspace", reached)
    monkeypatch.setattr(runtime.database, "system", reached)
    count = len(inspect.signature(kind.event_handlers[name].fn).parameters) - 1
    for junk in JUNK if count else (None,):
        with contextlib.suppress(ProductError, ValidationError, TypeError, ValueError, AttributeError):
            await page.call(kind, name, *[junk] * count)

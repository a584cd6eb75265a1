"""Crawls move in crowds: open pages that show sources are told once, others not at all."""

import asyncio
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.identifiers import new_id
from competedexter.ui import pushes
from competedexter.ui.open_pages import OPEN_PAGES


class App:
    """As much of an app as a push needs: who is connected, and their states."""

    def __init__(self, *tokens: str) -> None:
        record = SimpleNamespace(instance_id="here")
        manager = SimpleNamespace(token_to_socket=dict.fromkeys(tokens, record), instance_id="here")
        self.event_namespace = SimpleNamespace(_token_manager=manager)
        self.beats: dict[str, Any] = {token: SimpleNamespace(beats=0) for token in tokens}

    @asynccontextmanager
    async def modify_state(self, token: Any) -> Any:
        looks = self.beats[token.ident]

        async def get_state(_: type) -> Any:
            return looks

        yield SimpleNamespace(get_state=get_state)


async def test_a_crowd_of_crawls_is_one_beat_for_pages_that_show_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushes, "BEAT_SECONDS", 0.01)
    workspace = new_id()
    viewer = Viewer(new_id(), workspace, Role.OWNER, "ada@example.com", "Ada")
    app = App("sources", "inbox", "away")
    for token, path in (("sources", "/sources"), ("inbox", "/inbox"), ("gone", "/competitors/x")):
        OPEN_PAGES.note(token, viewer, path)
    for _ in range(50):
        await pushes.deliver(app, f"workspace:{workspace}", {"type": "crawl", "state": "running"})  # type: ignore[arg-type]  # as much of an app as is used
    await asyncio.sleep(0.1)
    assert {token: state.beats for token, state in app.beats.items()} == {"sources": 1, "inbox": 0, "away": 0}
    assert {token for token, _ in OPEN_PAGES.of(workspace)} == {"sources", "inbox"}
    await pushes.deliver(app, "workspace:nonsense", {"type": "crawl"})  # type: ignore[arg-type]  # as above
    for token in ("sources", "inbox"):
        OPEN_PAGES.forget(token)

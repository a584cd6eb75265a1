"""From a worker to the open page: messages of a workspace change what its people see, without a reload.

Best effort: whatever is missed is read again by the next load of a page.
"""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import reflex as rx
from redis.exceptions import RedisError

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.errors import ProductError
from competedexter.foundation.pubsub import listen
from competedexter.market.alerts import service as alerts
from competedexter.runtime import get_runtime

from .frame_state import Frame
from .looks import FOLLOWED, Looks
from .open_pages import OPEN_PAGES
from .session import working

log = logging.getLogger(__name__)

RETRY_SECONDS = 2.0
BEAT_SECONDS = 0.5  # soon enough to be seen as it happens; a thousand crawls a minute are then two reads a second


async def follow_pushes(app: rx.App) -> None:
    """Listens as long as the web process lives."""
    while True:
        try:
            async for topic, message in listen(get_runtime().redis, "workspace:*"):
                await deliver(app, topic, message)
        except (RedisError, OSError) as error:
            log.info("pushes pause: %s", error)
        await asyncio.sleep(RETRY_SECONDS)


async def deliver(app: rx.App, topic: str, message: Mapping[str, Any]) -> None:  # Any: JSON
    """One message to every open page of its workspace that shows such things."""
    try:
        workspace_id = UUID(topic.removeprefix("workspace:"))
    except ValueError:
        return
    if message.get("type") == "crawl":
        PULSE.feel(app, workspace_id)
    if message.get("type") != "alert":
        return
    for token, viewer in OPEN_PAGES.of(workspace_id):
        if not _is_open(app, token):
            OPEN_PAGES.forget(token)
            continue
        try:
            await _count(app, token, viewer)
        except ProductError as error:
            log.info("a push was not shown: %s", error)


class Pulse:
    """Crawls move in crowds: the pages of a workspace that show sources are told once in BEAT_SECONDS, not once a run."""

    def __init__(self) -> None:
        self._waiting: dict[UUID, asyncio.Task[None]] = {}

    def feel(self, app: rx.App, workspace_id: UUID) -> None:
        """Something moved; the beat follows."""
        if workspace_id not in self._waiting and OPEN_PAGES.of(workspace_id, under=FOLLOWED):
            self._waiting[workspace_id] = asyncio.create_task(self._beat(app, workspace_id))

    async def _beat(self, app: rx.App, workspace_id: UUID) -> None:
        await asyncio.sleep(BEAT_SECONDS)
        self._waiting.pop(workspace_id, None)
        for token, _ in OPEN_PAGES.of(workspace_id, under=FOLLOWED):
            if not _is_open(app, token):
                OPEN_PAGES.forget(token)
                continue
            async with app.modify_state(rx.BaseStateToken(ident=token, cls=Looks)) as root:
                looks: Any = await root.get_state(Looks)  # Any: as below
                looks.beats += 1


PULSE = Pulse()


def _is_open(app: rx.App, token: str) -> bool:
    """Whether this process holds the page's socket."""
    manager = app.event_namespace._token_manager
    record = manager.token_to_socket.get(token)
    return record is not None and record.instance_id == manager.instance_id


async def _count(app: rx.App, token: str, viewer: Viewer) -> None:
    async with working(viewer) as work:
        unread = await alerts.unread_count(work, viewer)
    async with app.modify_state(rx.BaseStateToken(ident=token, cls=Frame)) as root:
        frame: Any = await root.get_state(Frame)  # Any: Reflex's states are untyped here
        frame.unread = unread
        frame.pushes += 1

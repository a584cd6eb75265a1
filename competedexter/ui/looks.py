"""What people do to sources from anywhere, and the pulse that tells open pages that a look moved on."""

from typing import Any, Final

import reflex as rx

from competedexter.market.crawling import runs
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import SourceEdit

from .addresses import as_id
from .notes import Notes
from .session import viewer_of, working

FOLLOWED: Final = ("/sources", "/competitors")  # pages that show how looks go
Follow = Any  # an event handler or a spec; Reflex's own types are skipped by the checker


class Looks(rx.State):
    """`beats` grows whenever a look moved on or a source was changed: the page that shows sources reads again."""

    beats: int = 0

    @rx.event
    async def look(self, source_id: str) -> list[Follow]:
        viewer = await viewer_of(self)
        async with working(viewer) as work:
            await runs.request(work, viewer, as_id(source_id))
        self.beats += 1
        return [Notes.tell("Looking now. It shows here as it goes.")]

    @rx.event
    async def pause(self, source_id: str, paused: bool) -> list[Follow]:
        viewer = await viewer_of(self)
        change = SourceEdit(status="paused" if paused else "active")
        async with working(viewer) as work:
            await sources.edit(work, viewer, as_id(source_id), change)
        self.beats += 1
        return [Notes.tell("Paused. Nothing is forgotten." if paused else "Resumed. It is looked at next.")]

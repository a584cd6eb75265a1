"""What is brought to a source: files sent from its page, and its hook, whose address is told once."""

import reflex as rx
from reflex.event import EventSpec

from competedexter.customers.accounts.viewer import Viewer
from competedexter.market.sources import hooks
from competedexter.market.sources import service as sources
from competedexter.market.sources.hook_tokens import hook_address
from competedexter.runtime import get_runtime
from competedexter.ui.addresses import id_at
from competedexter.ui.errors import Loading, load_page
from competedexter.ui.file_forms import problem_told
from competedexter.ui.looks import Follow
from competedexter.ui.notes import Notes
from competedexter.ui.session import viewer_of, working

from .options import FEEDS, fed_by


class Brought(Loading, rx.State):
    """Which ways there are; `address` holds a new hook's until the page is left."""

    takes_files: bool = False
    takes_hooks: bool = False
    fed: str = ""
    hook_since: str = ""
    has_hook: bool = False
    address: str = ""
    send_to: str = ""
    file_problem: str = ""

    @rx.event
    async def load(self) -> EventSpec | None:
        self.address, self.file_problem = "", problem_told(self)
        return await load_page(self, self._read)

    async def _read(self, viewer: Viewer) -> None:
        source_id = id_at(self)
        self.takes_files = self.takes_hooks = False
        async with working(viewer) as work:
            view = await sources.get(work, source_id)
        hook = view.config.get("hook")
        self.takes_files, self.takes_hooks = view.source_type in FEEDS, view.source_type == "custom"
        self.fed, self.send_to = fed_by(view.config), f"/send/source/{source_id}"
        self.has_hook = isinstance(hook, dict)
        self.hook_since = str(hook.get("since") or "") if isinstance(hook, dict) else ""

    @rx.event
    async def open_hook(self) -> list[Follow]:
        """A new address; the one before takes nothing any more."""
        viewer = await viewer_of(self)
        async with working(viewer) as work:
            token = await hooks.open_hook(work, viewer, id_at(self))
        await self._read(viewer)
        self.address = hook_address(get_runtime().settings.base_url, token)
        return []

    @rx.event
    async def close_hook(self) -> list[Follow]:
        viewer = await viewer_of(self)
        async with working(viewer) as work:
            await hooks.close_hook(work, viewer, id_at(self))
        self.address = ""
        await self._read(viewer)
        return [Notes.tell("Closed. Nothing more is taken; what was sent stays.")]

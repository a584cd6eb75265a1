"""Who is looking: read from the HttpOnly cookie before every event, never from the page."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from http.cookies import CookieError, SimpleCookie
from typing import Any
from uuid import UUID

import reflex as rx
from reflex.event import Event
from reflex.state import BaseState, StateUpdate

from competedexter.customers.accounts import service as accounts
from competedexter.customers.accounts.schemas import WorkspaceView
from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.errors import ProductError, Unauthorized, Unavailable
from competedexter.foundation.unit_of_work import Work
from competedexter.runtime import get_runtime

from .components.rows import FactRow

log = logging.getLogger(__name__)

COOKIE = "competedexter_session"


def cookie_value(header: str, name: str) -> str:
    """One cookie of a Cookie header; empty when it is not there or not readable."""
    try:
        jar: SimpleCookie = SimpleCookie(header)
    except CookieError:
        return ""
    return jar[name].value if name in jar else ""


def cookie_header(state: BaseState) -> str:
    """The Cookie header this page's connection was opened with."""
    headers = state._get_root_state().router_data.get("headers") or {}
    return str(headers.get("cookie", ""))


class Session(rx.State):
    """What the frame shows of the person, and, on the server only, who it is."""

    name: str = ""
    email: str = ""
    workspace: str = ""
    is_demo: bool = False
    others: list[FactRow] = []
    role: str = ""
    _viewer: Viewer | None = None
    _away: bool = False

    @rx.var
    def initial(self) -> str:
        return (self.name or self.email or "?")[:1].upper()

    @rx.var
    def may_edit(self) -> bool:
        """Whether to offer what only admins and owners may do; services check again."""
        return self.role in ("admin", "owner")

    def _enter(self, workspaces: Sequence[WorkspaceView]) -> None:
        """Which workspace this is, and which other ones this person has."""
        here = [one for one in workspaces if self._viewer and one.id == self._viewer.workspace_id]
        self.workspace, self.is_demo = (here[0].name, here[0].is_demo) if here else ("", False)
        self.others = [FactRow(one.name, str(one.id)) for one in workspaces if one not in here]

    def _admit(self, viewer: Viewer | None) -> None:
        self._viewer = viewer
        self.name = viewer.name if viewer else ""
        self.email = viewer.email if viewer else ""
        self.role = str(viewer.role) if viewer else ""


async def viewer_of(state: BaseState) -> Viewer:
    """The person behind this page. Raises Unauthorized, or Unavailable while sessions cannot be read."""
    session = await state.get_state(Session)
    if session._away:
        raise Unavailable
    if session._viewer is None:
        raise Unauthorized
    viewer: Viewer = session._viewer
    return viewer


async def _workspaces(viewer: Viewer) -> Sequence[WorkspaceView]:
    async with get_runtime().database.system() as work:
        return await accounts.workspaces(work, viewer)


async def viewer_behind(cookies: Mapping[str, str]) -> Viewer | None:
    """Who sent a request that is no event: a form, a picture of a page."""
    return await _viewer_behind(cookies.get(COOKIE, ""))


async def _viewer_behind(token: str) -> Viewer | None:
    if not token:
        return None
    async with get_runtime().database.system() as work:
        return await accounts.viewer_for_session(work, token)


def _identity(viewer: Viewer | None) -> tuple[UUID, UUID] | None:
    return (viewer.user_id, viewer.workspace_id) if viewer else None


def every_state(kind: type[BaseState]) -> Iterator[type[BaseState]]:
    """A state class and all below it. A root's own reset() reaches only those that are loaded."""
    yield kind
    for below in kind.get_substates():
        yield from every_state(below)


class SessionGuard(rx.Middleware):
    """Before every event of every page: another person, workspace or role than before starts from nothing."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        root = state._get_root_state()
        session: Any = await root.get_state(Session)  # Any: Reflex's states are untyped here
        try:
            viewer = await _viewer_behind(cookie_value(cookie_header(state), COOKIE))
            if _identity(viewer) != _identity(session._viewer):
                await self._change(root, viewer)
            elif viewer is not None and viewer != session._viewer:
                session._admit(viewer)
            session._away = False
        except ProductError as error:
            log.warning("a session could not be read: %s", error)
            session._away = True
        return None

    @staticmethod
    async def _change(root: Any, viewer: Viewer | None) -> None:  # root: Any: as above
        before: Any = await root.get_state(Session)
        if before._viewer is not None:
            for kind in every_state(type(root)):
                (await root.get_state(kind)).reset()
        before._admit(viewer)
        before._enter(await _workspaces(viewer) if viewer else ())


def working(viewer: Viewer) -> AbstractAsyncContextManager[Work]:
    """A transaction fenced to the viewer's workspace."""
    return get_runtime().database.workspace(viewer.workspace_id, viewer.user_id)

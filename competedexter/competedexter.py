"""The front door of the web process: pages and REST on one port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import reflex as rx
from reflex.utils import prerequisites
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from competedexter.api.app import create_app
from competedexter.api.health import health_routes
from competedexter.api.metrics import Metrics
from competedexter.runtime import get_runtime
from competedexter.ui.demo.site import ROUTES as DEMO_SITES
from competedexter.ui.documents.views import ROUTES as ARCHIVE
from competedexter.ui.errors import on_backend_error
from competedexter.ui.imports.door import ROUTES as HISTORY
from competedexter.ui.pushes import follow_pushes
from competedexter.ui.routes import PRIVATE, add_pages
from competedexter.ui.serving import RelocatableEnv, SecurityHeaders, SignInGate
from competedexter.ui.session import COOKIE, SessionGuard
from competedexter.ui.session_forms import ROUTES as SESSION_FORMS
from competedexter.ui.sources.door import ROUTES as BROUGHT
from rxconfig import BUILT_FOR

BUILD = prerequisites.get_web_dir() / "build" / "client"


def _house(pages: ASGIApp) -> ASGIApp:
    """What is no page, before the pages: REST as an application of its own, so that its unknown paths get its own answer.

    Called when the server starts; building the pages needs no database.
    """
    runtime, metrics = get_runtime(), Metrics()
    rest = Mount("/api/v1", create_app(runtime, metrics=metrics))
    own = [rest, *health_routes(runtime, metrics), *SESSION_FORMS, *ARCHIVE, *HISTORY, *BROUGHT, *DEMO_SITES]
    return Starlette(routes=[*own, Mount("", pages)])


def _around(inner: ASGIApp) -> ASGIApp:
    """From the outside in: headers, sign-in gate, relocated build, pages."""
    pages = RelocatableEnv(inner, BUILD, BUILT_FOR)
    return SecurityHeaders(SignInGate(pages, cookie=COOKIE, private=PRIVATE), BUILD)


app = rx.App(
    html_lang="en",
    reset_style=False,
    stylesheets=["/competedexter.css"],
    head_components=[
        rx.el.script(src="/theme.js"),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
    ],
    toaster=None,
    app_wraps={},
    backend_exception_handler=on_backend_error,
    api_transformer=[_house, _around],
)
# A page of another site must not open the websocket with the visitor's cookie: engine.io compares origin and host.
app.sio.eio.cors_allowed_origins = None
app.add_middleware(SessionGuard(), index=0)


@asynccontextmanager
async def open_house() -> AsyncIterator[None]:
    """While the process serves: what workers tell reaches open pages. At the end everything outside is closed, in order."""
    listening = asyncio.create_task(follow_pushes(app))
    try:
        yield
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        await get_runtime().close()


app.register_lifespan_task(open_house)
add_pages(app)

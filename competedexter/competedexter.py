"""The front door of the web process: pages and REST on one port."""

import reflex as rx
from reflex.utils import prerequisites
from starlette.applications import Starlette
from starlette.types import ASGIApp

from competedexter.api.mount import mounted
from competedexter.ui.errors import on_backend_error
from competedexter.ui.pushes import follow_pushes
from competedexter.ui.routes import PRIVATE, add_pages
from competedexter.ui.serving import RelocatableEnv, SecurityHeaders, SignInGate
from competedexter.ui.session import COOKIE, SessionGuard
from competedexter.ui.session_forms import ROUTES
from rxconfig import BUILT_FOR

BUILD = prerequisites.get_web_dir() / "build" / "client"


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
    api_transformer=[Starlette(routes=[*ROUTES, *mounted()]), _around],
)
# A page of another site must not open the websocket with the visitor's cookie: engine.io compares origin and host.
app.sio.eio.cors_allowed_origins = None
app.add_middleware(SessionGuard(), index=0)


async def pushes() -> None:
    """What workers tell, shown on the pages this process has open."""
    await follow_pushes(app)


app.register_lifespan_task(pushes)
add_pages(app)

"""The front door of the web process: pages and REST on one port."""

import reflex as rx
from reflex.utils import prerequisites
from starlette.types import ASGIApp

from competedexter.ui.routes import PRIVATE, add_pages
from competedexter.ui.serving import RelocatableEnv, SecurityHeaders, SignInGate
from competedexter.ui.session import COOKIE
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
        rx.el.meta(name="theme-color", content="#FBFBFA"),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
    ],
    toaster=None,
    app_wraps={},
    api_transformer=[_around],
)
# A page of another site must not open the websocket with the visitor's cookie: engine.io compares origin and host.
app.sio.eio.cors_allowed_origins = None
add_pages(app)

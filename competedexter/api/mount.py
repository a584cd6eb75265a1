"""What the web process mounts beside the pages: REST under /api/v1, health at the root, the demo's sites."""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from competedexter.demo.site import answer
from competedexter.demo.web import PATH
from competedexter.runtime import get_runtime

from .app import create_app
from .health import health_routes
from .metrics import Metrics


class WhenAsked:
    """Makes an app at its first request: the pages are built where there is no database."""

    def __init__(self, make: Callable[[], ASGIApp]) -> None:
        self._make = make
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._app is None:
            self._app = self._make()
        await self._app(scope, receive, send)


async def demo_site(request: Request) -> Response:
    """A page of an invented vendor (demo/vendors.py); 404 outside demo workspaces."""
    found = await answer(get_runtime().database, request.path_params["workspace"], request.path_params["place"])
    if found is None:
        return PlainTextResponse("Not found", status_code=404)
    return Response(found.body, status_code=found.status, media_type=found.headers["content-type"])


def mounted() -> list[BaseRoute]:
    """Routes for the web process."""
    metrics = Metrics()
    rest = WhenAsked(lambda: create_app(get_runtime(), metrics=metrics))
    health = WhenAsked(lambda: Starlette(routes=health_routes(get_runtime(), metrics)))
    return [
        Mount("/api/v1", app=rest),
        *(Route(path, endpoint=health) for path in ("/healthz", "/readyz", "/metrics")),
        Route(f"{PATH}/{{workspace}}/{{place:path}}", endpoint=demo_site),
    ]

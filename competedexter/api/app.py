"""The REST API as one application, mounted by the web process under /api/v1."""

from fastapi import APIRouter, FastAPI
from starlette.exceptions import HTTPException

from competedexter.runtime import Runtime

from .docs_page import docs_page
from .errors import translate
from .head import HeadAsGet
from .limits import MOST, BurstLimit
from .metrics import Metrics
from .openapi import describe, product_version
from .routes import (
    alerts,
    auth,
    changes,
    competitors,
    conversations,
    crawl_runs,
    custom_sources,
    documents,
    imports,
    me,
    query,
    rules,
    search,
    snapshots,
    sources,
    workspaces,
)

ROUTERS: tuple[APIRouter, ...] = (
    auth.router,
    me.router,
    workspaces.router,
    competitors.router,
    custom_sources.router,  # before sources: /sources/preview is not a source
    sources.router,
    crawl_runs.router,
    imports.files,
    imports.router,
    documents.router,
    snapshots.router,
    changes.router,
    rules.router,  # before alerts: /alerts/rules is not an alert
    alerts.router,
    search.router,
    query.router,
    conversations.router,
)


def create_app(runtime: Runtime, *, metrics: Metrics | None = None, burst: int = MOST) -> FastAPI:
    """Its own paths have no prefix. `burst` is how many requests a person may send in ten seconds."""
    app = FastAPI(
        title="CompeteDexter",
        version=product_version(),
        openapi_url="/openapi.json",
        docs_url=None,  # the framework's pages load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,  # such a redirect repeats whatever Host header it was sent
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.runtime = runtime
    app.state.metrics = metrics or Metrics()
    app.state.burst = BurstLimit(runtime.redis, most=burst)
    app.add_middleware(HeadAsGet)
    app.add_exception_handler(HTTPException, translate)
    for router in ROUTERS:
        app.router.routes.extend(router.routes)  # nothing to add to them, and one list is searched faster
    app.add_route("/docs", docs_page, include_in_schema=False)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]  # the framework's own way to extend it
    return app

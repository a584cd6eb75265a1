"""What a look brought, for the eye: the picture of the page, and the page itself served so that nothing in it runs.

Signed in by the session's cookie, as pages are; no page of ours is framed by them, nothing is fetched for them.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC
from email.utils import format_datetime
from typing import Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.errors import NotFound, ProductError
from competedexter.market.evidence import pictures
from competedexter.market.evidence import service as evidence
from competedexter.runtime import get_runtime
from competedexter.ui.addresses import as_id
from competedexter.ui.session import viewer_behind, working

INERT: Final = {
    "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "x-robots-tag": "noindex",
    "cache-control": "private, no-store",
}
PICTURES: Final = frozenset({"image/webp", "image/png", "image/jpeg"})
PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
PLAIN: Final = "text/plain"

Showing = Callable[[Viewer, UUID], Awaitable[Response]]


def _door(show: Showing) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        try:
            viewer = await viewer_behind(request.cookies)
            if viewer is None:
                return RedirectResponse("/sign-in", status_code=303)
            return await show(viewer, as_id(request.path_params["document"]))
        except NotFound as error:
            return Response(str(error), 404, INERT, PLAIN)
        except ProductError as error:
            return Response(str(error), error.status, INERT, PLAIN)

    return handle


@_door
async def picture(viewer: Viewer, document_id: UUID) -> Response:
    """The page as a browser showed it; `Last-Modified` says when."""
    async with working(viewer) as work:
        found = await pictures.picture_of(work, viewer, document_id)
    if found.media_type not in PICTURES:
        return Response("This is no picture.", 404, INERT, PLAIN)
    body = await get_runtime().archive.get(found.archive_key)
    taken = format_datetime(found.taken_at.astimezone(UTC), usegmt=True)
    return Response(body, headers={**INERT, "last-modified": taken}, media_type=found.media_type)


@_door
async def page(viewer: Viewer, document_id: UUID) -> Response:
    """The bytes as they came: a page without scripts, pictures and forms; other text as it is; the rest is saved."""
    async with working(viewer) as work:
        found = await evidence.raw_of(work, viewer, document_id)
    body = await get_runtime().archive.get(found.archive_key)
    essence = found.media_type.partition(";")[0].strip().lower()
    if essence in PAGES:
        return Response(body, headers={**INERT, "content-type": f"text/html{_encoding(found.charset)}"})
    if essence.startswith("text/") or essence.endswith(("json", "xml")):
        return Response(body, headers={**INERT, "content-type": f"{PLAIN}{_encoding(found.charset or 'utf-8')}"})
    saved = {"content-disposition": 'attachment; filename="document"', "content-type": "application/octet-stream"}
    return Response(body, headers={**INERT, **saved})


def _encoding(charset: str) -> str:
    """It comes from outside and must not bring headers with it."""
    known = charset.isascii() and charset.replace("-", "").replace("_", "").isalnum() and len(charset) <= 40
    return f"; charset={charset}" if known else ""


ROUTES = [
    Route("/archive/{document}/picture", picture, methods=["GET"]),
    Route("/archive/{document}/page", page, methods=["GET"]),
]

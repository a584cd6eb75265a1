"""Archived evidence, and what was read in it."""

from datetime import UTC
from email.utils import format_datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response

from competedexter.api.dependencies import AsOf, Id, InWorkspace, Visiting, Walking
from competedexter.api.door import Door
from competedexter.foundation.views import Page
from competedexter.market.competitors import service as competitors
from competedexter.market.evidence import pictures
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.schemas import DocumentFilters, DocumentRecord, DocumentView
from competedexter.market.sources.schemas import SourceType

router = APIRouter(tags=["documents"], route_class=Door)
Latest = Annotated[bool, Query(description="Only the newest of each type.")]

RAW = {
    "description": "The bytes, with the type the site gave them.",
    "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
}
PICTURE = {
    "description": "The picture.",
    "content": {"image/webp": {"schema": {"type": "string", "format": "binary"}}},
}
SHOWN = {"Content-Disposition": 'inline; filename="page.webp"'}
INERT = {
    "Content-Disposition": 'attachment; filename="document"',
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


@router.get("/competitors/{id}/data")
async def list_data(
    competitor_id: Id, page: Walking, inside: InWorkspace, latest: Latest = False, as_of: AsOf = None
) -> Page[DocumentRecord]:
    """Documents of a competitor, newest first."""
    await competitors.get(inside.work, inside.viewer, competitor_id)
    filters = DocumentFilters(competitor_id=competitor_id, latest=latest, as_of=as_of)
    return await evidence.find_records(inside.work, inside.viewer, filters, page)


@router.get("/competitors/{id}/data/{type}")
async def list_data_of_type(
    competitor_id: Id,
    type: SourceType,  # noqa: A002  # the word of api.md
    page: Walking,
    inside: InWorkspace,
    latest: Latest = False,
    as_of: AsOf = None,
) -> Page[DocumentRecord]:
    """Documents of one type, newest first."""
    await competitors.get(inside.work, inside.viewer, competitor_id)
    filters = DocumentFilters(competitor_id=competitor_id, data_type=type, latest=latest, as_of=as_of)
    return await evidence.find_records(inside.work, inside.viewer, filters, page)


@router.get("/documents/{id}")
async def get_document(document_id: Id, inside: InWorkspace) -> DocumentView:
    """The text that citations point into, and the typed records read in it."""
    return await evidence.get_document(inside.work, inside.viewer, document_id)


@router.get("/documents/{id}/raw", response_class=Response, responses={200: RAW})
async def get_raw_document(document_id: Id, visit: Visiting) -> Response:
    """The archived bytes as they came, served so that no browser runs them. The checksum is verified first."""
    viewer = await visit.viewer()
    open_work = await visit.open_work()
    async with open_work() as work:
        raw = await evidence.raw_of(work, viewer, document_id)
    body = await visit.runtime.archive.get(raw.archive_key)
    return Response(body, headers=INERT, media_type=_plain(raw.media_type))


@router.get("/documents/{id}/screenshot", response_class=Response, responses={200: PICTURE})
async def get_screenshot(document_id: Id, visit: Visiting) -> Response:
    """A picture of the page as a browser showed it moments after the look; `Last-Modified` says when."""
    viewer = await visit.viewer()
    open_work = await visit.open_work()
    async with open_work() as work:
        picture = await pictures.picture_of(work, viewer, document_id)
    body = await visit.runtime.archive.get(picture.archive_key)
    taken = {"Last-Modified": format_datetime(picture.taken_at.astimezone(UTC), usegmt=True)}
    return Response(body, headers=INERT | SHOWN | taken, media_type=_plain(picture.media_type))


def _plain(media_type: str) -> str:
    """The type as the site told it, when it is one; it comes from outside and must not bring headers with it."""
    essence = media_type.partition(";")[0].strip().lower()
    kind, _, subtype = essence.partition("/")
    known = all(
        part.isascii() and part.replace("-", "").replace("+", "").replace(".", "").isalnum() for part in (kind, subtype)
    )
    return essence if known and len(essence) <= 100 else "application/octet-stream"

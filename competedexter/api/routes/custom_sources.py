"""Sources of one's own: a look before they are added, what is brought to them by upload, and through their hooks."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Request
from starlette.requests import ClientDisconnect

from competedexter.api.dependencies import Id, InWorkspace, Visiting
from competedexter.api.door import Door
from competedexter.api.errors import BodyBrokenOff, WrongUpload
from competedexter.api.visit import Visit
from competedexter.foundation.incoming import SentTooMuch, read_within, told_size
from competedexter.foundation.views import View
from competedexter.market.crawling import deliveries, mapping_preview
from competedexter.market.crawling.mapping_preview import SourcePreview, SourcePreviewRequest
from competedexter.market.sources import hooks
from competedexter.market.sources.hook_tokens import MAX_TOKEN, hook_address
from competedexter.market.sources.schemas import SourceView

from .sources import Queued

router = APIRouter(tags=["sources"], route_class=Door)

MB: Final = 1024 * 1024
MAX_UPLOAD: Final = 10 * MB  # as large as a page may be; exports of a year of reviews have 2
UPLOAD_LIMIT: Final = "10 MB"
UPLOAD_SECONDS: Final = 60.0  # 10 MB over a slow line
TAKEN: Final = (
    "text/csv", "text/tab-separated-values", "text/plain", "text/html", "text/xml",
    "application/json", "application/x-ndjson", "application/xml", "application/xhtml+xml", "application/csv",
    "application/vnd.ms-excel",  # what Windows calls a .csv
)  # fmt: skip
_FILE: Final = {"type": "string", "format": "binary"}
BODY: Final = {"requestBody": {"required": True, "content": {kind: {"schema": _FILE} for kind in TAKEN}}}
Token = Annotated[str, Path(min_length=1, max_length=MAX_TOKEN)]


class Hook(View):
    """Where to send things to. It is told this once: only its digest is kept."""

    url: str
    token: str


@router.post("/sources/preview")
async def preview_source(asked: SourcePreviewRequest, visit: Visiting) -> SourcePreview:
    """What a crawl of this address would read, without adding it. Fetches at once, waiting its turn at the host."""
    viewer, runtime = await visit.viewer(), visit.runtime
    return await mapping_preview.preview(viewer, runtime.parties(viewer.workspace_id), runtime.clock, asked)


class FileDoor(Door):
    """Takes a file, which is a part of what an Idempotency-Key stands for: another file is another request."""

    upload_bytes = MAX_UPLOAD
    upload_limit = UPLOAD_LIMIT


files = APIRouter(tags=["sources"], route_class=FileDoor)


@files.post("/sources/{id}/upload", status_code=202, openapi_extra=BODY)
async def upload_to_source(source_id: Id, request: Request, visit: Visiting) -> Queued:
    """Reads a file (CSV, JSON, HTML or XML, at most 10 MB) as this source's next answer: all that it lists now."""
    viewer, open_work = await visit.viewer(), await visit.open_work()
    source = await deliveries.expect(open_work, source_id, viewer)
    body = await request.body()
    return await _deliver(request, body, visit, viewer.workspace_id, source, adds=False)


router.include_router(files)


@router.post("/sources/{id}/hook", status_code=201)
async def open_hook(source_id: Id, inside: InWorkspace) -> Hook:
    """A new address that anyone who knows it may send to; the one before takes nothing any more."""
    token = await hooks.open_hook(inside.work, inside.viewer, source_id)
    return Hook(url=hook_address(inside.runtime.settings.base_url, token), token=token)


@router.delete("/sources/{id}/hook", status_code=204)
async def close_hook(source_id: Id, inside: InWorkspace) -> None:
    """Nothing more is taken; what was sent stays."""
    await hooks.close_hook(inside.work, inside.viewer, source_id)


@router.post("/hooks/{token}", status_code=202, openapi_extra={**BODY, "security": []})
async def send_to_hook(token: Token, request: Request, visit: Visiting) -> Queued:
    """Takes one item or several, as JSON, CSV or a feed, and adds them to what the source has."""
    await visit.admit_stranger()
    runtime = visit.runtime
    async with runtime.database.look_up() as work:
        hooked = await hooks.by_token(work, token)
    source = await deliveries.expect(runtime.database.opener(hooked.workspace_id), hooked.source_id)
    body = await _file(request)
    return await _deliver(request, body, visit, hooked.workspace_id, source, adds=True)


async def _deliver(
    request: Request, body: bytes, visit: Visit, workspace_id: UUID, source: SourceView, *, adds: bool
) -> Queued:
    content_type = _content_type(request)
    parties, open_work = visit.runtime.parties(workspace_id), visit.runtime.database.opener(workspace_id)
    run_id = await deliveries.deliver(open_work, parties, workspace_id, source, body, content_type, adds=adds)
    return Queued(crawl_run_id=run_id)


def _content_type(request: Request) -> str:
    """Raises WrongUpload."""
    content_type = request.headers.get("content-type", "")
    essence = content_type.partition(";")[0].strip().lower()
    is_taken = essence in TAKEN or essence.endswith(("+json", "+xml"))
    if not is_taken or request.headers.get("content-encoding", "identity") != "identity":
        raise WrongUpload
    return content_type


async def _file(request: Request) -> bytes:
    """Raises SentTooMuch, SentTooSlowly, BodyBrokenOff."""
    told = told_size(request.headers.get("content-length", "0"))
    if told is None or told > MAX_UPLOAD:
        raise SentTooMuch(limit=UPLOAD_LIMIT)
    try:
        return await read_within(request.stream(), most=MAX_UPLOAD, limit=UPLOAD_LIMIT, seconds=UPLOAD_SECONDS)
    except ClientDisconnect as error:
        raise BodyBrokenOff from error

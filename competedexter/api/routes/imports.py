"""History that is sent or fetched, and how far it is."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import TypeAdapter, ValidationError

from competedexter.api.dependencies import CompetitorId, Id, InWorkspace, Text, Visiting
from competedexter.api.door import Door
from competedexter.api.uploads import Upload, UploadDoor, uploaded
from competedexter.foundation.errors import InvalidRequest
from competedexter.foundation.views import GivenMoment
from competedexter.market.imports import service as imports
from competedexter.market.imports.schemas import Format, JobView, SentFile

router = APIRouter(tags=["imports"], route_class=Door)
files = APIRouter(tags=["imports"], route_class=UploadDoor)

_BINARY = {"type": "string", "format": "binary"}
_SAID = {
    "competitorId": {"type": "string", "format": "uuid"},
    "type": {"type": "string", "maxLength": 1000},
    "format": {"type": "string", "enum": [one.value for one in Format]},
    "observedAt": {"type": "string", "format": "date-time"},
}
_BODY: dict[str, Any] = {  # Any: OpenAPI is JSON
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {"type": "object", "required": ["file"], "properties": {"file": _BINARY, **_SAID}}
            },
            "application/octet-stream": {"schema": _BINARY},
        },
    }
}
_FIELDS: dict[str, TypeAdapter[Any]] = {  # Any: each field has a type of its own
    "competitorId": TypeAdapter(UUID),
    "type": TypeAdapter(Text),
    "format": TypeAdapter(Format),
    "observedAt": TypeAdapter(GivenMoment),
}


@files.post("/import", status_code=202, openapi_extra=_BODY)
async def import_history(
    request: Request,
    visit: Visiting,
    competitor_id: CompetitorId = None,
    kind: Annotated[
        Text | None, Query(alias="type", description="What rows without a type are: pricing, news ...")
    ] = None,
    form: Annotated[Format | None, Query(alias="format", description="Told by the file itself if not given.")] = None,
    observed_at: Annotated[
        GivenMoment | None, Query(alias="observedAt", description="The date of a price model, and of rows without one.")
    ] = None,
) -> JobView:
    """Takes a price model (YAML), a table of prices or events (CSV, JSON) or a web archive (WARC) as history with its own
    dates; nothing of it alerts. The file is the body, or the part `file` of a form whose fields may say the same as the
    query. Rows may name their competitor in a column; follow the job at /jobs/{id}."""
    sent = await uploaded(request.headers, await request.body())
    said = _said(sent)
    file = SentFile(
        body=sent.body,
        name=sent.name,
        media_type=sent.media_type,
        competitor_id=said.get("competitorId", competitor_id),
        type=said.get("type", kind),
        format=said.get("format", form),
        observed_at=said.get("observedAt", observed_at),
    )
    return await imports.begin(await visit.open_work(), await visit.viewer(), file, visit.runtime.archive)


@router.get("/jobs/{id}")
async def get_job(job_id: Id, inside: InWorkspace) -> JobView:
    """An import under way or done: state, progress, what it brought, and each line that was not used with its reason."""
    return await imports.get(inside.work, inside.viewer, job_id)


@router.post("/competitors/{id}/backfill", status_code=202)
async def backfill_competitor(competitor_id: Id, inside: InWorkspace) -> JobView:
    """Fetches up to twelve past captures of its home page and of its price page from the Wayback Machine, as history.
    The job under way is the answer to a second request."""
    return await imports.begin_backfill(inside.work, inside.viewer, competitor_id)


def _said(sent: Upload) -> dict[str, Any]:  # Any: as above
    """What the fields of a form say, typed; empty ones say nothing. Raises InvalidRequest."""
    said: dict[str, Any] = {}
    details = []
    for name, text in sent.fields.items():
        if name not in _FIELDS:
            details.append({"field": name[:100], "reason": "there is no such field"})
        elif text:
            try:
                said[name] = _FIELDS[name].validate_python(text)
            except ValidationError as error:
                details.append({"field": name, "reason": error.errors()[0]["msg"]})
    if details:
        raise InvalidRequest(details=details)
    return said

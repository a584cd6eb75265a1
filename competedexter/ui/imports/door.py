"""Where a file of history is sent to: /send/history."""

from datetime import UTC, date, datetime, time
from typing import Final
from uuid import UUID

from starlette.requests import Request
from starlette.routing import Route

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.views import Command
from competedexter.market.imports import service as imports
from competedexter.market.imports.schemas import Format, SentFile
from competedexter.runtime import get_runtime
from competedexter.ui.file_forms import MB, Most, SentForm, taking_file

MOST: Final = Most(50 * MB, "50 MB")  # a web archive of some hundred pages


class Said(Command):
    """What the form says beside its file; `day` is the date of what has none."""

    competitor: UUID | None = None
    format: Format | None = None
    type: str | None = None
    day: date | None = None


@taking_file(lambda _: "/imports", MOST)
async def history(_: Request, viewer: Viewer, sent: SentForm) -> str:
    """Begins the import and leads to its job."""
    runtime = get_runtime()
    said = Said.model_validate({name: value for name, value in sent.fields.items() if value})
    file = SentFile(
        body=sent.body,
        name=sent.name,
        media_type=sent.media_type,
        competitor_id=said.competitor,
        type=said.type,
        format=said.format,
        observed_at=datetime.combine(said.day, time(), UTC) if said.day else None,
    )
    opener = runtime.database.opener(viewer.workspace_id, viewer.user_id)
    job = await imports.begin(opener, viewer, file, runtime.archive)
    return f"/imports?job={job.id}"


ROUTES = [Route("/send/history", history, methods=["POST"])]

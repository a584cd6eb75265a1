"""Where a file for a source is sent to: /send/source/<id>. It is the source's next answer: all that it lists now."""

from typing import Final

from starlette.requests import Request
from starlette.routing import Route

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.errors import InvalidRequest
from competedexter.market.crawling import deliveries
from competedexter.runtime import get_runtime
from competedexter.ui.addresses import as_id
from competedexter.ui.file_forms import MB, Most, SentForm, taking_file

MOST: Final = Most(10 * MB, "10 MB")  # as large as a page may be
_TYPES: Final = {
    ".csv": "text/csv", ".tsv": "text/tab-separated-values", ".txt": "text/plain", ".json": "application/json",
    ".jsonl": "application/x-ndjson", ".ndjson": "application/x-ndjson", ".xml": "application/xml",
    ".rss": "application/xml", ".atom": "application/xml", ".html": "text/html", ".htm": "text/html",
}  # fmt: skip
ACCEPTED: Final = ",".join(_TYPES)


class WrongFile(InvalidRequest):
    code = "wrong_file"
    sentence = "Send CSV, JSON, HTML or XML: the file's name says which, like list.csv."


def type_of(name: str) -> str:
    """By its name, which every system agrees on: what Windows calls a .csv is a spreadsheet. Raises WrongFile."""
    found = next((kind for ending, kind in _TYPES.items() if name.casefold().endswith(ending)), None)
    if found is None:
        raise WrongFile
    return found


def _page(request: Request) -> str:
    return f"/sources/{as_id(request.path_params['source'])}"


@taking_file(_page, MOST)
async def source_file(request: Request, viewer: Viewer, sent: SentForm) -> str:
    """Keeps the file, asks for it to be read, and leads back to the source."""
    runtime = get_runtime()
    opener = runtime.database.opener(viewer.workspace_id, viewer.user_id)
    source = await deliveries.expect(opener, as_id(request.path_params["source"]), viewer)
    parties, kind = runtime.parties(viewer.workspace_id), type_of(sent.name)
    await deliveries.deliver(opener, parties, viewer.workspace_id, source, sent.body, kind, adds=False)
    return _page(request)


ROUTES = [Route("/send/source/{source:uuid}", source_file, methods=["POST"])]

"""The picture of a page over REST: shown so that nothing in it runs, or a sentence why there is none."""

from uuid import UUID

import httpx

from competedexter.customers.accounts.viewer import Viewer
from competedexter.market.evidence import pictures
from competedexter.market.evidence.schemas import NewObject
from competedexter.runtime import Runtime

from .conftest import refused

PICTURE = b"RIFF\x00\x00\x00\x00WEBPVP8 a picture"


async def test_a_picture_is_shown_with_the_time_it_was_taken(
    ada: httpx.AsyncClient, grace: httpx.AsyncClient, runtime: Runtime, workspace: Viewer, ids: dict[str, str]
) -> None:
    address = f"/documents/{ids['document']}/screenshot"
    error = refused(await ada.get(address), 404, "no_screenshot")
    assert "None was taken" in str(error["error"])
    put = await runtime.archive.put(workspace.workspace_id, PICTURE, "image/webp")
    async with runtime.database.workspace(workspace.workspace_id) as work:
        new = NewObject(put.key, put.size, put.stored_size, "image/webp", put.sha256)
        await pictures.keep(work, UUID(ids["document"]), new)
    answer = await ada.get(address)
    assert (answer.status_code, answer.content) == (200, PICTURE)
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["last-modified"].endswith("GMT")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert (await ada.get(f"/documents/{ids['document']}")).json()["screenshotAt"]
    refused(await grace.get(address), 404, "document_not_found")

"""What is kept of a document for the eye: its picture and its page, inert, for those of its workspace only."""

from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.pagination import PageRequest
from competedexter.market.evidence import pictures
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.schemas import DocumentFilters, NewObject
from competedexter.runtime import Runtime
from competedexter.ui.documents.state import DocumentPage, let_go_words
from competedexter.ui.documents.views import ROUTES
from competedexter.ui.session import COOKIE
from tests.ui.conftest import Page, session_of
from tests.ui.every_source import Company, furnish

PICTURE = b"RIFF\x00\x00\x00\x00WEBPVP8 a picture"


@pytest_asyncio.fixture
async def acme(database: Database, clock: FixedClock, workspace: Viewer, page: Page, runtime: Runtime) -> Company:
    made = await furnish(database, clock, workspace)
    page.cookie = await session_of(runtime, workspace)  # weeks have passed
    return made


@pytest_asyncio.fixture
async def browser(acme: Company, page: Page) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Starlette(routes=ROUTES), client=("127.0.0.1", 1))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://house.test", cookies={COOKIE: page.cookie}
    ) as client:
        yield client


async def document_of(database: Database, viewer: Viewer, data_type: str) -> UUID:
    async with database.workspace(viewer.workspace_id, viewer.user_id) as work:
        found = await evidence.find_documents(work, viewer, DocumentFilters(data_type=data_type), PageRequest(1, 10))
    return found.items[0].id


async def test_a_picture_is_shown_to_its_workspace_with_the_time_it_was_taken(
    browser: httpx.AsyncClient, page: Page, runtime: Runtime, workspace: Viewer, stranger: Viewer
) -> None:
    document_id = await document_of(runtime.database, workspace, "pricing")
    address = f"/archive/{document_id}/picture"
    assert (await browser.get(address)).status_code == 404
    put = await runtime.archive.put(workspace.workspace_id, PICTURE, "image/webp")
    async with runtime.database.workspace(workspace.workspace_id) as work:
        new = NewObject(put.key, put.size, put.stored_size, "image/webp", put.sha256)
        await pictures.keep(work, document_id, new)
    answer = await browser.get(address)
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, PICTURE, "image/webp")
    assert "sandbox" in answer.headers["content-security-policy"]
    await page.go(f"/documents/{document_id}")
    await page.call(DocumentPage, "load")
    shown = await page.state(DocumentPage)
    assert (shown.picture, bool(shown.pictured_at), shown.what) == (address, True, "")
    browser.cookies.clear()
    assert (await browser.get(address)).headers["location"] == "/sign-in"
    browser.cookies.set(COOKIE, await session_of(runtime, stranger))
    assert (await browser.get(address)).status_code == 404


async def test_a_page_runs_nothing_and_brings_no_headers(
    browser: httpx.AsyncClient, runtime: Runtime, workspace: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = await document_of(runtime.database, workspace, "pricing")
    hostile = "<script>fetch('/x')</script>\u20ac".encode()
    put = await runtime.archive.put(workspace.workspace_id, hostile, "text/html")
    kept = evidence.RawDocument(put.key, "text/html", "utf-8")

    async def raw_of(*_: object) -> evidence.RawDocument:
        return kept

    monkeypatch.setattr(evidence, "raw_of", raw_of)
    address = f"/archive/{document_id}/page"
    answer = await browser.get(address)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script" not in policy
    kept = evidence.RawDocument(put.key, "application/feed+xml", "x\r\nset-cookie: a=b")
    assert (await browser.get(address)).headers["content-type"] == "text/plain"
    kept = evidence.RawDocument(put.key, "application/pdf")
    answer = await browser.get(address)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert (await browser.get("/archive/nothing/page")).status_code == 404


async def test_an_event_says_what_it_is_when_it_happened_and_where_it_is_to_be_read(
    page: Page, acme: Company, database: Database, workspace: Viewer
) -> None:
    async with database.workspace(workspace.workspace_id, workspace.user_id) as work:
        found = await evidence.find_documents(work, workspace, DocumentFilters(data_type="news"), PageRequest(1, 50))
    event = next(one for one in found.items if one.occurred_at is not None)
    await page.go(f"/documents/{event.id}")
    await page.call(DocumentPage, "load")
    shown = await page.state(DocumentPage)
    assert shown.what == "Article"
    assert shown.happened_at.startswith(f"{event.occurred_at:%Y-%m-%d}")
    assert shown.outside.startswith("https://acme.example.com/news/")
    assert shown.archived == f"/archive/{event.id}/page"


async def test_bytes_let_go_are_said_with_the_day_and_the_history_there_is(
    page: Page, acme: Company, runtime: Runtime, workspace: Viewer
) -> None:
    document_id = await document_of(runtime.database, workspace, "pricing")
    async with runtime.database.workspace(workspace.workspace_id, workspace.user_id) as work:
        view, today = await evidence.get_document(work, workspace, document_id), work.now()
    await page.go(f"/documents/{document_id}")
    await page.call(DocumentPage, "load")
    shown = await page.state(DocumentPage)
    assert (shown.archived, shown.let_go) == (f"/archive/{document_id}/page", "")
    shown._show_kept(view.model_copy(update={"raw_let_go_at": today, "screenshot_at": today}))
    assert (shown.archived, shown.picture) == ("", "")
    assert shown.let_go.startswith(f"Bytes let go on {today.day} {today:%B %Y}")
    assert "(history of 30 days)" in let_go_words(today, 30)
    assert "(" not in let_go_words(today, None)

"""History as people send it: a form with a file, its job followed until it ends, what it could not use."""

from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.requests import Request

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.database import Database
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.jobs import CarryOutImport
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import NewCompetitor
from competedexter.market.imports import service as imports
from competedexter.runtime import Runtime
from competedexter.ui import file_forms
from competedexter.ui.file_forms import Most
from competedexter.ui.imports import state
from competedexter.ui.imports.door import ROUTES
from competedexter.ui.imports.formats import KINDS
from competedexter.ui.imports.state import FollowedJob, ImportsPage
from competedexter.ui.session import COOKIE
from competedexter.ui.session_forms import FLASH_COOKIE, read_flash
from tests.ui.conftest import Page, session_of

PRICES = b"date,plan,amount,currency,period\n2021-01-01,Pro,10,USD,month\n2022-01-01,Pro,12,USD,month\nsoon,Pro,13,USD,month\n"


@pytest_asyncio.fixture
async def browser(runtime: Runtime, page: Page) -> AsyncIterator[httpx.AsyncClient]:
    """The form of a person who is signed in."""
    transport = httpx.ASGITransport(Starlette(routes=ROUTES), client=("127.0.0.1", 1))
    headers, cookies = {"origin": "http://house.test"}, {COOKIE: page.cookie}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://house.test", headers=headers, cookies=cookies
    ) as client:
        yield client


@pytest_asyncio.fixture
async def acme(database: Database, workspace: Viewer, queue: RecordingQueue) -> UUID:
    async with database.workspace(workspace.workspace_id, workspace.user_id) as work:
        made = await competitors.add(work, workspace, NewCompetitor(name="Acme", domain="acme.example"))
    queue.take()
    return made.id


async def carry_out(runtime: Runtime, queue: RecordingQueue) -> None:
    for job in queue.take():
        if isinstance(job, CarryOutImport):
            opener = runtime.database.opener(job.workspace_id)
            await imports.carry_out(opener, job.import_job_id, runtime.parties(job.workspace_id))


async def test_a_file_is_sent_and_its_job_tells_what_it_wrote_and_what_it_could_not_use(
    browser: httpx.AsyncClient, page: Page, acme: UUID, runtime: Runtime, queue: RecordingQueue
) -> None:
    answer = await browser.post(
        "/send/history", data={"competitor": str(acme), "type": "", "day": ""}, files={"file": ("prices.csv", PRICES)}
    )
    assert answer.status_code == 303
    address = answer.headers["location"]
    assert address.startswith("/imports?job=")
    await page.go(address)
    await page.call(ImportsPage, "load")
    listed = await page.state(ImportsPage)
    assert [(row.what, row.who, row.state) for row in listed.jobs] == [("prices.csv", "Acme", "queued")]
    await carry_out(runtime, queue)
    await page.call(FollowedJob, "follow")
    job = await page.state(FollowedJob)
    assert (job.row.state, job.row.unused) == ("succeeded", "1 line not used")
    assert job.row.words == "2 looks: 2 documents, 1 change"
    assert [row.line for row in job.unused] == ["4"]
    assert job.row.who_href == f"/competitors/{acme}?tab=timeline"
    await page.call(ImportsPage, "load")
    assert listed.jobs[0].words == job.row.words


async def test_the_job_is_followed_until_it_ends(
    browser: httpx.AsyncClient, page: Page, acme: UUID, runtime: Runtime, queue: RecordingQueue,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    answer = await browser.post("/send/history", data={"competitor": str(acme)}, files={"file": ("p.csv", PRICES)})
    seen: list[str] = []

    async def meanwhile(_: float) -> None:
        seen.append((await page.state(FollowedJob)).row.state)
        await carry_out(runtime, queue)

    monkeypatch.setattr(state.asyncio, "sleep", meanwhile)
    await page.go(answer.headers["location"])
    await page.call(FollowedJob, "follow")
    job = await page.state(FollowedJob)
    assert seen[0] == "queued"
    assert (job.row.state, job.ended) == ("succeeded", 1)


async def test_what_is_wrong_with_a_file_is_told_beside_the_form(browser: httpx.AsyncClient, page: Page) -> None:
    cases = (
        ({"file": ("nothing.csv", b"")}, {}, "Choose a file first."),
        ({"file": ("a.bin", b"\x00\x01")}, {}, "This is no price model"),
        ({"file": ("a.csv", PRICES)}, {"type": "rumours"}, "rumours is no type of row"),
        ({"file": ("a.csv", PRICES)}, {"day": "soon"}, "valid date"),
    )
    for files, data, words in cases:
        answer = await browser.post("/send/history", data=data, files=files)
        assert answer.headers["location"] == "/imports?problem=1"
        assert words in read_flash(browser.cookies[FLASH_COOKIE])["sentence"]
    await page.go("/imports?problem=1")
    page.root.router_data["headers"]["cookie"] += f"; {FLASH_COOKIE}={browser.cookies[FLASH_COOKIE]}"
    await page.call(ImportsPage, "load")
    assert "valid" in (await page.state(ImportsPage)).file_problem


async def test_nobody_else_sends_and_nothing_too_large_is_taken(
    browser: httpx.AsyncClient, runtime: Runtime, stranger: Viewer, acme: UUID
) -> None:
    files = {"file": ("p.csv", PRICES)}
    elsewhere = await browser.post("/send/history", files=files, headers={"origin": "https://evil.example"})
    assert elsewhere.status_code == 403
    browser.cookies.clear()
    assert (await browser.post("/send/history", files=files)).headers["location"] == "/sign-in"
    browser.cookies.set(COOKIE, await session_of(runtime, stranger))
    answer = await browser.post("/send/history", data={"competitor": str(acme)}, files=files)
    assert answer.headers["location"] == "/imports?problem=1"

    @file_forms.taking_file(lambda _: "/imports", Most(20, "20 bytes"))
    async def small(*_: object) -> str:
        raise AssertionError("nothing of it is read")

    refused = await small(_request(files_length=21, cookie=browser.cookies[COOKIE]))
    assert refused.headers["location"] == "/imports?problem=1"


def _request(*, files_length: int, cookie: str) -> Request:
    headers = [
        (b"content-length", str(files_length).encode()), (b"cookie", f"{COOKIE}={cookie}".encode()),
        (b"host", b"house.test"), (b"origin", b"http://house.test"),
    ]  # fmt: skip
    return Request({"type": "http", "method": "POST", "path": "/send/history", "headers": headers, "query_string": b""})


async def test_captures_are_fetched_once_however_often_it_is_asked(page: Page, acme: UUID) -> None:
    await page.go("/imports")
    await page.call(ImportsPage, "fetch", {"competitor": ""})
    assert (await page.state(ImportsPage)).fetch_problem
    for _ in range(2):
        await page.call(ImportsPage, "fetch", {"competitor": str(acme)})
    await page.call(ImportsPage, "load")
    listed = await page.state(ImportsPage)
    assert [(row.what, row.who) for row in listed.jobs] == [("Wayback Machine", "Acme")]


async def test_a_job_of_somebody_else_is_not_there(page: Page) -> None:
    await page.go("/imports?job=11111111-1111-4111-8111-111111111111")
    await page.call(FollowedJob, "follow")
    assert (await page.state(FollowedJob)).missing


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.example], ids=lambda kind: kind.format)
async def test_the_examples_are_read_without_a_complaint(
    browser: httpx.AsyncClient, page: Page, acme: UUID, runtime: Runtime, queue: RecordingQueue, kind: object
) -> None:
    example, name = kind.example.encode(), f"example.{kind.format}"  # type: ignore[attr-defined]  # a FileKind
    said = {"competitor": str(acme), "format": kind.format}  # type: ignore[attr-defined]  # as above
    answer = await browser.post("/send/history", data=said, files={"file": (name, example)})
    await carry_out(runtime, queue)
    await page.go(answer.headers["location"])
    await page.call(FollowedJob, "follow")
    job = await page.state(FollowedJob)
    assert (job.row.state, job.unused, job.row.reason) == ("succeeded", [], "")
    assert "document" in job.row.words

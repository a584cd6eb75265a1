"""Sign-up, sign-in and sign-out as a browser does them: forms, cookies, redirects."""

import asyncio
from collections.abc import AsyncIterator
from ipaddress import ip_network

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import text
from starlette.applications import Starlette

from competedexter.customers.accounts import service as accounts
from competedexter.foundation.unit_of_work import Work
from competedexter.runtime import Runtime
from competedexter.ui.session import COOKIE
from competedexter.ui.session_forms import FLASH_COOKIE, ROUTES, read_flash

OURS = {"origin": "http://house.test"}
ADA = {"name": "Ada", "email": "ada@example.com", "password": "tired-otter-lamp-42"}


@pytest_asyncio.fixture
async def browser(runtime: Runtime) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Starlette(routes=ROUTES), client=("127.0.0.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://house.test", headers=OURS) as client:
        yield client


async def test_sign_up_makes_a_workspace_a_session_and_leads_to_the_first_steps(
    browser: httpx.AsyncClient, runtime: Runtime
) -> None:
    answer = await browser.post("/auth/sign-up", data=ADA)
    assert (answer.status_code, answer.headers["location"]) == (303, "/welcome")
    said = answer.headers["set-cookie"].lower()
    assert "httponly" in said
    assert "samesite=lax" in said
    async with runtime.database.system() as work:
        viewer = await accounts.viewer_for_session(work, browser.cookies[COOKIE])
    assert viewer is not None
    assert viewer.email == "ada@example.com"


async def test_a_weak_password_comes_back_with_the_reason_and_without_the_password(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/auth/sign-up", data={**ADA, "password": "password12"})
    assert answer.headers["location"] == "/sign-up?problem=1"
    said = read_flash(browser.cookies[FLASH_COOKIE])
    assert said["field"] == "password"
    assert "common" in said["sentence"]
    assert said["email"] == "ada@example.com"
    assert "password12" not in "".join(said.values())
    assert COOKIE not in browser.cookies


async def test_an_address_signs_up_once(browser: httpx.AsyncClient) -> None:
    await browser.post("/auth/sign-up", data=ADA)
    answer = await browser.post("/auth/sign-up", data=ADA)
    assert answer.headers["location"] == "/sign-up?problem=1"
    assert read_flash(browser.cookies[FLASH_COOKIE])["field"] == "email"


async def test_sign_in_leads_back_to_where_one_was(browser: httpx.AsyncClient) -> None:
    await browser.post("/auth/sign-up", data=ADA)
    answer = await browser.post("/auth/sign-in", data={**ADA, "next": "/changes?label=noise"})
    assert answer.headers["location"] == "/changes?label=noise"
    elsewhere = await browser.post("/auth/sign-in", data={**ADA, "next": "https://evil.example"})
    assert elsewhere.headers["location"] == "/overview"


async def test_a_wrong_password_says_no_more_than_that(browser: httpx.AsyncClient) -> None:
    await browser.post("/auth/sign-up", data=ADA)
    sentences = set()
    for wrong in ({**ADA, "password": "wrong"}, {**ADA, "email": "nobody@example.com"}):
        await browser.post("/auth/sign-in", data=wrong)
        sentences.add(read_flash(browser.cookies[FLASH_COOKIE])["sentence"])
    assert sentences == {"E-mail address or password is wrong."}


async def test_attempts_are_counted(browser: httpx.AsyncClient) -> None:
    for _ in range(11):
        await browser.post("/auth/sign-in", data={**ADA, "password": "wrong"})
    assert "Too many attempts" in read_flash(browser.cookies[FLASH_COOKIE])["sentence"]


async def test_sign_out_ends_the_session_itself(browser: httpx.AsyncClient, runtime: Runtime) -> None:
    await browser.post("/auth/sign-up", data=ADA)
    token = browser.cookies[COOKIE]
    answer = await browser.post("/auth/sign-out")
    assert answer.headers["location"] == "/sign-in"
    async with runtime.database.system() as work:
        assert await accounts.viewer_for_session(work, token) is None


@pytest.mark.parametrize("path", ["/auth/sign-up", "/auth/sign-in", "/auth/sign-out", "/auth/demo", "/auth/workspace"])
@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"origin": "null"}, {"origin": "", "sec-fetch-site": "cross-site"}]
)
async def test_a_form_of_another_site_is_refused(
    browser: httpx.AsyncClient, path: str, headers: dict[str, str]
) -> None:
    answer = await browser.post(path, data=ADA, headers=headers)
    assert answer.status_code == 403
    assert COOKIE not in browser.cookies


async def test_a_guest_gets_a_demo_of_their_own(browser: httpx.AsyncClient, runtime: Runtime) -> None:
    answer = await browser.post("/auth/demo")
    assert (answer.status_code, answer.headers["location"]) == (303, "/overview")
    async with runtime.database.system() as work:
        viewer = await accounts.viewer_for_session(work, browser.cookies[COOKIE])
        assert viewer is not None
        views = await accounts.workspaces(work, viewer)
    assert {view.is_demo for view in views} == {True, False}
    assert next(view for view in views if view.is_demo).id == viewer.workspace_id


async def test_the_demo_of_someone_signed_in_is_one_however_often_it_is_opened(
    browser: httpx.AsyncClient, runtime: Runtime
) -> None:
    await browser.post("/auth/sign-up", data=ADA)
    await browser.post("/auth/demo")
    await browser.post("/auth/demo")
    async with runtime.database.system() as work:
        viewer = await accounts.viewer_for_session(work, browser.cookies[COOKIE])
        assert viewer is not None
        assert len(await accounts.workspaces(work, viewer)) == 2


async def test_one_goes_back_to_ones_own_workspace_and_never_to_anothers(
    browser: httpx.AsyncClient, runtime: Runtime
) -> None:
    await browser.post("/auth/sign-up", data=ADA)
    async with runtime.database.system() as work:
        own = await accounts.viewer_for_session(work, browser.cookies[COOKIE])
    assert own is not None
    await browser.post("/auth/demo")
    answer = await browser.post("/auth/workspace", data={"workspace": str(own.workspace_id)})
    assert answer.headers["location"] == "/overview"
    for foreign in ("01a205e1-b7bb-7760-9908-6778df57d1f5", "x", ""):
        refused = await browser.post("/auth/workspace", data={"workspace": foreign})
        assert refused.headers["location"] == "/sign-in"


@pytest.mark.parametrize(
    ("path", "field"), [("/auth/sign-in", "email"), ("/auth/sign-up", "workspace"), ("/auth/sign-up", "name")]
)
async def test_a_character_that_no_keyboard_types_comes_back_as_a_sentence(
    browser: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, path: str, field: str
) -> None:
    for character in ("\x00", "\x1b", "\x85"):
        answer = await browser.post(path, data={**ADA, field: f"a{character}b"})
        assert answer.headers["location"] == path.replace("/auth", "") + "?problem=1"
        said = read_flash(browser.cookies[FLASH_COOKIE])
        assert (said["field"], "cannot be typed" in said["sentence"]) == (field, True)
    assert "Traceback" not in caplog.text


async def test_what_nobody_foresaw_leads_back_with_a_sentence_and_the_log_holds_no_parameters(
    browser: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(work: Work, *_: object) -> None:
        await work.session.execute(text("SELECT CAST(:secret AS integer)"), {"secret": "mine alone"})

    monkeypatch.setattr(accounts, "register", broken)
    answer = await browser.post("/auth/sign-up", data=ADA)
    assert answer.headers["location"] == "/sign-up?problem=1"
    assert "our side" in read_flash(browser.cookies[FLASH_COOKIE])["sentence"]
    assert "SELECT CAST" in caplog.text
    assert "[SQL parameters hidden" in caplog.text


@pytest.mark.parametrize("path", [route.path for route in ROUTES])
async def test_a_large_form_is_refused_before_it_is_read(browser: httpx.AsyncClient, path: str) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 64:
            sent += 1
            yield b"x" * 16_384

    form = {"content-type": "multipart/form-data; boundary=b"}
    assert (await browser.post(path, content=endless(), headers=form)).status_code == 413
    assert sent <= 5
    announced = {**form, "content-length": str(300 * 1024 * 1024)}
    assert (await browser.post(path, content=b"", headers=announced)).status_code == 413


async def test_a_form_that_trickles_in_is_cut_off(browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("competedexter.ui.form_reading.BODY_SECONDS", 0.05)

    async def trickle() -> AsyncIterator[bytes]:
        yield b"e"
        await asyncio.sleep(30)

    answer = await browser.post("/auth/sign-in", content=trickle())
    assert answer.status_code == 408


async def test_a_form_whose_browser_went_away_is_no_error(caplog: pytest.LogCaptureFixture, runtime: Runtime) -> None:
    async def gone() -> dict[str, object]:
        return {"type": "http.disconnect"}

    told: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        told.append(message)

    scope = {"type": "http", "method": "POST", "path": "/auth/sign-in", "query_string": b"", "headers": []}
    await Starlette(routes=ROUTES)(scope, gone, send)
    assert told[0]["status"] == 499
    assert caplog.text == ""


async def test_guests_of_twelve_addresses_all_get_in_and_those_behind_a_trusted_proxy_too(
    browser: httpx.AsyncClient, runtime: Runtime
) -> None:
    runtime.settings = runtime.settings.model_copy(update={"trusted_proxies": (ip_network("127.0.0.1/32"),)})
    for n in range(12):
        browser.cookies.clear()
        answer = await browser.post("/auth/demo", headers={"x-forwarded-for": f"198.51.100.{n}"})
        assert answer.headers["location"] == "/overview"

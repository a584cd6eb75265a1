"""The browser against real servers: scripts run, and nothing it does reaches where the fetcher may not."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from loopback import LOOPBACK, FakeLookup, Serve, Speak

from competedexter.integrations.web.browser import Browser
from competedexter.integrations.web.chromium import find_chromium
from competedexter.integrations.web.errors import (
    BrowserUnavailable,
    ConnectFailed,
    RefusedAddress,
    RefusedUrl,
    RobotsDisallowed,
    TimedOut,
    TooLarge,
)
from competedexter.integrations.web.guard import Guard
from competedexter.integrations.web.protocol import WebRequest
from competedexter.integrations.web.urls import SafeUrl

pytestmark = pytest.mark.browser
SCRIPTED = """<html lang=en><title>Acme</title><body><p id=price>loading</p><script>
fetch('/data').then(r => r.json()).then(d => { document.getElementById('price').textContent = d.price });
</script>"""


async def anywhere(_: SafeUrl) -> None:
    """A permit for everything."""


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    if find_chromium() is None:
        pytest.skip("there is no Chromium on this machine (set CHROME_PATH)")
    one = Browser(Guard(LOOPBACK))
    yield one
    await one.close()


def html(body: str) -> web.Response:
    return web.Response(text=body, content_type="text/html")


async def test_a_page_is_read_after_its_scripts_have_run(browser: Browser, serve: Serve) -> None:
    seen: list[web.BaseRequest] = []

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        seen.append(request)
        if request.path == "/old":
            return web.Response(status=302, headers={"Location": "/new"})
        if request.path == "/data":
            await asyncio.sleep(0.1)
            return web.json_response({"price": "20 €"})
        return html(SCRIPTED)

    base = await serve(handler)
    response = await browser.render(WebRequest(f"{base}/old", render=True), anywhere)
    assert '<p id="price">20 €</p>' in response.text
    assert (response.url, response.redirects, response.status) == (f"{base}/new", (f"{base}/old",), 200)
    assert response.rendered
    assert response.media_type == "text/html"
    assert "compatible; CompeteDexterBot/" in seen[0].headers["User-Agent"]
    assert "Cookie" not in seen[0].headers


async def test_an_error_page_is_an_answer_with_its_status(browser: Browser, serve: Serve) -> None:
    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=403, text="<p>Checking your browser</p>", content_type="text/html")

    response = await browser.render(WebRequest(await serve(handler)), anywhere)
    assert response.status == 403
    assert "Checking your browser" in response.text


async def test_a_page_may_only_read_and_keeps_nothing_for_the_next(browser: Browser, serve: Serve) -> None:
    asked: list[str] = []

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        asked.append(f"{request.method} {request.path} {request.headers.get('Cookie', '-')}")
        response = html(
            """<body><img src=/picture.png><script>
            fetch('/post', {method: 'POST', body: 'x'}).catch(() => 0);
            navigator.sendBeacon('/beacon', 'x');
            try { new WebSocket('ws://' + location.host + '/socket') } catch (e) {}
            document.cookie = 'mine=1'; localStorage.mine = (localStorage.mine || '') + 'x';
            document.body.append('kept:' + localStorage.mine + ' worker:' + ('serviceWorker' in navigator));
            </script>"""
        )
        response.set_cookie("theirs", "1")
        return response

    base = await serve(handler)
    for _ in range(2):
        response = await browser.render(WebRequest(f"{base}/page"), anywhere)
        assert "kept:x worker:false" in response.text
    assert [line for line in asked if "/favicon.ico" not in line] == ["GET /page -"] * 2


async def test_a_private_address_is_refused_before_the_browser_starts() -> None:
    browser = Browser(Guard(), program=Path("/nonexistent"))
    for url in ("http://127.0.0.1/", "http://169.254.169.254/", "http://[::1]/", "file:///etc/passwd"):
        with pytest.raises((RefusedAddress, RefusedUrl)):
            await browser.render(WebRequest(url), anywhere)
    await browser.close()


async def test_neither_redirects_nor_scripts_nor_names_lead_to_where_the_guard_forbids(
    serve: Serve, speak: Speak
) -> None:
    if find_chromium() is None:
        pytest.skip("there is no Chromium on this machine (set CHROME_PATH)")
    touched: list[str] = []

    async def inner(request: web.BaseRequest) -> web.StreamResponse:
        touched.append(request.path)
        return html("secret")

    secret = (await serve(inner)).replace("127.0.0.1", "127.0.0.2")

    async def outer(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/redirect":
            return web.Response(status=302, headers={"Location": f"{secret}/redirected"})
        return html(
            f"<body><iframe src='{secret}/frame'></iframe><script src='{secret}/script'></script><script>"
            f"fetch('{secret}/fetched', {{mode: 'no-cors'}}).catch(() => 0);"
            f"fetch('http://inner.example:{secret.rpartition(':')[2]}/named', {{mode: 'no-cors'}}).catch(() => 0);"
            "fetch('file:///etc/passwd').then(r => r.text()).then(t => document.body.append(t)).catch(() => 0);"
            "</script>"
        )

    only_one = (LOOPBACK[0].supernet().__class__("127.0.0.1/32"),)
    browser = Browser(Guard(only_one, FakeLookup().say("inner.example", ["127.0.0.2"])))
    try:
        base = await serve(outer)
        with pytest.raises(RefusedAddress):
            await browser.render(WebRequest(f"{base}/redirect"), anywhere)
        response = await browser.render(WebRequest(f"{base}/page"), anywhere)
        assert "root:" not in response.text
        assert "secret" not in response.text
        assert touched == []
    finally:
        await browser.close()


async def test_where_the_page_ends_is_asked_of_robots_too(browser: Browser, serve: Serve) -> None:
    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        return html("<script>if (location.pathname == '/a') location.href = '/private'</script><p>x</p>")

    async def permit(url: SafeUrl) -> None:
        if url.path == "/private":
            raise RobotsDisallowed(host=url.host, reason="robots.txt disallows it")

    with pytest.raises(RobotsDisallowed):
        await browser.render(WebRequest(f"{await serve(handler)}/a"), permit)


async def test_a_download_is_told_and_not_kept(browser: Browser, serve: Serve) -> None:
    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(body=b"MZ", headers={"Content-Disposition": "attachment; filename=x.exe"})

    with pytest.raises(ConnectFailed, match="download"):
        await browser.render(WebRequest(await serve(handler)), anywhere)


async def test_a_page_that_grows_without_end_is_refused(browser: Browser, serve: Serve) -> None:
    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        return html("<body><script>document.body.append('x'.repeat(2000000))</script>")

    with pytest.raises(TooLarge):
        await browser.render(WebRequest(await serve(handler), max_bytes=1024 * 1024), anywhere)


async def test_nobody_listening_is_told(browser: Browser, unused_tcp_port: int) -> None:
    with pytest.raises(ConnectFailed, match="nothing listens there"):
        await browser.render(WebRequest(f"http://127.0.0.1:{unused_tcp_port}/"), anywhere)


async def test_a_page_that_never_ends_costs_the_browser_and_the_next_page_is_read(serve: Serve) -> None:
    if find_chromium() is None:
        pytest.skip("there is no Chromium on this machine (set CHROME_PATH)")

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        return html("<body>fine" if request.path == "/fine" else "<script>while (true) {}</script>")

    base = await serve(handler)
    browser = Browser(Guard(LOOPBACK), total_seconds=3)
    try:
        with pytest.raises(TimedOut):
            await browser.render(WebRequest(f"{base}/hangs"), anywhere)
        assert "fine" in (await browser.render(WebRequest(f"{base}/fine"), anywhere)).text
    finally:
        await browser.close()


async def test_a_killed_browser_is_replaced(browser: Browser, serve: Serve) -> None:
    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        return html("<body>fine")

    base = await serve(handler)
    await browser.render(WebRequest(base), anywhere)
    os.killpg(browser._running.chromium._process.pid, signal.SIGKILL)
    for _ in range(3):
        with contextlib.suppress(BrowserUnavailable):  # the page that was on its way when it died
            response = await browser.render(WebRequest(base), anywhere)
            break
    assert "fine" in response.text


async def test_pages_come_in_parallel_and_the_browser_is_renewed_under_way(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    if find_chromium() is None:
        pytest.skip("there is no Chromium on this machine (set CHROME_PATH)")
    monkeypatch.setattr("competedexter.integrations.web.browser.PAGES_PER_BROWSER", 2)

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        return html(f"<body>{request.path}")

    base = await serve(handler)
    browser = Browser(Guard(LOOPBACK))
    try:
        pages = await asyncio.gather(*(browser.render(WebRequest(f"{base}/{n}"), anywhere) for n in range(5)))
        assert [f"/{n}" in page.text for n, page in enumerate(pages)] == [True] * 5
    finally:
        await browser.close()


async def test_without_a_browser_one_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("competedexter.integrations.web.browser.find_chromium", lambda: None)
    browser = Browser(Guard(LOOPBACK))
    with pytest.raises(BrowserUnavailable, match="there is no Chromium on this machine"):
        await browser.render(WebRequest("http://127.0.0.1:8000/"), anywhere)
    await browser.close()


async def test_a_program_that_is_no_browser_is_told_with_its_last_words(tmp_path: Path) -> None:
    program = tmp_path / "chrome"
    program.write_text("#!/bin/sh\necho not today\nexit 3\n")
    program.chmod(0o755)
    browser = Browser(Guard(LOOPBACK), program=program)
    try:
        with pytest.raises(BrowserUnavailable, match="did not start: not today"):
            await browser.render(WebRequest("http://127.0.0.1:8000/"), anywhere)
    finally:
        await browser.close()


def test_the_named_browser_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "my-chrome"
    program.touch(mode=0o755)
    monkeypatch.setenv("CHROME_PATH", str(program))
    assert find_chromium() == program


def test_a_killed_owner_leaves_no_browser_behind() -> None:
    if find_chromium() is None:
        pytest.skip("there is no Chromium on this machine (set CHROME_PATH)")
    program = textwrap.dedent("""
        import asyncio
        from competedexter.foundation.processes import Watchdog
        from competedexter.integrations.web.chromium import find_chromium, start_chromium
        async def main():
            chromium = await start_chromium(find_chromium(), "http://127.0.0.1:9", Watchdog())
            print(chromium._process.pid, chromium._profile, flush=True)
            await asyncio.sleep(60)
        asyncio.run(main())
    """)
    owner = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    pid, profile = owner.stdout.readline().split()
    owner.kill()
    owner.wait()
    owner.stdout.close()
    for _ in range(100):
        if not _group_lives(int(pid)) and not Path(profile).exists():
            return
        time.sleep(0.1)
    shutil.rmtree(profile, ignore_errors=True)
    pytest.fail("Chromium outlived its owner")


def _group_lives(group: int) -> bool:
    states = [line.split(")")[-1].split()[0:3] for line in _stats()]
    return any(state != "Z" and int(pgrp) == group for state, _, pgrp in states)


def _stats() -> list[str]:
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            found.append(file.read_text())
        except OSError:
            continue
    return found

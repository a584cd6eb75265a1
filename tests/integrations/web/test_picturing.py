"""Pictures of pages: what is shown, bounded in height and bytes; and the browser leaves neither memory nor folders."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from loopback import LOOPBACK, Serve

from competedexter.integrations.web.browser import Browser
from competedexter.integrations.web.browser_memory import memory_of
from competedexter.integrations.web.chromium import find_chromium
from competedexter.integrations.web.guard import Guard
from competedexter.integrations.web.picturing import MAX_HEIGHT, MAX_PICTURE_BYTES
from competedexter.integrations.web.protocol import WebRequest
from competedexter.integrations.web.urls import SafeUrl

pytestmark = pytest.mark.browser
NOISE = """<canvas id=c width=1400 height=%d></canvas><script>
const c = document.getElementById('c'), x = c.getContext('2d'), d = x.createImageData(c.width, c.height);
for (let i = 0; i < d.data.length; i += 4) { const r = Math.random() * 16777216;
  d.data[i] = r; d.data[i + 1] = r >> 8; d.data[i + 2] = r >> 16; d.data[i + 3] = 255; }
x.putImageData(d, 0, 0);
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


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height of a WebP of any kind."""
    assert (picture[:4], picture[8:12]) == (b"RIFF", b"WEBP")
    kind = picture[12:16]
    if kind == b"VP8X":
        return int.from_bytes(picture[24:27], "little") + 1, int.from_bytes(picture[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(picture[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(picture[26:28], "little") & 0x3FFF, int.from_bytes(picture[28:30], "little") & 0x3FFF


async def pictured(browser: Browser, serve: Serve, body: str, asked: list[str] | None = None) -> bytes:
    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        if asked is not None:
            asked.append(request.path)
        return web.Response(text=f"<!doctype html><body style='margin:0'>{body}", content_type="text/html")

    return (await browser.render(WebRequest(await serve(handler), render=True, picture=True), anywhere)).picture


async def test_a_picture_shows_the_whole_page_with_its_images(browser: Browser, serve: Serve) -> None:
    asked: list[str] = []
    picture = await pictured(browser, serve, "<img src=/shown.png><div style='height:2500px'>Pro 49</div>", asked)
    width, height = size_of(picture)
    assert 1_400 < width <= 1_440  # less the bar to scroll with
    assert 2_500 <= height < 2_600
    assert "/shown.png" in asked
    assert len(picture) < 100_000


async def test_a_page_that_is_only_read_loads_no_image_and_brings_no_picture(browser: Browser, serve: Serve) -> None:
    asked: list[str] = []

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response(text="<img src=/shown.png>", content_type="text/html")

    response = await browser.render(WebRequest(await serve(handler), render=True), anywhere)
    assert response.picture == b""
    assert "/shown.png" not in asked


async def test_a_page_without_end_is_cut(browser: Browser, serve: Serve) -> None:
    picture = await pictured(browser, serve, "<div style='height:90000px;background:linear-gradient(red,blue)'></div>")
    assert size_of(picture)[1] == MAX_HEIGHT
    assert len(picture) <= MAX_PICTURE_BYTES


async def test_a_page_of_noise_is_pictured_coarsely_or_not_at_all(browser: Browser, serve: Serve) -> None:
    assert 0 < len(await pictured(browser, serve, NOISE % 2_000)) <= MAX_PICTURE_BYTES
    assert len(await pictured(browser, serve, NOISE % 9_000)) <= MAX_PICTURE_BYTES


async def test_a_browser_that_holds_too_much_memory_makes_room_for_a_fresh_one(serve: Serve) -> None:
    if find_chromium() is None:
        pytest.skip("there is no Chromium on this machine (set CHROME_PATH)")
    browser = Browser(Guard(LOOPBACK), most_memory=1)
    try:
        await pictured(browser, serve, "one")
        assert browser._running is not None
        first = browser._running
        assert not first.chromium.alive
        await pictured(browser, serve, "two")
        assert browser._running is not first
    finally:
        await browser.close()


async def test_its_memory_is_that_of_all_its_processes(browser: Browser, serve: Serve) -> None:
    await pictured(browser, serve, "one")
    assert browser._running is not None
    pid = browser._running.chromium._process.pid
    assert browser._running.chromium.memory == pytest.approx(memory_of(pid), rel=0.5)
    assert 20_000_000 < memory_of(pid) < 1_200_000_000


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()] if folder.exists() else []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Chromium has places of its own")
async def test_it_leaves_no_folder_behind(serve: Serve) -> None:
    if find_chromium() is None:
        pytest.skip("there is no Chromium on this machine (set CHROME_PATH)")

    browser = Browser(Guard(LOOPBACK))
    await pictured(browser, serve, "one")
    assert browser._running is not None
    chromium = browser._running.chromium
    assert any("org.chromium" in name for name in names_in(chromium._profile))  # and so none beside it
    await browser.close()
    assert names_in(chromium._profile) == []

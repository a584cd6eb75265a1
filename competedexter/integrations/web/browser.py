"""Pages that need scripts: one Chromium behind the pinning proxy, few pages at a time, recycled, never left behind."""

import asyncio
import contextlib
import shutil
import tempfile
import time
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from competedexter.foundation.processes import Watchdog
from competedexter.integrations.web.chromium import Chromium, find_chromium, start_chromium
from competedexter.integrations.web.content import media_type_of
from competedexter.integrations.web.errors import (
    BrowserUnavailable,
    ConnectFailed,
    RefusedUrl,
    TimedOut,
    TlsFailed,
    WebError,
)
from competedexter.integrations.web.fetcher import TOTAL_SECONDS, Permit, user_agent
from competedexter.integrations.web.guard import Guard
from competedexter.integrations.web.protocol import MB, WebRequest, WebResponse
from competedexter.integrations.web.proxy import PinningProxy
from competedexter.integrations.web.rendering import Renderer, Rendering
from competedexter.integrations.web.urls import SafeUrl, parse_url

MAX_PAGES_AT_ONCE: Final = 2  # each page costs up to 400 MB and a core
PAGES_PER_BROWSER: Final = 100  # then a fresh one: Chromium grows
MOST_MEMORY: Final = 1_200 * MB  # 200 when it is fresh, and two pages of 400; then a fresh one as well
CLOSE_SECONDS: Final = 5.0  # for a polite goodbye before the kill
_CLAUSES: Final = {
    "ERR_CONNECTION_REFUSED": "nothing listens there",
    "ERR_CONNECTION_RESET": "it broke the connection off",
    "ERR_CONNECTION_CLOSED": "it closed the connection without an answer",
    "ERR_EMPTY_RESPONSE": "it closed the connection without an answer",
    "ERR_TOO_MANY_REDIRECTS": "it redirects in a circle",
    "ERR_TUNNEL_CONNECTION_FAILED": "the connection failed",
    "ERR_INVALID_RESPONSE": "what it answered is not HTTP",
    "ERR_ABORTED": "it offers a download instead of a page",
    "Download is starting": "it offers a download instead of a page",
}
# What Playwright and crawl4ai say when the browser has died, often before its exit is seen.
_CRASHES: Final = ("has been closed", "Connection closed", "crashed", "Browser is not available", "ECONNREFUSED")


class _Running:
    """One Chromium with its proxy and connection, and how many pages it has shown."""

    def __init__(self, chromium: Chromium, proxy: PinningProxy, renderer: Renderer) -> None:
        self.chromium = chromium
        self.proxy = proxy
        self.renderer = renderer
        self.shown = 0
        self.showing = 0
        self.spent = False

    @property
    def usable(self) -> bool:
        """Whether it may show another page."""
        return self.chromium.alive and not self.spent and self.shown < PAGES_PER_BROWSER

    async def abandon(self, task: asyncio.Task[None]) -> None:
        """Give up a page that does not end: the browser is killed first, then every call the task waits for ends."""
        self.spent = True
        await self.chromium.stop()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def retire(self) -> None:
        """No more pages; stop when the last one is done."""
        self.spent = True
        if self.showing == 0:
            await self.stop()

    async def stop(self) -> None:
        """Stop browser, connection and proxy."""
        self.spent = True
        with contextlib.suppress(TimeoutError):  # what it talks to may be dead already
            async with asyncio.timeout(CLOSE_SECONDS):
                await self.renderer.close()
        await self.chromium.stop()
        await self.proxy.close()


class Browser:
    """Renders pages. Starts Chromium at the first page; use and close it inside one event loop."""

    def __init__(
        self,
        guard: Guard,
        *,
        contact: str = "",
        total_seconds: float = TOTAL_SECONDS,
        program: Path | None = None,
        most_memory: int = MOST_MEMORY,
    ) -> None:
        self._guard = guard
        self._agent = user_agent(contact)
        self._total_seconds = total_seconds
        self._program = program
        self._most_memory = most_memory
        self._running: _Running | None = None
        self._watchdog: Watchdog | None = None
        self._folder: Path | None = None
        self._starting = asyncio.Lock()
        self._places = asyncio.Semaphore(MAX_PAGES_AT_ONCE)

    async def render(self, request: WebRequest, permit: Permit) -> WebResponse:
        """Read one page with its scripts run. `permit` is asked for the address and where it ends. Raises WebError."""
        url = parse_url(request.url)
        await permit(url)
        await self._guard.addresses(url.host, url.address)
        async with self._places:
            running = await self._ready()
            started = time.monotonic()
            seen = await self._shown(running, url, request)
        final = _final_address(url, seen)
        refused = running.proxy.failure_of(final.host)
        if refused is not None:  # what the page shows is our proxy's answer, not the site's
            raise refused.afresh()
        if final.text != url.text:
            await permit(final)
        return _response(final, seen, time.monotonic() - started)

    async def close(self) -> None:
        """Stop the browser and everything around it."""
        async with self._starting:
            if self._running is not None:
                await self._running.stop()
                self._running = None
        if self._watchdog is not None:
            await asyncio.to_thread(self._watchdog.close)
            self._watchdog = None
        if self._folder is not None:
            await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)
            self._folder = None

    async def _ready(self) -> _Running:
        async with self._starting:
            before = self._running
            if before is not None and before.usable:
                return before
            self._running = None
            if before is not None:
                await before.retire()
            self._running = await self._started()
            return self._running

    async def _started(self) -> _Running:
        program = self._program or await asyncio.to_thread(find_chromium)
        if program is None:
            raise BrowserUnavailable(reason="there is no Chromium on this machine")
        if self._watchdog is None:
            self._watchdog = await asyncio.to_thread(Watchdog)
        if self._folder is None:
            self._folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="competedexter-browser-"))
            self._watchdog.remove_at_end(self._folder)
        proxy = PinningProxy(self._guard)
        try:
            chromium = await start_chromium(program, await proxy.start(), self._watchdog)
        except BrowserUnavailable:
            await proxy.close()
            raise
        proxy.close_port(chromium.port)
        running = _Running(chromium, proxy, Renderer(chromium.cdp_url, self._agent, self._folder))
        try:
            await running.renderer.connect()
        except Exception as error:  # Playwright's own errors derive from nothing narrower
            await running.stop()
            raise BrowserUnavailable(reason=_first_line(error)) from error
        return running

    async def _shown(self, running: _Running, url: SafeUrl, request: WebRequest) -> Rendering:
        """Render within the deadline; a page that hangs the browser costs the browser, not us."""
        seen = Rendering(url=url.text)
        running.shown += 1
        running.showing += 1
        task = asyncio.create_task(running.renderer.render(url, seen, request.max_bytes, picture=request.picture))
        try:
            done, _ = await asyncio.wait({task}, timeout=self._total_seconds)
            if not done:
                raise TimedOut(host=url.host, seconds=self._total_seconds)
            task.result()
        except WebError:
            raise
        except Exception as error:  # Playwright's own errors derive from nothing narrower
            raise _as_web_error(running, seen, error) from error
        finally:
            running.showing -= 1
            if not task.done():
                await running.abandon(task)
            elif await asyncio.to_thread(lambda: running.chromium.memory) > self._most_memory:
                running.spent = True
            if running.spent:
                await running.retire()
        return seen


def _as_web_error(running: _Running, seen: Rendering, error: Exception) -> WebError:
    host = urlsplit(seen.url).hostname or seen.url
    words = str(error)
    if not running.chromium.alive or any(sign in words for sign in _CRASHES):
        running.spent = True
        return BrowserUnavailable(reason="it crashed while reading the page")
    refused = running.proxy.failure_of(host)
    if refused is not None:
        return refused.afresh()
    if "ERR_CERT" in words or "ERR_SSL" in words:
        return TlsFailed(host=host, reason="its certificate cannot be verified")
    clause = next((clause for sign, clause in _CLAUSES.items() if sign in words), "the page could not be opened")
    return ConnectFailed(host=host, reason=clause)


def _final_address(asked: SafeUrl, rendering: Rendering) -> SafeUrl:
    """Where the page ended. Raises ConnectFailed when that is no web address."""
    try:
        return parse_url(rendering.url)
    except RefusedUrl as error:
        raise ConnectFailed(host=asked.host, reason="the page left the web") from error


def _response(url: SafeUrl, rendering: Rendering, seconds: float) -> WebResponse:
    body = rendering.html.encode("utf-8", errors="replace")
    content_type = rendering.headers.get("content-type", "")
    return WebResponse(
        url=url.text,
        status=rendering.status,
        headers=rendering.headers,
        body=body,
        media_type=media_type_of(content_type, body),
        charset="utf-8",
        redirects=rendering.redirects,
        elapsed_seconds=seconds,
        rendered=True,
        picture=rendering.picture,
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["unknown"])[0][:200]

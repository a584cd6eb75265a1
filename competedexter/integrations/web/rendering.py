"""One page in the browser, through crawl4ai over CDP: opened, left to settle, read as the person would see it.

crawl4ai (and Playwright under it) costs 3 s and 130 MB to import, so it is imported at the first page and only then.
"""

import asyncio
import contextlib
import copy
import importlib
import os
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from competedexter.integrations.web.errors import TooLarge
from competedexter.integrations.web.picturing import picture_of
from competedexter.integrations.web.protocol import MB
from competedexter.integrations.web.urls import SafeUrl

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Page, Request, Response, Route, WebSocketRoute

NAVIGATION_SECONDS: Final = 20.0
NETWORK_SECONDS: Final = 6.0  # for the page's own requests to end; pages that poll never do
QUIET_MS: Final = 300  # without a change of the document
SETTLE_MS: Final = 3000  # at most
_UNSEEN: Final = frozenset({"image", "media", "font", "texttrack", "eventsource", "websocket", "manifest", "ping"})
_SHOWN: Final = frozenset({"image", "font"})  # that nobody reads, but a picture shows
_QUIET: Final = """([quiet, most]) => new Promise(done => {
    let timer = setTimeout(finish, quiet);
    const limit = setTimeout(finish, most);
    const watch = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(finish, quiet); });
    watch.observe(document, {subtree: true, childList: true, characterData: true});
    function finish() { watch.disconnect(); clearTimeout(limit); done(true); }
})"""
_LENGTH: Final = "() => document.documentElement ? document.documentElement.outerHTML.length : 0"
_NO_WORKERS: Final = "delete Navigator.prototype.serviceWorker"  # their requests would pass our routes by


@dataclass
class Rendering:
    """What a page became: `html` after its scripts, status and headers of its last navigation, where it ended, and a
    picture of it when one was asked for."""

    html: str = ""
    url: str = ""
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    redirects: tuple[str, ...] = ()
    picture: bytes = b""


class Renderer:
    """A connection to one running browser; each page gets a context of its own, without cookies of others."""

    def __init__(self, cdp_url: str, agent: str, folder: Path) -> None:
        self._cdp_url = cdp_url
        self._folder = folder
        self._agent = agent
        self._crawl4ai: Any = None  # imported lazily, and untyped
        self._browser: Any = None  # its settings: 80 ms to make, so made once
        self._run: Any = None  # 50 ms
        self._keeper: Any = None  # holds the shared connection open between pages

    async def connect(self) -> None:
        """Import what is needed and connect. Raises whatever Playwright raises."""
        self._crawl4ai = await asyncio.to_thread(_imported, self._folder)
        self._browser = self._browser_settings()
        self._run = self._run_settings()
        self._keeper = self._strategy()
        await self._keeper.start()
        version = self._keeper.browser_manager.browser.version
        self._browser.user_agent = (
            f"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; {self._agent}) Chrome/{version}"
        )

    async def close(self) -> None:
        """Let go of the connection."""
        if self._keeper is not None:
            await self._keeper.close()
            self._keeper = None

    async def render(self, url: SafeUrl, seen: Rendering, max_bytes: int, *, picture: bool = False) -> None:
        """Open `url` and fill `seen`, its address even on failure.

        Raises TooLarge, and whatever Playwright raises; set a deadline around it.
        """
        page = _Page(url.host, seen, max_bytes, picture=picture)
        strategy = self._strategy()
        strategy.set_hook("on_page_context_created", page.prepare)
        strategy.set_hook("after_goto", page.note)
        strategy.set_hook("before_retrieve_html", page.settle)
        await strategy.start()
        try:
            answer = await strategy.crawl(url.text, config=copy.copy(self._run))
        finally:
            await strategy.close()
        seen.html = str(answer.html)
        seen.url = str(answer.redirected_url)

    def _strategy(self) -> Any:
        strategies = importlib.import_module("crawl4ai.async_crawler_strategy")
        logger = self._crawl4ai.AsyncLogger(verbose=False)
        return strategies.AsyncPlaywrightCrawlerStrategy(browser_config=self._browser, logger=logger)

    def _browser_settings(self) -> Any:
        return self._crawl4ai.BrowserConfig(
            browser_mode="custom",
            cdp_url=self._cdp_url,
            cache_cdp_connection=True,
            create_isolated_context=True,
            accept_downloads=False,
            ignore_https_errors=False,
            viewport_width=1440,
            viewport_height=900,
            verbose=False,
        )

    def _run_settings(self) -> Any:
        return self._crawl4ai.CrawlerRunConfig(
            cache_mode=self._crawl4ai.CacheMode.BYPASS,
            wait_until="domcontentloaded",
            page_timeout=int(NAVIGATION_SECONDS * 1000),
            body_visibility_timeout=1000,
            delay_before_return_html=0.0,
            locale="en-US",
            verbose=False,
        )


class _Page:
    """The hooks of one page, and what they saw."""

    def __init__(self, host: str, seen: Rendering, max_bytes: int, *, picture: bool) -> None:
        self._picture = picture
        self._host = host
        self._seen = seen
        self._max_bytes = max_bytes

    async def prepare(self, page: "Page", context: "BrowserContext", **_: object) -> "Page":
        """Before anything is loaded: only reading, nothing unseen, no sockets, no workers."""
        await context.clear_cookies()
        await context.add_init_script(_NO_WORKERS)
        await context.route("**/*", _only_looking if self._picture else _only_reading)
        await context.route_web_socket("**/*", _closed)
        page.on("request", self.follow)
        page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))
        return page

    async def note(self, page: "Page", response: "Response | None" = None, **_: object) -> "Page":
        """After the navigation: what answered."""
        if response is not None:
            self._seen.status = response.status
            self._seen.headers = {name.lower(): value for name, value in (await response.all_headers()).items()}
            self._seen.redirects = _redirects(response.request)
        return page

    async def settle(self, page: "Page", **_: object) -> "Page":
        """Wait until the page has stopped loading and moving, then look whether it is small enough to take."""
        playwright = importlib.import_module("playwright.async_api")
        with contextlib.suppress(playwright.TimeoutError):  # pages that keep polling are read as they are
            await page.wait_for_load_state("networkidle", timeout=NETWORK_SECONDS * 1000)
        await page.evaluate(_QUIET, [QUIET_MS, SETTLE_MS])
        if int(await page.evaluate(_LENGTH)) > self._max_bytes:
            raise TooLarge(host=self._host, limit=f"{self._max_bytes // MB} MB", part="page")
        if self._picture:
            self._seen.picture = await picture_of(page)
        return page

    def follow(self, request: "Request") -> None:
        """Note where the page is going, for when it does not arrive."""
        if request.is_navigation_request() and request.frame.parent_frame is None:
            self._seen.url = request.url


async def _only_reading(route: "Route") -> None:
    await _let_pass(route, _UNSEEN)


async def _only_looking(route: "Route") -> None:
    await _let_pass(route, _UNSEEN - _SHOWN)


async def _let_pass(route: "Route", unwanted: frozenset[str]) -> None:
    request = route.request
    if request.method not in ("GET", "HEAD", "OPTIONS") or request.resource_type in unwanted:
        await route.abort("blockedbyclient")
    else:
        await route.continue_()


async def _closed(socket: "WebSocketRoute") -> None:
    await socket.close()


def _redirects(request: "Request") -> tuple[str, ...]:
    left: list[str] = []
    before = request.redirected_from
    while before is not None:
        left.append(before.url)
        before = before.redirected_from
    return tuple(reversed(left))


def _imported(folder: Path) -> Any:
    """crawl4ai, told to keep its files in `folder` instead of the home directory, and its notices to itself."""
    os.environ["CRAWL4AI_NO_CLOUD_NOTICE"] = "1"
    os.environ["CRAWL4_AI_BASE_DIRECTORY"] = str(folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its dependencies deprecate each other
        return importlib.import_module("crawl4ai")

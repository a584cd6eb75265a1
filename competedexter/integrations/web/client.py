"""The product's web client: robots.txt first, then the fetcher, or the browser where a page needs one."""

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from competedexter.integrations.web.addresses import Network
from competedexter.integrations.web.browser import Browser
from competedexter.integrations.web.errors import BrowserUnavailable
from competedexter.integrations.web.fetcher import TOTAL_SECONDS, Fetcher
from competedexter.integrations.web.guard import Guard, Lookup
from competedexter.integrations.web.protocol import RobotsVerdict, WebRequest, WebResponse
from competedexter.integrations.web.robots import RobotsGate
from competedexter.integrations.web.urls import parse_url


class SafeWebClient:
    """Reads public pages safely and politely. Use it inside one event loop, and close it there.

    `allow_networks` are opened besides the public ones. With `browser` off, or none on the machine, asking for a
    rendered page raises BrowserUnavailable. `contact` is told to the sites in the user agent. `lookup` resolves names.
    """

    def __init__(
        self,
        *,
        allow_networks: Sequence[Network] = (),
        browser: bool = True,
        contact: str = "",
        total_seconds: float = TOTAL_SECONDS,
        lookup: Lookup | None = None,
    ) -> None:
        guard = Guard(allow_networks, lookup)
        self._guard = guard
        self._fetcher = Fetcher(guard, contact=contact, total_seconds=total_seconds)
        self._robots = RobotsGate(self._fetcher)
        self._browser = Browser(guard, contact=contact, total_seconds=total_seconds) if browser else None

    async def get(self, request: WebRequest) -> WebResponse:
        """Read one page, by the browser when `request.render`; robots.txt is asked at every hop. Raises WebError."""
        if not request.render:
            return await self._fetcher.fetch(request, self._robots.permit)
        if self._browser is None:
            raise BrowserUnavailable(reason="the browser is switched off")
        return await self._browser.render(request, self._robots.permit)

    async def robots(self, url: str) -> RobotsVerdict:
        """What the site's robots.txt says about `url`. Raises RefusedUrl, RefusedAddress; other failures are verdicts."""
        parsed = parse_url(url)
        if parsed.address is not None:
            self._guard.check(parsed.host, parsed.address)
        return await self._robots.verdict(parsed)

    async def check(self, url: str) -> None:
        """Whether `url` may be read at all: resolves it, opens nothing. Raises RefusedUrl, RefusedAddress, UnknownHost."""
        parsed = parse_url(url)
        await self._guard.addresses(parsed.host, parsed.address)

    async def close(self) -> None:
        """Close connections and the browser."""
        await self._robots.close()
        await self._fetcher.close()
        if self._browser is not None:
            await self._browser.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

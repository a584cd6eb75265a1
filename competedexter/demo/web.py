"""How the crawler reads the demo sites: live ones over loopback HTTP, those of the past as they were on a day.

A page has the address of an invented company (`https://ticketwren.example/pricing`), wherever the product is reached:
what is stored stays true on another port. Which workspace's site it is, the reader's workspace says.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from competedexter.foundation.clock import Clock
from competedexter.foundation.own_address import in_url, own_address
from competedexter.integrations.web.protocol import RobotsVerdict, WebClient, WebRequest, WebResponse

from . import pages
from .vendors import BY_DOMAIN, BY_SLUG, Vendor

PATH = "/demo-sites"
ONCE_HELD = "127.0.0.1"  # demos of the first version keep addresses of this host, with the port of their day


def base_url(host: str, port: int) -> str:
    """Where this machine's web process serves the sites."""
    return f"http://{in_url(own_address(host))}:{port}"


def page_url(vendor: Vendor, page: str) -> str:
    """The address of a page as it is stored and shown."""
    return f"https://{vendor.domain}/{page}"


def live_path(url: str, workspace_id: UUID) -> str | None:
    """Where the product serves this page of a demo site of the workspace; None for an address of anybody else.

    Compared part by part: `..`, escapes, user names and the sites of other workspaces are not the demo's.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if any(mark in parts.path for mark in ("..", "%", "\\", "//")):
        return None
    vendor = BY_DOMAIN.get(parts.netloc)
    if vendor is not None and parts.scheme == "https":
        return f"{PATH}/{workspace_id}/{vendor.slug}{parts.path or '/'}"
    return parts.path if _was_held(parts) and parts.path.startswith(f"{PATH}/{workspace_id}/") else None


def _was_held(parts: SplitResult) -> bool:
    host, _, port = parts.netloc.partition(":")
    return parts.scheme == "http" and host == ONCE_HELD and (not port or (port.isascii() and port.isdigit()))


class DemoSitesWeb:
    """The product's web client, with one door to loopback: the demo sites of one workspace, and nothing beside them."""

    def __init__(self, public: WebClient, own: WebClient, base: str, workspace_id: UUID | None = None) -> None:
        self.public = public
        self.own = own
        self._base = base
        self._workspace_id = workspace_id

    def within(self, workspace_id: UUID) -> "DemoSitesWeb":
        """For work of this workspace."""
        return DemoSitesWeb(self.public, self.own, self._base, workspace_id)

    async def get(self, request: WebRequest) -> WebResponse:
        served = self.served_at(request.url)
        if served is None:
            return await self.public.get(request)
        return replace(await self.own.get(replace(request, url=served)), url=request.url)

    async def robots(self, url: str) -> RobotsVerdict:
        served = self.served_at(url)
        return await (self.public.robots(url) if served is None else self.own.robots(served))

    def served_at(self, url: str) -> str | None:
        """Where on this machine a demo page is served; None for every other address."""
        path = live_path(url, self._workspace_id) if self._workspace_id else None
        return None if path is None else self._base + path


class HistoryWeb:
    """The sites as they were on the clock's day, `today` being day 0; during an outage they answer 503."""

    def __init__(self, clock: Clock, today: date) -> None:
        self._clock = clock
        self._today = today

    async def get(self, request: WebRequest) -> WebResponse:
        days_ago = max((self._today - self._clock.now().date()).days, 0)
        parts = urlsplit(request.url)
        place = f"{BY_DOMAIN[parts.netloc].slug}{parts.path}"
        return respond(request.url, place, today=self._today, days_ago=days_ago, prices={})

    async def robots(self, _url: str) -> RobotsVerdict:
        return RobotsVerdict(allowed=True)


def respond(
    url: str, place: str, *, today: date, days_ago: int, prices: Mapping[str, Mapping[str, Decimal]]
) -> WebResponse:
    """The answer of a demo site at `place` ("ticketwren/pricing"): `prices` are those changed by hand, by vendor and plan."""
    slug, _, page = place.partition("/")
    vendor = BY_SLUG.get(slug)
    if vendor is None:
        return _answer(url, 404, "No such vendor.")
    if vendor.is_out(days_ago):
        return _answer(url, 503, "<h1>503 Service Unavailable</h1>")
    if page == "feed.xml":
        return _answer(url, 200, pages.feed(vendor, today=today), "application/atom+xml")
    html = pages.render(vendor, page, today=today, days_ago=days_ago, prices=prices.get(slug, {}))
    return _answer(url, 200 if html else 404, html or "<h1>Not found</h1>")


def _answer(url: str, status: int, body: str, media_type: str = "text/html") -> WebResponse:
    return WebResponse(
        url=url,
        status=status,
        headers={"content-type": f"{media_type}; charset=utf-8"},
        body=body.encode(),
        media_type=media_type,
        charset="utf-8",
    )

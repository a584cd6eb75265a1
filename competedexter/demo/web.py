"""How the crawler reads the demo sites: live ones over loopback HTTP, those of the past as they were on a day."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit
from uuid import UUID

from competedexter.foundation.clock import Clock
from competedexter.integrations.web.protocol import RobotsVerdict, WebClient, WebRequest, WebResponse

from . import pages
from .vendors import BY_SLUG

PATH = "/demo-sites"


def base_url(port: int) -> str:
    """Where this machine's web process serves the sites."""
    return f"http://127.0.0.1:{port}{PATH}"


def site_url(port: int, workspace_id: UUID, slug: str) -> str:
    return f"{base_url(port)}/{workspace_id}/{slug}"


class DemoSitesWeb:
    """The product's web client, with one door to loopback: addresses under the demo's own base, and nothing beside it."""

    def __init__(self, public: WebClient, own: WebClient, base: str) -> None:
        self.public = public
        self.own = own
        self._base = urlsplit(base)

    async def get(self, request: WebRequest) -> WebResponse:
        return await self._for(request.url).get(request)

    async def robots(self, url: str) -> RobotsVerdict:
        return await self._for(url).robots(url)

    def _for(self, url: str) -> WebClient:
        return self.own if self.is_ours(url) else self.public

    def is_ours(self, url: str) -> bool:
        """Compared part by part: `..`, escapes, user names and other ports are not ours."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        same_place = (parts.scheme, parts.netloc) == (self._base.scheme, self._base.netloc)
        plain = not any(mark in parts.path for mark in ("..", "%", "\\", "//"))
        return same_place and plain and parts.path.startswith(f"{self._base.path}/")


class HistoryWeb:
    """The sites as they were on the clock's day, `today` being day 0; during an outage they answer 503."""

    def __init__(self, clock: Clock, today: date) -> None:
        self._clock = clock
        self._today = today

    async def get(self, request: WebRequest) -> WebResponse:
        days_ago = max((self._today - self._clock.now().date()).days, 0)
        return respond(request.url, today=self._today, days_ago=days_ago, prices={})

    async def robots(self, _url: str) -> RobotsVerdict:
        return RobotsVerdict(allowed=True)


def respond(url: str, *, today: date, days_ago: int, prices: Mapping[str, Mapping[str, Decimal]]) -> WebResponse:
    """The answer of a demo site: `prices` are those changed by hand, by vendor and plan."""
    base, slug, page = _place(url)
    vendor = BY_SLUG.get(slug)
    if vendor is None:
        return _answer(url, 404, "No such vendor.")
    if vendor.is_out(days_ago):
        return _answer(url, 503, "<h1>503 Service Unavailable</h1>")
    if page == "feed.xml":
        return _answer(url, 200, pages.feed(vendor, today=today, base=base), "application/atom+xml")
    html = pages.render(vendor, page, today=today, days_ago=days_ago, prices=prices.get(slug, {}), base=base)
    return _answer(url, 200 if html else 404, html or "<h1>Not found</h1>")


def _place(url: str) -> tuple[str, str, str]:
    """(base of the vendor's site, slug, page) of `.../demo-sites/<workspace>/<slug>/<page>`."""
    head, _, rest = url.partition(f"{PATH}/")
    workspace, _, local = rest.partition("/")
    slug, _, page = local.partition("/")
    return f"{head}{PATH}/{workspace}/{slug}", slug, page.partition("?")[0]


def _answer(url: str, status: int, body: str, media_type: str = "text/html") -> WebResponse:
    return WebResponse(
        url=url,
        status=status,
        headers={"content-type": f"{media_type}; charset=utf-8"},
        body=body.encode(),
        media_type=media_type,
        charset="utf-8",
    )

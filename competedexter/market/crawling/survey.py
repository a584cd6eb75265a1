"""What a site shows of the six places at a first look: robots.txt, home page, sitemap, feed. Nothing is kept here."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from competedexter.integrations.web.errors import WebError
from competedexter.integrations.web.protocol import WebClient, WebRequest, WebResponse
from competedexter.market.competitors.schemas import SlotState, SlotView
from competedexter.market.crawlers.reading.discovery import SlotCandidate, parse_sitemap, slots_from
from competedexter.market.crawlers.reading.feed_title import feed_preview
from competedexter.market.crawlers.reading.needs_browser import needs_scripts
from competedexter.market.crawlers.reading.response_class import Verdict, classify

from .schemas import Parties

MOST_SITEMAPS = 3  # one index and two of its parts name the sections of any site
MOST_SITEMAP_URLS = 5_000


@dataclass(frozen=True)
class Survey:
    """What was learnt of a site: candidates for slots; `failure` says why its home page could not be read, if so."""

    candidates: tuple[SlotCandidate, ...]
    feed: SlotView | None = None
    failure: str = ""
    sitemap: str | None = None  # the address of one that names pages


async def survey(website_url: str, parties: Parties) -> Survey:
    """Reads a site's home page and sitemap. Never raises for what the site does."""
    web = parties.web
    try:
        robots = await web.robots(website_url)
        home = await _home(website_url, parties)
    except WebError as error:
        return Survey((), failure=str(error))
    verdict = await asyncio.to_thread(classify, home)
    if verdict.state not in ("succeeded", "suspect"):
        return Survey((), failure=verdict.reason)
    addresses = robots.sitemaps or (_root(home.url) + "/sitemap.xml",)
    urls = await _sitemap_urls(addresses, web)
    best = _best(await asyncio.to_thread(slots_from, home, urls))
    return Survey(
        tuple(best.values()), await _feed(best.get("feed"), web), _doubt(verdict), addresses[0] if urls else None
    )


def _doubt(verdict: Verdict) -> str:
    """Links of a doubtful page are followed; that it names no others says nothing."""
    return verdict.reason if verdict.state == "suspect" else ""


async def _home(website_url: str, parties: Parties) -> WebResponse:
    """The home page, in a browser when it shows nothing without one. Raises WebError."""
    home = await parties.web.get(WebRequest(website_url))
    if parties.renders and await asyncio.to_thread(needs_scripts, home):
        return await _quietly(WebRequest(website_url, render=True), parties.web) or home
    return home


def _best(candidates: Sequence[SlotCandidate]) -> dict[str, SlotCandidate]:
    best: dict[str, SlotCandidate] = {}
    for candidate in sorted(candidates, key=lambda one: -one.confidence):
        best.setdefault(candidate.slot, candidate)
    return best


async def _sitemap_urls(addresses: Sequence[str], web: WebClient) -> list[str]:
    found: list[str] = []
    waiting, read = list(addresses)[:MOST_SITEMAPS], 0
    while waiting and read < MOST_SITEMAPS and len(found) < MOST_SITEMAP_URLS:
        response = await _quietly(WebRequest(waiting.pop(0)), web)
        read += 1
        if response is None or response.status != 200:
            continue
        for url, _ in parse_sitemap(response.body):
            (waiting if url.endswith((".xml", ".xml.gz")) else found).append(url)
    return found[:MOST_SITEMAP_URLS]


async def _feed(candidate: SlotCandidate | None, web: WebClient) -> SlotView | None:
    if candidate is None:
        return None
    response = await _quietly(WebRequest(candidate.url), web)
    preview = None
    if response is not None and response.status == 200:
        preview = await asyncio.to_thread(feed_preview, response)
    if preview is None:
        reason = "The address is named, but no feed was read there."
        return SlotView(slot="feed", state=SlotState.MISSING, url=candidate.url, reason=reason)
    return SlotView(slot="feed", state=SlotState.FOUND, url=candidate.url, preview=preview, reason=candidate.why)


async def _quietly(request: WebRequest, web: WebClient) -> WebResponse | None:
    """A page we can do without: its absence only narrows what is found."""
    try:
        return await web.get(request)
    except WebError:
        return None


def _root(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"

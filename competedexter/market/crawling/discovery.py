"""A new competitor's six slots: read robots.txt, sitemap and home page, watch what is found, crawl it at once."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from competedexter.foundation.unit_of_work import OpenWork, Work
from competedexter.integrations.web.errors import WebError
from competedexter.integrations.web.protocol import WebClient, WebRequest, WebResponse
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.errors import CompetitorNotFound
from competedexter.market.competitors.schemas import SLOTS, CompetitorView, SlotState, SlotView
from competedexter.market.crawlers.reading.discovery import SlotCandidate, parse_sitemap, slots_from
from competedexter.market.crawlers.reading.feed_title import feed_preview
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource

from . import runs
from .schemas import Parties, Trigger

MOST_SITEMAPS = 3  # one index and two of its parts name the sections of any site
MOST_SITEMAP_URLS = 5_000
SOURCE_TYPES = {
    "pricing": "pricing",
    "features": "features",
    "careers": "website",
    "changelog": "website",
    "docs": "website",
}


@dataclass(frozen=True)
class Survey:
    """What was learnt of a site: candidates for slots, or the reason why nothing was."""

    candidates: tuple[SlotCandidate, ...]
    feed: SlotView | None = None
    failure: str = ""


async def discover(open_work: OpenWork, competitor_id: UUID, parties: Parties) -> None:
    """Looks for the six slots; what is found is watched and its first crawl queued. Safe to run twice."""
    async with open_work() as work:
        try:
            competitor = await competitors.note_slots(work, competitor_id, ())
        except CompetitorNotFound:
            return
    if competitor.archived_at is not None:
        return
    survey = await _survey(competitor.website_url, parties.web)
    async with open_work() as work:
        await _watch(work, competitor, survey)

        async def push() -> None:
            await parties.push(work.tenant, {"type": "discovery", "competitorId": str(competitor_id)})

        work.then(push)


async def _survey(website_url: str, web: WebClient) -> Survey:
    try:
        robots = await web.robots(website_url)
        if not robots.allowed:
            return Survey((), failure=robots.reason)
        home = await web.get(WebRequest(website_url))
        if home.status >= 400:
            return Survey((), failure=f"The home page answered {home.status}.")
        urls = await _sitemap_urls(robots.sitemaps or (_root(home.url) + "/sitemap.xml",), web)
    except WebError as error:
        return Survey((), failure=str(error))
    candidates = await asyncio.to_thread(slots_from, home, urls)
    best: dict[str, SlotCandidate] = {}
    for candidate in sorted(candidates, key=lambda one: -one.confidence):
        best.setdefault(candidate.slot, candidate)
    return Survey(tuple(best.values()), feed=await _feed(best.get("feed"), web))


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
    preview = feed_preview(response) if response is not None and response.status == 200 else None
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


async def _watch(work: Work, competitor: CompetitorView, survey: Survey) -> None:
    home = NewSource(source_type="website", source_url=competitor.website_url)
    await _watch_one(work, competitor.id, home, "home")
    slots = {
        slot: SlotView(slot=slot, state=SlotState.MISSING, reason=survey.failure or _missing(slot, competitor))
        for slot in SLOTS
    }
    if survey.feed is not None:
        slots["feed"] = survey.feed
    for candidate in survey.candidates:
        if candidate.slot in SOURCE_TYPES:
            new = NewSource.model_validate({"source_type": SOURCE_TYPES[candidate.slot], "source_url": candidate.url})
            await _watch_one(work, competitor.id, new, candidate.slot)
            slots[candidate.slot] = SlotView(
                slot=candidate.slot, state=SlotState.LOOKING, url=candidate.url, reason=candidate.why
            )
    await competitors.note_slots(work, competitor.id, _not_read_yet(competitor, slots))


async def _watch_one(work: Work, competitor_id: UUID, new: NewSource, slot: str) -> None:
    source = await sources.watch(work, competitor_id, new, slot=slot)
    await runs.queue(work, source, Trigger.DISCOVERY)


def _not_read_yet(competitor: CompetitorView, slots: dict[str, SlotView]) -> list[SlotView]:
    """A slot that a person filled by hand, and that was read, is not called missing again."""
    filled = {slot.slot for slot in competitor.slots if slot.state is SlotState.FOUND}
    return [slot for slot in slots.values() if not (slot.state is SlotState.MISSING and slot.slot in filled)]


def _missing(slot: str, competitor: CompetitorView) -> str:
    return f"No {slot} page is linked from {competitor.domain} or named in its sitemap."


def _root(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"

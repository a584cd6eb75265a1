"""A new competitor's six slots: survey the site, watch what is found, crawl it at once."""

from uuid import UUID

from competedexter.foundation.unit_of_work import OpenWork, Work
from competedexter.jobs import DiscoverCompetitor
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.errors import CompetitorNotFound
from competedexter.market.competitors.schemas import SLOTS, CompetitorView, SlotState, SlotView
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource

from . import runs
from .schemas import Parties, Trigger
from .survey import Survey, survey

SOURCE_TYPES = {
    "pricing": "pricing",
    "features": "features",
    "careers": "jobs",
    "changelog": "website",
    "docs": "website",
}

ALONGSIDE = ("tech_stack", "company_info")  # what else the home page tells, read once a week


async def discover(open_work: OpenWork, competitor_id: UUID, parties: Parties) -> None:
    """Looks for the six slots; what is found is watched and its first crawl queued. Safe to run twice."""
    async with open_work() as work:
        try:
            competitor = await competitors.note_slots(work, competitor_id, ())
        except CompetitorNotFound:
            return
    if competitor.archived_at is not None:
        return
    seen = await survey(competitor.website_url, parties)
    async with open_work() as work:
        await _watch(work, competitor, seen)

        async def push() -> None:
            await parties.push(work.tenant, {"type": "discovery", "competitorId": str(competitor_id)})

        work.then(push)


async def repeat_if_unanswered(work: Work, competitor_id: UUID) -> None:
    """The home page can be read: slots that were given up because it could not be are looked for again.

    The home page is a source like others, so a site that shuts us out is asked again at the pace of any such source.
    """
    competitor = await competitors.note_slots(work, competitor_id, ())
    if any(slot.url is None and slot.state is SlotState.BLOCKED for slot in competitor.slots):
        work.enqueue(DiscoverCompetitor(work.tenant, competitor_id))


async def _watch(work: Work, competitor: CompetitorView, seen: Survey) -> None:
    home = NewSource(source_type="website", source_url=competitor.website_url)
    await _watch_one(work, competitor.id, home, "home")
    if not seen.failure:
        for source_type in ALONGSIDE:
            beside = {"source_type": source_type, "source_url": competitor.website_url, "crawl_frequency": "weekly"}
            await _watch_one(work, competitor.id, NewSource.model_validate(beside))
    if seen.sitemap is not None:
        await _watch_one(work, competitor.id, NewSource(source_type="website", source_url=seen.sitemap))
    filled = {slot.slot for slot in competitor.slots if slot.state is SlotState.FOUND}
    slots = {slot: _not_found(slot, competitor, seen) for slot in SLOTS if slot not in filled}
    if seen.feed is not None and "feed" not in filled:
        slots["feed"] = seen.feed
        if seen.feed.state is SlotState.FOUND and seen.feed.url:
            await _watch_one(work, competitor.id, NewSource(source_type="news", source_url=seen.feed.url), "feed")
    for candidate in seen.candidates:
        if candidate.slot in SOURCE_TYPES and candidate.slot not in filled:
            new = NewSource.model_validate({"source_type": SOURCE_TYPES[candidate.slot], "source_url": candidate.url})
            await _watch_one(work, competitor.id, new, candidate.slot)
            slots[candidate.slot] = SlotView(
                slot=candidate.slot, state=SlotState.LOOKING, url=candidate.url, reason=candidate.why
            )
    await competitors.note_slots(work, competitor.id, list(slots.values()))


async def _watch_one(work: Work, competitor_id: UUID, new: NewSource, slot: str | None = None) -> None:
    source = await sources.watch(work, competitor_id, new, slot=slot)
    await runs.queue(work, source, Trigger.DISCOVERY)


def _not_found(slot: str, competitor: CompetitorView, seen: Survey) -> SlotView:
    """Missing from a page that was read; blocked, with the reason, where there was none to read."""
    if seen.failure:
        return SlotView(slot=slot, state=SlotState.BLOCKED, reason=seen.failure)
    reason = f"No {slot} page is linked from {competitor.domain} or named in its sitemap."
    return SlotView(slot=slot, state=SlotState.MISSING, reason=reason)

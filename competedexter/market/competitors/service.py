"""The verbs of competitors: add, find, edit, archive, restore, purge."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.foundation.views import Page, Pagination
from competedexter.jobs import DiscoverCompetitor
from competedexter.models import Competitor

from .addresses import host_of, website_of
from .errors import CompetitorNotFound, DomainTaken, NotArchived, PurgeNeedsOwner
from .repository import CompetitorRepository
from .schemas import (
    SLOTS,
    CompetitorEdit,
    CompetitorFilters,
    CompetitorView,
    Coverage,
    NewCompetitor,
    SlotState,
    SlotView,
)

DISCOVERY_LOST = timedelta(minutes=1)  # longer than a survey of a site takes, but for a very slow one
SWEEP_MOST = 1_000


async def add(work: Work, viewer: Viewer, new: NewCompetitor) -> CompetitorView:
    """Watches a company from now on; discovery starts after the commit. Raises DomainTaken, InvalidDomain, InvalidWebsite."""
    viewer.require(Role.ADMIN)
    competitors = CompetitorRepository(work)
    domain = host_of(new.domain)
    website = website_of(new.website_url, domain)
    if await competitors.by_domain(domain):
        raise DomainTaken(domain=domain)
    competitor = Competitor(
        workspace_id=work.tenant,
        **new.model_dump(exclude={"domain", "website_url", "discover", "metadata", "tags", "aliases"}),
        tags=list(new.tags),
        aliases=list(new.aliases),
        details=new.metadata,
        domain=domain,
        website_url=website,
        colour_slot=await competitors.free_colour(),
        discovery={slot: {"state": SlotState.LOOKING} for slot in SLOTS} if new.discover else {},
        created_at=work.now(),
        updated_at=work.now(),
    )
    await _write(competitors, competitor)
    if new.discover:
        work.enqueue(DiscoverCompetitor(work.tenant, competitor.id))
    return view_of(competitor)


async def find(work: Work, viewer: Viewer, filters: CompetitorFilters, page: PageRequest) -> Page[CompetitorView]:
    viewer.require(Role.VIEWER)
    rows, total = await CompetitorRepository(work).find(filters, page)
    pagination = Pagination(total=total, page=page.page, page_size=page.page_size)
    return Page(items=tuple(view_of(row) for row in rows), pagination=pagination)


async def watched(work: Work) -> Sequence[CompetitorView]:
    """Every competitor that is not archived, by name."""
    return [view_of(row) for row in await CompetitorRepository(work).all_active()]


async def get(work: Work, viewer: Viewer, competitor_id: UUID) -> CompetitorView:
    viewer.require(Role.VIEWER)
    return view_of(await _existing(work, competitor_id))


async def names(work: Work, competitor_ids: Collection[UUID]) -> dict[UUID, str]:
    """What each is called, archived ones included; ids that are not of this workspace are left out."""
    return await CompetitorRepository(work).names(competitor_ids) if competitor_ids else {}


async def watched_only(work: Work) -> tuple[UUID, ...] | None:
    """The ids of those that are not archived; None when there is nobody to leave out."""
    return await CompetitorRepository(work).watched_only()


async def edit(work: Work, viewer: Viewer, competitor_id: UUID, changes: CompetitorEdit) -> CompetitorView:
    viewer.require(Role.ADMIN)
    competitors = CompetitorRepository(work)
    competitor = await _existing(work, competitor_id)
    values = changes.model_dump(exclude_unset=True, exclude_none=True)
    if "domain" in values:
        values["domain"] = host_of(values["domain"])
        other = await competitors.by_domain(values["domain"])
        if other is not None and other.id != competitor.id:
            raise DomainTaken(domain=values["domain"])
    if "website_url" in values:
        values["website_url"] = website_of(values["website_url"], values.get("domain", competitor.domain))
    if "metadata" in values:
        values["details"] = values.pop("metadata")
    for name in ("tags", "aliases"):
        if name in values:
            values[name] = list(values[name])
    for name, value in values.items():
        setattr(competitor, name, value)
    competitor.updated_at = work.now()
    await _write(competitors, competitor)
    return view_of(competitor)


async def archive(work: Work, viewer: Viewer, competitor_id: UUID) -> None:
    """Stops watching; restorable. Sources of archived competitors are never due (sources.repository)."""
    viewer.require(Role.ADMIN)
    competitor = await _existing(work, competitor_id)
    competitor.archived_at = competitor.archived_at or work.now()
    await CompetitorRepository(work).add(competitor)


async def restore(work: Work, viewer: Viewer, competitor_id: UUID) -> CompetitorView:
    """Raises NotArchived, or DomainTaken when the domain was added anew meanwhile."""
    viewer.require(Role.ADMIN)
    competitor = await _existing(work, competitor_id)
    if competitor.archived_at is None:
        raise NotArchived
    competitors = CompetitorRepository(work)
    if await competitors.by_domain(competitor.domain):
        raise DomainTaken(domain=competitor.domain)
    competitor.archived_at, competitor.updated_at = None, work.now()
    await _write(competitors, competitor)
    return view_of(competitor)


async def hold_for_purge(work: Work, viewer: Viewer, competitor_id: UUID) -> None:
    """From now on nothing is added to it: a look under way is waited for. Raises PurgeNeedsOwner, CompetitorNotFound."""
    if viewer.role is not Role.OWNER:
        raise PurgeNeedsOwner
    if not await CompetitorRepository(work).hold(competitor_id):
        raise CompetitorNotFound


async def purge(work: Work, viewer: Viewer, competitor_id: UUID) -> None:
    """Removes the rows that belong to it. All of it goes with evidence.purging.purge_competitor, which calls this."""
    await hold_for_purge(work, viewer, competitor_id)
    await CompetitorRepository(work).remove(competitor_id)


async def note_slots(work: Work, competitor_id: UUID, slots: Sequence[SlotView]) -> CompetitorView:
    """Keeps what was seen of some slots; the others stay as they are.

    A look that brings no preview (under way, or at a page that has not moved) leaves the one that was read before.
    """
    competitor = await CompetitorRepository(work).locked(competitor_id)
    if competitor is None:
        raise CompetitorNotFound
    known = competitor.discovery
    seen = {s.slot: _with_preview(known, s) for s in slots if not _said_by_quote(known, s)}
    competitor.discovery = {**known, **seen}
    competitor.discovered_at = work.now()
    await CompetitorRepository(work).add(competitor)
    return view_of(competitor)


def _with_preview(known: Mapping[str, Any], seen: SlotView) -> dict[str, Any]:  # Any: the slot as JSON
    told = seen.model_dump(mode="json", exclude={"slot"})
    if not seen.preview and seen.state in (SlotState.LOOKING, SlotState.FOUND):
        told["preview"] = known.get(seen.slot, {}).get("preview", "")
    return told


async def sell_by_quote(work: Work, viewer: Viewer, competitor_id: UUID, *, quoted: bool) -> CompetitorView:
    """Somebody says that they sell by quote: no pricing page is missed any more. False takes it back."""
    viewer.require(Role.ADMIN)
    competitor = await CompetitorRepository(work).locked(competitor_id)
    if competitor is None:
        raise CompetitorNotFound
    state = SlotState.QUOTED if quoted else SlotState.MISSING
    reason = f"{viewer.name} said that they sell by quote." if quoted else ""
    slot = SlotView(slot="pricing", state=state, reason=reason)
    competitor.discovery = {**competitor.discovery, slot.slot: slot.model_dump(mode="json", exclude={"slot"})}
    await CompetitorRepository(work).add(competitor)
    return view_of(competitor)


def _said_by_quote(known: Mapping[str, Any], seen: SlotView) -> bool:  # Any: JSON
    """What a person said of a slot stands until a page is found or refused there."""
    was = (known.get(seen.slot) or {}).get("state")
    return was == SlotState.QUOTED and seen.state in (SlotState.LOOKING, SlotState.MISSING)


async def begin_discovery(work: Work, viewer: Viewer, competitor_id: UUID) -> CompetitorView:
    """Look for the six slots again."""
    viewer.require(Role.ADMIN)
    await _existing(work, competitor_id)
    looking = [SlotView(slot=slot, state=SlotState.LOOKING) for slot in SLOTS]
    view = await note_slots(work, competitor_id, looking)
    work.enqueue(DiscoverCompetitor(work.tenant, competitor_id))
    return view


async def sweep(work: Work) -> int:
    """Sends discoveries that were lost before they found anything once more. System work."""
    lost = await CompetitorRepository(work).claim_undiscovered(DISCOVERY_LOST, SWEEP_MOST)
    for workspace_id, competitor_id in lost:
        work.enqueue(DiscoverCompetitor(workspace_id, competitor_id))
    return len(lost)


def view_of(row: Competitor) -> CompetitorView:
    slots = tuple(SlotView(slot=slot, **row.discovery[slot]) for slot in SLOTS if slot in row.discovery)
    values = row.model_dump(exclude={"details", "discovery", "workspace_id"})
    return CompetitorView.model_validate(
        {**values, "metadata": row.details, "coverage": _coverage(slots), "slots": slots}
    )


def _coverage(slots: Sequence[SlotView]) -> Coverage:
    def named(state: SlotState) -> tuple[str, ...]:
        return tuple(slot.slot for slot in slots if slot.state is state)

    return Coverage(
        found=named(SlotState.FOUND),
        missing=named(SlotState.MISSING),
        blocked=named(SlotState.BLOCKED),
        quoted=named(SlotState.QUOTED),
    )


async def _existing(work: Work, competitor_id: UUID) -> Competitor:
    competitor = await CompetitorRepository(work).get(competitor_id)
    if competitor is None:
        raise CompetitorNotFound
    return competitor


async def _write(competitors: CompetitorRepository, competitor: Competitor) -> None:
    try:
        await competitors.add(competitor)
    except IntegrityError as error:  # someone added the same domain at the same moment
        if "uq_competitors_domain" in str(error.orig):
            raise DomainTaken(domain=competitor.domain) from error
        raise

"""The verbs of sources: add, find, edit, pause, remove, claim what is due. How a look went is kept in looks.py."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urldefrag
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.foundation.views import Page, Pagination
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.addresses import website_of
from competedexter.market.competitors.errors import CompetitorArchived, InvalidWebsite
from competedexter.models import DataSource

from .errors import InvalidSourceUrl, SourceNotFound, SourceTaken
from .hook_tokens import own_address
from .mapping import checked_config, is_fed, reconfigured
from .repository import SourceRepository
from .schemas import Claimed, NewSource, SourceEdit, SourceFilters, SourceView

_OF_ONE_ADDRESS = ("etag", "last_modified", "fingerprint", "doubtful_fingerprint", "text_length")


async def add(
    work: Work, viewer: Viewer, competitor_id: UUID, new: NewSource, *, slot: str | None = None, own: str = ""
) -> SourceView:
    """Due at once. One that is fed may leave out its address: it gets one of ours, at the base `own`.

    Raises CompetitorNotFound, CompetitorArchived, InvalidSourceUrl, InvalidMapping, MappingMissing, SourceTaken.
    """
    viewer.require(Role.ADMIN)
    if (await competitors.get(work, viewer, competitor_id)).archived_at is not None:
        raise CompetitorArchived
    source_id, config = new_id(), checked_config(new.source_type, new.config)
    is_ours = is_fed(config) and bool(own) and not new.source_url.strip()
    url = own_address(own, source_id) if is_ours else clean_url(new.source_url)
    known = await SourceRepository(work).at(competitor_id, new.source_type, url)
    if known is not None and not known.config.get("history"):
        raise SourceTaken(source_type=new.source_type)
    source = (
        woken(work, known, new)
        if known
        else DataSource(
            id=source_id,
            workspace_id=work.tenant,
            competitor_id=competitor_id,
            source_type=new.source_type,
            source_url=url,
            slot=slot,
            crawl_frequency=new.crawl_frequency,
            config=config,
            next_due_at=due_at_once(work, config),
            created_at=work.now(),
        )
    )
    await write(work, [source])
    return view_of(source)


async def watch(work: Work, competitor_id: UUID, new: NewSource, *, slot: str | None = None) -> SourceView:
    """What discovery found; a source that is there already is kept and takes the slot. No viewer: the house asks.

    Who asks looks at once: a new source is due an hour later, should that look be lost.
    """
    url = clean_url(new.source_url)
    source = await SourceRepository(work).at(competitor_id, new.source_type, url)
    if source is None:
        source = DataSource(
            workspace_id=work.tenant,
            competitor_id=competitor_id,
            source_type=new.source_type,
            source_url=url,
            crawl_frequency=new.crawl_frequency,
            config=new.config,
            created_at=work.now(),
            next_due_at=work.now() + timedelta(hours=1),
        )
    elif source.config.get("history"):
        source = woken(work, source, new)
    source.slot = source.slot or slot
    await write(work, [source])
    return view_of(source)


def woken(work: Work, source: DataSource, new: NewSource) -> DataSource:
    """An address of which only an imported past was known (history.py) is watched from now on."""
    config = checked_config(new.source_type, new.config)
    source.status, source.next_due_at = "active", due_at_once(work, config)
    source.crawl_frequency, source.config = new.crawl_frequency, config
    return source


def due_at_once(work: Work, config: dict[str, Any]) -> datetime | None:  # Any: NewSource's own
    """Never, when what the source says is brought to it."""
    return None if is_fed(config) else work.now()


async def list_for(work: Work, viewer: Viewer, competitor_id: UUID) -> tuple[SourceView, ...]:
    viewer.require(Role.VIEWER)
    await competitors.get(work, viewer, competitor_id)
    return tuple(view_of(row) for row in await SourceRepository(work).of_competitor(competitor_id))


async def find(
    work: Work,
    viewer: Viewer,
    page: PageRequest,
    *,
    health: str | None = None,
    status: str | None = None,
    source_type: str | None = None,
    competitor_id: UUID | None = None,
) -> Page[SourceView]:
    """Sources of all watched competitors."""
    viewer.require(Role.VIEWER)
    narrowed = SourceFilters(health, status, source_type, competitor_id)
    rows, total = await SourceRepository(work).find(narrowed, page)
    pagination = Pagination(total=total, page=page.page, page_size=page.page_size)
    return Page(items=tuple(view_of(row) for row in rows), pagination=pagination)


async def count_unwell(work: Work, viewer: Viewer) -> int:
    viewer.require(Role.VIEWER)
    return await SourceRepository(work).count_unwell()


async def health_of(work: Work, viewer: Viewer, competitor_ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """How many sources of each competitor are in each health; those that are paused count as `paused`."""
    viewer.require(Role.VIEWER)
    return await SourceRepository(work).health_of(competitor_ids) if competitor_ids else {}


async def get(work: Work, source_id: UUID) -> SourceView:
    """Raises SourceNotFound."""
    return view_of(await _existing(work, source_id))


async def watched(work: Work, source_id: UUID) -> SourceView:
    """A source that may be looked at. Raises SourceNotFound, CompetitorArchived."""
    columns = await SourceRepository(work).recalled(source_id)
    if columns is None:
        raise SourceNotFound
    if columns["archived_at"] is not None:
        raise CompetitorArchived
    return shown(columns)


async def edit(work: Work, viewer: Viewer, source_id: UUID, changes: SourceEdit) -> SourceView:
    """A new address or mapping starts from a new baseline: what was known by the old one is forgotten."""
    viewer.require(Role.ADMIN)
    source = await _existing(work, source_id)
    values = changes.model_dump(exclude_unset=True, exclude_none=True)
    if "source_url" in values:
        values["source_url"] = clean_url(values["source_url"])
        if values["source_url"] != source.source_url:
            values |= dict.fromkeys(_OF_ONE_ADDRESS)
            values["next_due_at"] = work.now()
    if "config" in values:
        values["config"], is_read_anew = reconfigured(source.source_type, source.config, values["config"])
        if is_read_anew:
            values |= {**dict.fromkeys(_OF_ONE_ADDRESS), "next_due_at": work.now()}
    if values.get("status") == "active" and source.status != "active":
        values |= {"next_due_at": work.now(), "error_count": 0}
    if is_fed(values.get("config", source.config)):
        values["next_due_at"] = None
    for name, value in values.items():
        setattr(source, name, value)
    await write(work, [source])
    return view_of(source)


async def remove(work: Work, viewer: Viewer, source_id: UUID) -> None:
    """It is not looked at any more; facts are append-only, so what was seen there stays. Raises SourceNotFound.

    All of it is done by crawling.removing.remove_source, which calls this.
    """
    viewer.require(Role.ADMIN)
    source = await _existing(work, source_id)
    source.removed_at, source.next_due_at = work.now(), None
    await SourceRepository(work).add(source)


async def claim_due(work: Work, *, most: int = 1_000) -> list[Claimed]:
    """Sources whose time has come, each claimed once however many ask. System work."""
    return await SourceRepository(work).claim_due(work.now(), most)


def view_of(row: DataSource) -> SourceView:
    return shown(row.model_dump())


def shown(columns: Mapping[str, Any]) -> SourceView:  # Any: columns
    """A row as the world sees it."""
    hook = columns["config"].get("hook")
    if hook is not None:  # what is kept of its token is nobody's business
        columns = {**columns, "config": {**columns["config"], "hook": {"since": hook["since"]}}}
    return SourceView.model_validate({name: columns[name] for name in SourceView.model_fields})


def clean_url(text: str) -> str:
    """An address as sources keep it. Raises InvalidSourceUrl."""
    try:
        return website_of(urldefrag(text.strip()).url, "")
    except (InvalidWebsite, ValueError) as error:
        shown = text[:100]
        reason = InvalidSourceUrl.sentence.format(text=shown)
        raise InvalidSourceUrl(text=shown, details=[{"field": "sourceUrl", "reason": reason}]) from error


async def _existing(work: Work, source_id: UUID) -> DataSource:
    source = await SourceRepository(work).get(source_id)
    if source is None:
        raise SourceNotFound
    return source


async def write(work: Work, rows: Sequence[DataSource]) -> None:
    """New and changed sources of one competitor, in one statement. Raises SourceTaken."""
    try:
        await SourceRepository(work).add(*rows)
    except IntegrityError as error:
        if "uq_data_sources" in str(error.orig):
            raise SourceTaken(source_type=rows[0].source_type) from error
        raise

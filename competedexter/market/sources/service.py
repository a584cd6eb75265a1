"""The verbs of sources: add, find, edit, pause, remove, claim what is due, keep how a look went."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
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

from .cadence import FAILED_AFTER, Health, next_look
from .errors import InvalidSourceUrl, SourceNotFound, SourceTaken
from .hook_tokens import own_address
from .mapping import checked_config, is_fed, reconfigured
from .repository import SourceRepository
from .schemas import Claimed, NewSource, SourceEdit, SourceFilters, SourceView

_OF_ONE_ADDRESS = ("etag", "last_modified", "fingerprint", "doubtful_fingerprint", "text_length")
_chance = Random()  # noqa: S311  # jitter, not a secret


@dataclass(frozen=True)
class Look:
    """How one look at a source ended. Only a good one carries new validators and a fingerprint."""

    health: Health
    reason: str = ""
    retry_after: float | None = None
    counts_as_error: bool = False
    etag: str | None = None
    last_modified: str | None = None
    fingerprint: str | None = None
    text_length: int | None = None
    doubtful_fingerprint: str | None = None
    render: bool = False


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
        _woken(work, known, new)
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
            next_due_at=_due_at_once(work, config),
            created_at=work.now(),
        )
    )
    await _write(work, source)
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
        source = _woken(work, source, new)
    source.slot = source.slot or slot
    await _write(work, source)
    return view_of(source)


def _woken(work: Work, source: DataSource, new: NewSource) -> DataSource:
    """An address of which only an imported past was known (history.py) is watched from now on."""
    config = checked_config(new.source_type, new.config)
    source.status, source.next_due_at = "active", _due_at_once(work, config)
    source.crawl_frequency, source.config = new.crawl_frequency, config
    return source


def _due_at_once(work: Work, config: dict[str, Any]) -> datetime | None:  # Any: NewSource's own
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
    await _write(work, source)
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


async def keep(work: Work, source_id: UUID, look: Look, *, read_at: str) -> SourceView:
    """Writes down how a look at the address `read_at` went and when the next one is due.

    A look at an address that was changed meanwhile says nothing of the new one.
    """
    source = await SourceRepository(work).locked(source_id)
    if source is None:
        raise SourceNotFound
    if source.source_url != read_at:
        return view_of(source)
    now = work.now()
    source.error_count = source.error_count + 1 if look.counts_as_error else 0
    if source.status != "paused":
        source.status = "failed" if source.error_count >= FAILED_AFTER else "active"
    if source.health != look.health or source.health_since is None:
        source.health_since = now
    source.health, source.health_reason, source.last_crawled_at = look.health, look.reason, now
    if look.health is Health.OK:
        _keep_good(source, look)
        source.last_success_at = now
    source.doubtful_fingerprint = look.doubtful_fingerprint
    source.next_due_at = (
        None
        if is_fed(source.config)
        else next_look(
            frequency=source.crawl_frequency,
            health=look.health,
            errors=source.error_count,
            now=now,
            chance=_chance,
            retry_after=look.retry_after,
        )
    )
    await SourceRepository(work).add(source)
    return view_of(source)


def _keep_good(source: DataSource, look: Look) -> None:
    source.etag = look.etag if look.etag is not None else source.etag
    source.last_modified = look.last_modified if look.last_modified is not None else source.last_modified
    source.fingerprint = look.fingerprint or source.fingerprint
    source.text_length = look.text_length if look.text_length is not None else source.text_length
    if look.render and not source.config.get("render"):
        source.config = {**source.config, "render": True}


@dataclass(frozen=True)
class Memory:
    """What is remembered of the last good look; no fingerprint when there was none at this address."""

    etag: str | None
    last_modified: str | None
    fingerprint: str | None
    text_length: int | None
    doubtful_fingerprint: str | None = None


async def recall(work: Work, source_id: UUID) -> tuple[SourceView, Memory]:
    source = await _existing(work, source_id)
    return view_of(source), Memory(
        source.etag, source.last_modified, source.fingerprint, source.text_length, source.doubtful_fingerprint
    )


def view_of(row: DataSource) -> SourceView:
    values = row.model_dump(exclude={"workspace_id", "etag", "last_modified", "fingerprint", "removed_at"})
    hook = values["config"].get("hook")
    if hook is not None:  # what is kept of its token is nobody's business
        values["config"] = {**values["config"], "hook": {"since": hook["since"]}}
    return SourceView.model_validate(values)


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


async def _write(work: Work, source: DataSource) -> None:
    try:
        await SourceRepository(work).add(source)
    except IntegrityError as error:
        if "uq_data_sources" in str(error.orig):
            raise SourceTaken(source_type=source.source_type) from error
        raise

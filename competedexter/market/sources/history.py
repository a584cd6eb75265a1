"""Which source an imported past belongs to: the one that is watched, else one that is only remembered."""

from typing import Final
from uuid import UUID

from competedexter.foundation.identifiers import new_id
from competedexter.foundation.unit_of_work import Work
from competedexter.models import DataSource

from .repository import SourceRepository
from .schemas import SourceView
from .service import clean_url, view_of

HISTORY_ONLY: Final = "history"  # in `config`: nobody asked to look there; adding or finding it wakes it
_SLOTS: Final = {"pricing": "pricing", "website": "home"}  # the slot that stands for a type


async def of_history(work: Work, competitor_id: UUID, source_type: str, url: str) -> SourceView:
    """The source at this address; else the one that stands for its type (its price page, its home page); else a new one
    that is paused: an import asks nothing of the web. Raises InvalidSourceUrl."""
    repository = SourceRepository(work)
    address = clean_url(url)
    known = await repository.of_competitor(competitor_id)
    mine = [source for source in known if source.source_type == source_type]
    exact = next((source for source in mine if source.source_url == address), None)
    slot = _SLOTS.get(source_type)
    found = exact or next((source for source in mine if slot and source.slot == slot), None)
    if found is None and source_type != "website":
        found = next(iter(mine), None)
    if found is None:
        found = DataSource(
            id=new_id(),
            workspace_id=work.tenant,
            competitor_id=competitor_id,
            source_type=source_type,
            source_url=address,
            status="paused",
            config={HISTORY_ONLY: True},
            created_at=work.now(),
        )
        await repository.add(found)
    return view_of(found)


async def all_of(work: Work, competitor_id: UUID) -> tuple[SourceView, ...]:
    """Every source of a competitor. No viewer: the house asks."""
    return tuple(view_of(row) for row in await SourceRepository(work).of_competitor(competitor_id))

"""Changes by the many, for pages that show several competitors at once: one query a page, not one a competitor."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.unit_of_work import Work

from .schemas import DayCount, LastChange
from .volume_repository import VolumeRepository


async def by_day(
    work: Work, viewer: Viewer, competitor_ids: Collection[UUID], kinds: Sequence[str], *, since: datetime
) -> list[DayCount]:
    """How many changes of these kinds happened on each day (UTC) from `since` to now, oldest day first."""
    viewer.require(Role.VIEWER)
    return await VolumeRepository(work).by_day(competitor_ids, kinds, since, work.now()) if competitor_ids else []


async def last_of(work: Work, viewer: Viewer, competitor_ids: Collection[UUID]) -> dict[UUID, LastChange]:
    """The newest change of each competitor that is neither held back nor taken back, nor from before we watched."""
    viewer.require(Role.VIEWER)
    found = await VolumeRepository(work).last_of(competitor_ids) if competitor_ids else []
    return {one.competitor_id: one for one in found}

"""What is told already when two states are compared: by the prices of the same page, by other pages of the site."""

from typing import Final
from uuid import UUID

from competedexter.foundation.unit_of_work import Work
from competedexter.market.snapshots.schemas import StoredSnapshot

from .comparing import State
from .mark_repository import MarkRepository
from .repository import ChangeRepository
from .told_elsewhere import SAME_EVENT, Elsewhere, told_by_pages
from .told_once import Told

PRICING_FIRST: Final = {"pricing": 0}  # its typed changes tell the page what is told already


async def told_on_other_pages(work: Work, before: StoredSnapshot, after: StoredSnapshot) -> Elsewhere:
    """What other pages of the site told since this one was as before; comparisons of one site wait for each other."""
    changes = ChangeRepository(work)
    await changes.lock_competitor(after.competitor_id)
    since = min(before.observed_at, after.observed_at - SAME_EVENT)
    if not await MarkRepository(work).pages_elsewhere(after.competitor_id, after.source_id, since, after.observed_at):
        return told_by_pages((), after.observed_at)
    rows = await changes.of_other_pages(after.competitor_id, after.source_id, since, after.observed_at)
    return told_by_pages(((change.observed_at, change.data) for change in rows), after.observed_at)


def told_to(told: Told, old: State, before_document: UUID) -> Told:
    """The prices may have been kept with an older document than the page: they moved less often."""
    return told if before_document == old.snapshot.document_id else told.in_lines(old.text)

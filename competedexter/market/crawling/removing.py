"""A source that is no longer wanted: nothing looks at it, search forgets it, and what was seen there stays."""

from uuid import UUID

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.unit_of_work import Work
from competedexter.market.evidence import service as evidence
from competedexter.market.sources import service as sources

from .repository import CrawlRunRepository

CODE = "source_removed"
REASON = "Its source was removed before anybody looked."


async def remove_source(work: Work, viewer: Viewer, source_id: UUID) -> None:
    """Documents, snapshots, changes and alerts of it stay, and so do answers that cite them. Raises SourceNotFound.

    The order is that of a look that ends (runs, then the source), so that the two cannot wait for each other.
    """
    viewer.require(Role.ADMIN)
    await sources.get(work, source_id)
    await CrawlRunRepository(work).end_open(source_id, CODE, REASON)
    await sources.remove(work, viewer, source_id)
    await evidence.retire_source(work, source_id)

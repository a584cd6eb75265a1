"""The end of a competitor: its rows, its passages, what tools remember of it, and the bodies only it had."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from competedexter.customers.accounts.viewer import Viewer
from competedexter.customers.conversations import tool_contexts
from competedexter.foundation.errors import ProductError
from competedexter.foundation.unit_of_work import OpenWork, Work
from competedexter.integrations.archive.protocol import Archive
from competedexter.market.competitors import service as competitors

from .archive_repository import ArchiveRepository
from .repository import EvidenceRepository

log = logging.getLogger(__name__)

ORPHAN_AGE = timedelta(hours=1)  # a look writes the body first and its document seconds later
MOST_ORPHANS = 1_000
MOST_BATCHES = 20  # of one run: what retention lets go in a day is gone within the day


@dataclass(frozen=True)
class Left:
    """What lies outside the database and is to go after the commit: archived bodies and kept tool results, by key."""

    bodies: tuple[str, ...]
    tool_results: tuple[str, ...]


async def purge_competitor(work: Work, viewer: Viewer, competitor_id: UUID) -> Left:
    """Removes the rows of every room. Raises PurgeNeedsOwner, CompetitorNotFound."""
    await competitors.hold_for_purge(work, viewer, competitor_id)
    await EvidenceRepository(work).forget_passages(competitor_id)
    archived = ArchiveRepository(work)
    bodies = await archived.keys_only_of(competitor_id)
    if bodies:
        await archived.remove_objects(bodies)
    results = await tool_contexts.forget(work, competitor_id)
    await competitors.purge(work, viewer, competitor_id)
    return Left(tuple(bodies), tuple(results))


async def sweep_archive(open_system: OpenWork, archive: Archive) -> int:
    """Removes archived bodies that no document names any more, or never did. Returns how many are gone.

    The body goes first: a look that puts it again meanwhile makes it young, and it stays.
    """
    gone = 0
    for _ in range(MOST_BATCHES):
        async with open_system() as work:
            orphans = await ArchiveRepository(work).orphans(work.now() - ORPHAN_AGE, MOST_ORPHANS)
        removed = [key for key in orphans if await _remove(open_system, archive, key)]
        gone += len(removed)
        if not removed or len(orphans) < MOST_ORPHANS:
            break
    return gone


async def _remove(open_system: OpenWork, archive: Archive, key: str) -> bool:
    try:
        removed = await archive.delete_unused(key, seconds=ORPHAN_AGE.total_seconds())
    except ProductError as error:
        log.warning("an archived body that nothing names stays: %s (%s)", key, error)
        return False
    if removed:
        async with open_system() as work:
            await ArchiveRepository(work).remove_orphan(key)
    return removed


async def sweep_unlisted(open_system: OpenWork, archive: Archive) -> int:
    """Removes bodies that no row speaks of: their look died between archive and commit. Returns how many are gone.

    Those of workspaces we do not know are somebody else's and stay.
    """
    gone = 0
    async for keys in archive.listed(seconds=ORPHAN_AGE.total_seconds()):
        if not keys:
            continue
        async with open_system() as work:
            unlisted = await ArchiveRepository(work).unlisted(keys)
        for key in unlisted:
            gone += await archive.delete_unused(key, seconds=ORPHAN_AGE.total_seconds())
    return gone

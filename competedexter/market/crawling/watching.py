"""How well a competitor was watched: since when, until when, and what is wrong now. For answers that say "nothing changed"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.unit_of_work import Work

from .watch_repository import WatchRepository

_HEALTH = {"succeeded": "ok", "unchanged": "ok", "failed": "failing"}  # other states are healths of the same name


@dataclass(frozen=True)
class Watch:
    """One source up to a moment. `first_seen_at` is its first document, `last_seen_at` its last good look."""

    source_id: UUID
    competitor_id: UUID
    source_type: str
    url: str
    health: str
    reason: str
    first_seen_at: datetime | None
    last_seen_at: datetime | None


async def watched(work: Work, viewer: Viewer, competitor_ids: Sequence[UUID], until: datetime) -> tuple[Watch, ...]:
    """The sources of these competitors as they stood at `until`; nothing later is used."""
    viewer.require(Role.VIEWER)
    rows = await WatchRepository(work).watched(competitor_ids, until)
    return tuple(
        Watch(
            source_id=row.id,
            competitor_id=row.competitor_id,
            source_type=row.source_type,
            url=row.source_url,
            health=_HEALTH.get(row.state, row.state) if row.state else "ok",
            reason=row.reason or "",
            first_seen_at=row.first,
            last_seen_at=max(filter(None, (row.seen, row.newest)), default=None),
        )
        for row in rows
    )


async def edition(work: Work, competitor_ids: Sequence[UUID]) -> str:
    """A word that changes when a look at one of these ended or any document was kept: what cached reads depend on."""
    return "|".join(str(part) for part in await WatchRepository(work).edition(competitor_ids))

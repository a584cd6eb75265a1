"""What comes into and goes out of snapshots (api.md "Snapshot")."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from competedexter.foundation.views import Moment, View
from competedexter.market.evidence.records import Record


@dataclass(frozen=True)
class NewSnapshot:
    """The typed state that a document shows."""

    source_id: UUID
    competitor_id: UUID
    snapshot_type: str
    record: Record
    document_id: UUID
    crawl_run_id: UUID | None
    extractor_version: str
    observed_at: datetime
    occurred_at: datetime | None = None
    rebased: bool = False


@dataclass(frozen=True)
class Marked:
    """Which state a snapshot is, and who read it."""

    id: UUID
    data_hash: str
    extractor_version: str


@dataclass(frozen=True)
class Kept:
    """`is_new` is false when the state is the one kept before; then `snapshot_id` names that one."""

    snapshot_id: UUID
    is_new: bool
    before_id: UUID | None = None


@dataclass(frozen=True)
class Placed:
    """A state where it stands in the history of its source. Ids grow with the time a row was written, not with its date."""

    id: UUID
    snapshot_type: str
    extractor_version: str


@dataclass(frozen=True)
class StoredSnapshot:
    """A snapshot as other rooms of the market read it, its record typed again."""

    id: UUID
    source_id: UUID
    competitor_id: UUID
    snapshot_type: str
    record: Record
    data_hash: str
    document_id: UUID
    crawl_run_id: UUID | None
    extractor_version: str
    rebased: bool
    observed_at: datetime
    occurred_at: datetime | None


@dataclass(frozen=True)
class Counted:
    """How many things a state lists: openings, articles, plans; of a page its blocks."""

    source_id: UUID
    competitor_id: UUID
    snapshot_type: str
    count: int
    observed_at: datetime
    document_id: UUID


class SnapshotView(View):
    id: UUID
    competitor_id: UUID
    source_id: UUID
    snapshot_type: str
    data: dict[str, Any]  # Any: the typed record as JSON
    observed_at: Moment
    occurred_at: Moment | None
    last_seen_at: Moment | None
    document_id: UUID
    created_at: Moment

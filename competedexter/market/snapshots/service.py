"""The verbs of snapshots: keep a state when it differs, read the latest, the history, one and the one before."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from pydantic import TypeAdapter

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.foundation.views import Page, Pagination
from competedexter.market.evidence.listings import EventsRecord, JobsRecord
from competedexter.market.evidence.records import Record
from competedexter.models import Snapshot

from .count_repository import CountRepository
from .errors import SnapshotNotFound
from .first_seen import with_first_seen
from .repository import SnapshotRepository
from .schemas import Counted, Kept, Marked, NewSnapshot, Placed, SnapshotView, StoredSnapshot

_RECORD: TypeAdapter[Record] = TypeAdapter(Record)
_FREELY_NAMED = frozenset(
    {"fields", "values", "limits"}
)  # the source names what is in them: a field may be called start
_PLACES = frozenset({"start", "end", "firstSeenAt"})  # where it stands, and when we saw it, is no part of the state


async def keep(work: Work, new: NewSnapshot) -> Kept:
    """Keeps the state unless it is the one kept last, by its date, of this source and type."""
    snapshots = SnapshotRepository(work)
    last = await snapshots.newest_mark(new.source_id, new.snapshot_type, until=new.observed_at)
    record = await _with_first_seen(snapshots, new, last)
    data = record.model_dump(mode="json", by_alias=True)
    data_hash = state_hash(state_of(record) if isinstance(record, EventsRecord) else data)
    if last is not None and last.data_hash == data_hash and last.extractor_version == new.extractor_version:
        return Kept(last.id, is_new=False, before_id=last.id)
    snapshot = Snapshot(
        id=new_id(),
        workspace_id=work.tenant,
        competitor_id=new.competitor_id,
        data_source_id=new.source_id,
        snapshot_type=new.snapshot_type,
        data=data,
        data_hash=data_hash,
        document_id=new.document_id,
        crawl_run_id=new.crawl_run_id,
        extractor_version=new.extractor_version,
        rebased=new.rebased or (last is not None and last.extractor_version != new.extractor_version),
        snapshot_date=new.observed_at,
        occurred_at=new.occurred_at,
        created_at=work.now(),
    )
    await snapshots.add(snapshot)
    return Kept(snapshot.id, is_new=True, before_id=last.id if last else None)


async def _with_first_seen(snapshots: SnapshotRepository, new: NewSnapshot, last: Marked | None) -> Record:
    """Only openings remember when they were first seen: for other records the state before is not read."""
    if last is None or not isinstance(new.record, JobsRecord):
        return with_first_seen(new.record, None, new.observed_at)
    row = await snapshots.get(last.id)
    return with_first_seen(new.record, _RECORD.validate_python(row.data) if row else None, new.observed_at)


async def stands(work: Work, new: NewSnapshot) -> bool:
    """Whether exactly this state, read by the same reader, stood at its date already."""
    last = await SnapshotRepository(work).newest_mark(new.source_id, new.snapshot_type, until=new.observed_at)
    data = new.record.model_dump(mode="json", by_alias=True)
    same_reader = last is not None and last.extractor_version == new.extractor_version
    return last is not None and same_reader and last.data_hash == state_hash(data)


async def addresses(work: Work, viewer: Viewer, pattern: str, most: int) -> list[tuple[UUID, str, datetime]]:
    """(competitor, address, when it was seen) of what current pages link to and sites name. `pattern` is ours, no input."""
    viewer.require(Role.VIEWER)
    return await SnapshotRepository(work).addresses(pattern, most)


async def of_run(work: Work, crawl_run_id: UUID) -> list[StoredSnapshot]:
    """What a crawl run added."""
    return [_stored(row) for row in await SnapshotRepository(work).of_run(crawl_run_id)]


async def before(work: Work, snapshot: StoredSnapshot) -> StoredSnapshot | None:
    """The state that this one took the place of; None for a baseline."""
    row = await SnapshotRepository(work).before(snapshot)
    return None if row is None else _stored(row)


async def after(work: Work, snapshot_id: UUID) -> StoredSnapshot | None:
    """The state that took the place of this one, if one did. Raises SnapshotNotFound."""
    row = await SnapshotRepository(work).after(await _existing(work, snapshot_id))
    return None if row is None else _stored(row)


async def line_up(work: Work, source_id: UUID) -> list[Placed]:
    """All states of a source by type, oldest first."""
    return await SnapshotRepository(work).line_up(source_id)


async def seen_before(work: Work, snapshot: StoredSnapshot) -> datetime | None:
    """When the source last showed exactly this state before, if it ever did and showed another since."""
    return await SnapshotRepository(work).same_state_before(snapshot)


async def stored(work: Work, snapshot_id: UUID) -> StoredSnapshot:
    """Raises SnapshotNotFound."""
    return _stored(await _existing(work, snapshot_id))


async def newest(
    work: Work, source_id: UUID, snapshot_type: str, *, as_of: datetime | None = None
) -> StoredSnapshot | None:
    row = await SnapshotRepository(work).newest(source_id, snapshot_type, until=as_of)
    return None if row is None else _stored(row)


async def latest(
    work: Work, viewer: Viewer, competitor_id: UUID, snapshot_type: str | None = None, *, as_of: datetime | None = None
) -> list[StoredSnapshot]:
    """The state of each source and type, now or as it was known at `as_of`."""
    viewer.require(Role.VIEWER)
    return [_stored(row) for row in await SnapshotRepository(work).current((competitor_id,), snapshot_type, as_of)]


async def latest_of(
    work: Work, viewer: Viewer, competitor_ids: Collection[UUID], snapshot_type: str
) -> list[StoredSnapshot]:
    """The latest states of one type, of several competitors at once."""
    viewer.require(Role.VIEWER)
    rows = await SnapshotRepository(work).current(competitor_ids, snapshot_type, None) if competitor_ids else ()
    return [_stored(row) for row in rows]


async def counts_of_source(work: Work, viewer: Viewer, source_id: UUID) -> list[Counted]:
    """What a source read last: how many things of each type."""
    viewer.require(Role.VIEWER)
    return await CountRepository(work).of_source(source_id)


async def counts_of(work: Work, viewer: Viewer, competitor_ids: Collection[UUID], snapshot_type: str) -> list[Counted]:
    """How many things of one type each source of these competitors shows now."""
    viewer.require(Role.VIEWER)
    return await CountRepository(work).of_competitors(competitor_ids, snapshot_type) if competitor_ids else []


async def counts_over_time(
    work: Work, viewer: Viewer, competitor_id: UUID, snapshot_type: str, *, since: datetime, most: int = 200
) -> list[Counted]:
    """How many things each state listed, oldest first; of more than `most` the newest."""
    viewer.require(Role.VIEWER)
    return await CountRepository(work).over_time(competitor_id, snapshot_type, since, most)


async def history(
    work: Work,
    viewer: Viewer,
    competitor_id: UUID,
    page: PageRequest,
    *,
    snapshot_type: str | None = None,
    as_of: datetime | None = None,
) -> Page[SnapshotView]:
    """Newest first."""
    viewer.require(Role.VIEWER)
    snapshots = SnapshotRepository(work)
    rows, total = await snapshots.history(competitor_id, snapshot_type, page, as_of)
    seen = await _last_seen(snapshots, rows, as_of)
    items = tuple(_view(row, seen.get(row.id)) for row in rows)
    return Page(items=items, pagination=Pagination(total=total, page=page.page, page_size=page.page_size))


async def get(work: Work, viewer: Viewer, snapshot_id: UUID) -> SnapshotView:
    """Raises SnapshotNotFound."""
    viewer.require(Role.VIEWER)
    row = await _existing(work, snapshot_id)
    seen = await _last_seen(SnapshotRepository(work), [row])
    return _view(row, seen.get(row.id))


def state_of(record: Record) -> dict[str, Any]:  # Any: JSON
    """What of a record is its state. The counts of an event (points, likes) are those of its first sighting."""
    left_out: Any = {"events": {"__all__": {"fields"}}} if isinstance(record, EventsRecord) else None
    return record.model_dump(mode="json", by_alias=True, exclude=left_out)


def state_hash(data: dict[str, Any]) -> str:  # Any: JSON
    """SHA-256 of the canonical JSON of a state, places left out: text that only moved is the same state."""
    return hashlib.sha256(orjson.dumps(_without_places(data), option=orjson.OPT_SORT_KEYS)).hexdigest()


def _without_places(value: Any) -> Any:  # Any: JSON
    if isinstance(value, dict):
        return {
            name: inner if name in _FREELY_NAMED else _without_places(inner)
            for name, inner in value.items()
            if name not in _PLACES
        }
    if isinstance(value, list):
        return [_without_places(inner) for inner in value]
    return value


async def _last_seen(
    snapshots: SnapshotRepository, rows: Sequence[Snapshot], as_of: datetime | None = None
) -> dict[UUID, datetime]:
    """When the source last showed each state; at least when it was observed, if its own look has not ended yet."""
    looks = await snapshots.last_seen([row.id for row in rows], as_of) if rows else {}
    return {row.id: looks.get(row.id, row.snapshot_date) for row in rows}


async def _existing(work: Work, snapshot_id: UUID) -> Snapshot:
    row = await SnapshotRepository(work).get(snapshot_id)
    if row is None:
        raise SnapshotNotFound
    return row


def _stored(row: Snapshot) -> StoredSnapshot:
    return StoredSnapshot(
        id=row.id,
        source_id=row.data_source_id,
        competitor_id=row.competitor_id,
        snapshot_type=row.snapshot_type,
        record=_RECORD.validate_python(row.data),
        data_hash=row.data_hash,
        document_id=row.document_id,
        crawl_run_id=row.crawl_run_id,
        extractor_version=row.extractor_version,
        rebased=row.rebased,
        observed_at=row.snapshot_date,
        occurred_at=row.occurred_at,
    )


def _view(row: Snapshot, last_seen_at: datetime | None) -> SnapshotView:
    return SnapshotView(
        id=row.id,
        competitor_id=row.competitor_id,
        source_id=row.data_source_id,
        snapshot_type=row.snapshot_type,
        data=row.data,
        observed_at=row.snapshot_date,
        occurred_at=row.occurred_at,
        last_seen_at=last_seen_at,
        document_id=row.document_id,
        created_at=row.created_at,
    )

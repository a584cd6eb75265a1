"""The ledger of changes, and what happened to a competitor in the order of time."""

from typing import Annotated

from fastapi import APIRouter, Query

from competedexter.api.dependencies import (
    AsOf,
    CompetitorId,
    Id,
    IncludeArchived,
    InWorkspace,
    Since,
    SourceId,
    Until,
    Walking,
)
from competedexter.api.door import Door
from competedexter.foundation.views import Page
from competedexter.market.changes import service as changes
from competedexter.market.changes.kinds import ChangeKind, ChangeState, Label, SourceEvent
from competedexter.market.changes.schemas import ChangeFilters, ChangeView, NewLabel, TimelineEntry, TimelineFilters
from competedexter.market.competitors import service as competitors

from .snapshots import SnapshotTypeFilter

router = APIRouter(tags=["changes"], route_class=Door)
MOST = 60  # values of one filter; there are 37 kinds
Kinds = Annotated[list[ChangeKind] | None, Query(alias="kind", max_length=MOST)]
Labels = Annotated[list[Label] | None, Query(alias="label", max_length=MOST)]


@router.get("/changes")
async def list_changes(
    page: Walking,
    inside: InWorkspace,
    competitor_id: CompetitorId = None,
    source_id: SourceId = None,
    snapshot_type: Annotated[SnapshotTypeFilter, Query(alias="snapshotType")] = None,
    kind: Kinds = None,
    label: Labels = None,
    state: Annotated[list[ChangeState] | None, Query(max_length=MOST)] = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    *,
    include_archived: IncludeArchived = False,
) -> Page[ChangeView]:
    """Newest first; changes held back as noise or variant are in it."""
    filters = ChangeFilters(
        competitor_id=competitor_id,
        source_id=source_id,
        snapshot_type=snapshot_type,
        kinds=tuple(kind or ()),
        labels=tuple(label or ()),
        states=tuple(state or ()),
        since=since,
        until=until,
        as_of=as_of,
        include_archived=include_archived,
    )
    return await changes.find(inside.work, inside.viewer, filters, page)


@router.get("/changes/{id}")
async def get_change(change_id: Id, inside: InWorkspace) -> ChangeView:
    return await changes.get(inside.work, inside.viewer, change_id)


@router.post("/changes/{id}/label")
async def label_change(change_id: Id, new: NewLabel, inside: InWorkspace) -> ChangeView:
    """Restores a change that was held back, or mutes one. It stands from now on."""
    return await changes.label(inside.work, inside.viewer, change_id, new)


@router.get("/competitors/{id}/timeline")
async def list_timeline(
    competitor_id: Id,
    page: Walking,
    inside: InWorkspace,
    kind: Annotated[list[ChangeKind | SourceEvent] | None, Query(max_length=MOST)] = None,
    label: Labels = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
) -> Page[TimelineEntry]:
    """Changes and source events, newest first."""
    await competitors.get(inside.work, inside.viewer, competitor_id)
    filters = TimelineFilters(tuple(kind or ()), tuple(label or ()), since, until, as_of)
    return await changes.timeline(inside.work, inside.viewer, competitor_id, filters, page)

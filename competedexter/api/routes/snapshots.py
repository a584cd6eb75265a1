"""Typed states of a competitor's pages, and how two of them differ."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from pydantic import Field

from competedexter.api.dependencies import AsOf, Id, InWorkspace, Paging
from competedexter.api.door import Door
from competedexter.api.errors import ErrorView
from competedexter.foundation.views import Page
from competedexter.market.changes import service as changes
from competedexter.market.changes.schemas import SnapshotDiff
from competedexter.market.competitors import service as competitors
from competedexter.market.snapshots import service as snapshots
from competedexter.market.snapshots.schemas import SnapshotView

router = APIRouter(tags=["snapshots"], route_class=Door)
ERROR_OF_TWO_TYPES = {
    "description": "The two are of different types and have no difference.",
    "model": ErrorView,
}
SnapshotTypeFilter = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$", description="As in pricing or page.")] | None


@router.get("/competitors/{id}/snapshots")
async def list_snapshots(
    competitor_id: Id,
    page: Paging,
    inside: InWorkspace,
    snapshot_type: Annotated[SnapshotTypeFilter, Query(alias="type")] = None,
    as_of: AsOf = None,
) -> Page[SnapshotView]:
    """Newest first."""
    await competitors.get(inside.work, inside.viewer, competitor_id)
    return await snapshots.history(
        inside.work, inside.viewer, competitor_id, page, snapshot_type=snapshot_type, as_of=as_of
    )


@router.get("/snapshots/{id}")
async def get_snapshot(snapshot_id: Id, inside: InWorkspace) -> SnapshotView:
    return await snapshots.get(inside.work, inside.viewer, snapshot_id)


@router.get("/snapshots/{a}/diff/{b}", responses={422: ERROR_OF_TWO_TYPES})
async def diff_snapshots(
    before_id: Annotated[UUID, Path(alias="a")], after_id: Annotated[UUID, Path(alias="b")], inside: InWorkspace
) -> SnapshotDiff:
    """The typed and the text difference of two snapshots of one type."""
    return await changes.diff(inside.work, inside.viewer, before_id, after_id)

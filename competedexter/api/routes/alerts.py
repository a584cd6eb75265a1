"""The inbox."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from competedexter.api.dependencies import CompetitorId, Id, IncludeArchived, InWorkspace, Walking
from competedexter.api.door import Door
from competedexter.foundation.views import Command, Page, View
from competedexter.market.alerts import service as alerts
from competedexter.market.alerts.schemas import AlertFilters, AlertView
from competedexter.market.changes.kinds import ChangeKind, Severity

router = APIRouter(prefix="/alerts", tags=["alerts"], route_class=Door)


class ReadState(Command):
    """Nothing said means read."""

    read: bool = True


class MarkedRead(View):
    marked: Annotated[int, Field(ge=0)]


class UnreadCount(View):
    unread: Annotated[int, Field(ge=0)]


@router.get("")
async def list_alerts(
    page: Walking,
    inside: InWorkspace,
    competitor_id: CompetitorId = None,
    severity: Annotated[list[Severity] | None, Query(max_length=10)] = None,
    alert_type: Annotated[ChangeKind | None, Query(alias="type")] = None,
    *,
    unread: bool = False,
    include_archived: IncludeArchived = False,
) -> Page[AlertView]:
    """Newest first; `read` is this person's own."""
    filters = AlertFilters(
        unread=unread,
        severities=tuple(severity or ()),
        competitor_id=competitor_id,
        alert_type=alert_type,
        include_archived=include_archived,
    )
    return await alerts.find(inside.work, inside.viewer, filters, page)


@router.get("/unread-count")
async def count_unread(inside: InWorkspace) -> UnreadCount:
    return UnreadCount(unread=await alerts.unread_count(inside.work, inside.viewer))


@router.post("/read-all")
async def read_all(inside: InWorkspace) -> MarkedRead:
    """Marks everything this person has not read."""
    return MarkedRead(marked=await alerts.mark_all_read(inside.work, inside.viewer))


@router.get("/{id}")
async def get_alert(alert_id: Id, inside: InWorkspace) -> AlertView:
    return await alerts.get(inside.work, inside.viewer, alert_id)


@router.put("/{id}/read")
async def mark_read(alert_id: Id, inside: InWorkspace, state: ReadState | None = None) -> AlertView:
    """For this person only; `{"read": false}` takes it back."""
    return await alerts.mark_read(inside.work, inside.viewer, alert_id, read=state is None or state.read)

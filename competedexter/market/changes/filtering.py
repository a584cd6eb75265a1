"""What filters mean in SQL."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, or_, select, true
from sqlmodel import col

from competedexter.models import Change, Competitor

from .schemas import ChangeFilters, TimelineFilters


def until(column: Any, moment: datetime | None) -> ColumnElement[bool]:  # Any: columns of SQLModel are untyped
    return true() if moment is None else column <= moment


def happened_at() -> ColumnElement[Any]:
    """When a change happened, as far as it is known; the very expression of the timeline's index."""
    occurred = col(Change.occurred_at)
    return case((occurred.is_(None), col(Change.observed_at)), else_=occurred)


def conditions_of(filters: ChangeFilters) -> list[ColumnElement[bool]]:
    happened = happened_at()
    conditions: list[ColumnElement[bool]] = []
    if not (filters.include_archived or filters.competitor_id or filters.source_id):
        conditions.append(col(Change.competitor_id).in_(_watched()))
    if filters.until is not None:
        before_watching = and_(col(Change.backfilled), happened <= filters.until)
        conditions.append(or_(col(Change.observed_at) <= filters.until, before_watching))
    if filters.while_watched:
        conditions.append(~col(Change.backfilled))
    if filters.competitor_id is not None:
        conditions.append(col(Change.competitor_id) == filters.competitor_id)
    if filters.source_id is not None:
        conditions.append(col(Change.data_source_id) == filters.source_id)
    if filters.snapshot_type is not None:
        conditions.append(col(Change.snapshot_type) == filters.snapshot_type)
    if filters.kinds:
        conditions.append(col(Change.kind).in_(filters.kinds))
    if filters.since is not None:
        conditions.append(col(Change.observed_at) >= filters.since)  # whatever happened since was seen since
        conditions.append(or_(~col(Change.backfilled), happened >= filters.since))
    return conditions


def conditions_of_timeline(competitor_id: UUID, filters: TimelineFilters) -> list[ColumnElement[bool]]:
    at = happened_at()
    conditions = [col(Change.competitor_id) == competitor_id, until(at, filters.until)]
    if filters.kinds:
        conditions.append(col(Change.kind).in_(filters.kinds))
    if filters.since is not None:
        conditions.append(at >= filters.since)
    return conditions


def _watched() -> Select[Any]:
    """Competitors that are not archived; those of other workspaces are fenced off by the database."""
    return select(col(Competitor.id)).where(col(Competitor.archived_at).is_(None))

"""A change that at least one rule matched; one alert a change."""

from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, Text

from .base import Json, TenantRow, belongs_to, in_workspace, json, one_of, referable


class Alert(TenantRow, table=True):
    """A change that at least one rule matched; one alert a change."""

    __tablename__ = "alerts"
    __table_args__ = (
        in_workspace(),
        referable(),
        belongs_to("change_id", "changes"),
        belongs_to("competitor_id", "competitors"),
        belongs_to("inbox_item_id", "inbox_items"),
        UniqueConstraint("change_id"),
        Index("ix_alerts_workspace", "workspace_id", "created_at", "id"),
        Index("ix_alerts_item", "inbox_item_id"),
        one_of("severity", "low", "medium", "high", "critical"),
    )
    change_id: UUID
    competitor_id: UUID
    inbox_item_id: UUID
    alert_type: str = Field(sa_type=Text)
    title: str = Field(sa_type=Text)
    description: str = Field(default="", sa_type=Text)
    data: Json = json()
    severity: str = Field(sa_type=Text)

"""Conditions on changes; what it says is in its versions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, Text

from .base import Json, TenantRow, belongs_to, in_workspace, json, moment, referable, text_list


class AlertRule(TenantRow, table=True):
    """Conditions on changes; what it says is in its versions."""

    __tablename__ = "alert_rules"
    __table_args__ = (
        in_workspace(),
        referable(),
        belongs_to("competitor_id", "competitors"),
        Index("ix_alert_rules_workspace", "workspace_id"),
    )
    name: str = Field(sa_type=Text)
    competitor_id: UUID | None = None
    rule_type: str = Field(sa_type=Text)
    conditions: Json = json()
    channels: list[str] = text_list()
    enabled: bool = Field(default=True)
    version: int = Field(default=1)
    deleted_at: datetime | None = moment()

"""Alerts of one competitor on one subject within 72 hours, read once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, Text

from .base import TenantRow, belongs_to, in_workspace, moment, referable


class InboxItem(TenantRow, table=True):
    """Alerts of one competitor on one subject within 72 hours, read once."""

    __tablename__ = "inbox_items"
    __table_args__ = (
        in_workspace(),
        referable(),
        belongs_to("competitor_id", "competitors"),
        Index("ix_inbox_items_group", "competitor_id", "subject", "last_at"),
        Index("ix_inbox_items_workspace", "workspace_id", "last_at"),
    )
    competitor_id: UUID
    subject: str = Field(sa_type=Text)
    first_at: datetime = moment(nullable=False)
    last_at: datetime = moment(nullable=False)

"""What was thought of a change, by whom, since when; the newest row counts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, Text

from .base import TenantRow, belongs_to, in_workspace, moment, one_of


class ChangeLabel(TenantRow, table=True):
    """What was thought of a change, by whom, since when; the newest row counts."""

    __tablename__ = "change_labels"
    __table_args__ = (
        in_workspace(),
        belongs_to("change_id", "changes"),
        Index("ix_change_labels_change", "change_id", "at", "id"),
        Index("ix_change_labels_label", "workspace_id", "label", "state", "at", "id"),
        Index("ix_change_labels_pending", "at", postgresql_where=text("state = 'pending'")),
        one_of("label", "significant", "minor", "noise", "variant"),
        one_of("source", "rule", "llm", "person"),
        one_of("state", "pending", "confirmed", "reverted"),
    )
    change_id: UUID
    label: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    source: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)
    user_id: UUID | None = Field(default=None, foreign_key="users.id", ondelete="SET NULL")
    at: datetime = moment(nullable=False)

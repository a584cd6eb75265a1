"""What one person did with an inbox item."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, Text

from .base import TenantRow, belongs_to, in_workspace, moment


class InboxState(TenantRow, table=True):
    """What one person did with an inbox item."""

    __tablename__ = "inbox_states"
    __table_args__ = (
        in_workspace(),
        belongs_to("item_id", "inbox_items"),
        UniqueConstraint("item_id", "user_id"),
        Index("ix_inbox_states_user", "workspace_id", "user_id"),
    )
    item_id: UUID
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE")
    read_at: datetime | None = moment()
    done_at: datetime | None = moment()
    snoozed_until: datetime | None = moment()
    assignee_id: UUID | None = Field(default=None, foreign_key="users.id", ondelete="SET NULL")
    note: str = Field(default="", sa_type=Text)

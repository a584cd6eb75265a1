"""Questions asked one after the other."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, Text

from .base import TenantRow, Timestamp, in_workspace, referable, utc_now


class Conversation(TenantRow, table=True):
    """Questions asked one after the other."""

    __tablename__ = "conversations"
    __table_args__ = (
        in_workspace(),
        referable(),
        Index("ix_conversations_user", "workspace_id", "user_id", "updated_at"),
    )
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE")
    title: str = Field(sa_type=Text)
    shared: bool = Field(default=False)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Timestamp, nullable=False)

"""A person's role in a workspace."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Text

from .base import TenantRow, in_workspace, moment, one_of


class WorkspaceMember(TenantRow, table=True):
    """A person's role in a workspace."""

    __tablename__ = "workspace_members"
    __table_args__ = (
        in_workspace(),
        UniqueConstraint("workspace_id", "user_id"),
        one_of("role", "owner", "admin", "member", "viewer"),
    )
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    role: str = Field(sa_type=Text)
    last_seen_at: datetime | None = moment()  # "since you were last here"

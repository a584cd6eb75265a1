"""A browser that is signed in; the cookie's token is stored as its digest."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Text

from .base import Row, moment


class UserSession(Row, table=True):
    """A browser that is signed in; the cookie's token is stored as its digest."""

    __tablename__ = "sessions"
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    workspace_id: UUID | None = Field(
        default=None, foreign_key="workspaces.id", ondelete="SET NULL"
    )  # the one last opened
    token_hash: str = Field(sa_type=Text, unique=True)
    expires_at: datetime = moment(nullable=False)
    last_seen_at: datetime = moment(nullable=False)
    revoked_at: datetime | None = moment()
    ip: str = Field(default="", sa_type=Text)
    user_agent: str = Field(default="", sa_type=Text)

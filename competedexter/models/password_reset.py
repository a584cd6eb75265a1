"""A one-use link to set a new password."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Text

from .base import Row, moment


class PasswordReset(Row, table=True):
    """A one-use link to set a new password."""

    __tablename__ = "password_resets"
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    token_hash: str = Field(sa_type=Text, unique=True)
    expires_at: datetime = moment(nullable=False)
    used_at: datetime | None = moment()

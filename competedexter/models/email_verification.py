"""A one-use link that proves an address."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Text

from .base import Row, moment


class EmailVerification(Row, table=True):
    """A one-use link that proves an address."""

    __tablename__ = "email_verifications"
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    token_hash: str = Field(sa_type=Text, unique=True)
    expires_at: datetime = moment(nullable=False)
    used_at: datetime | None = moment()

"""A bearer token that was signed out before it expired."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from .base import moment


class RevokedToken(SQLModel, table=True):
    """A bearer token that was signed out before it expired."""

    __tablename__ = "revoked_tokens"
    jti: UUID = Field(primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE")
    revoked_at: datetime = moment(nullable=False)
    expires_at: datetime = moment(nullable=False, index=True)

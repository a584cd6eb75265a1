"""The first answer to a POST, replayed for 24 hours."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Text

from .base import Json, TenantRow, in_workspace, json, moment


class IdempotencyKey(TenantRow, table=True):
    """The first answer to a POST, replayed for 24 hours."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (in_workspace(), UniqueConstraint("workspace_id", "user_id", "route", "key"))
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE")
    route: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text)
    request_hash: str = Field(sa_type=Text)
    status: int | None = None  # None: the first request is still under way
    body: Json | None = json(nullable=True)
    expires_at: datetime = moment(nullable=False)

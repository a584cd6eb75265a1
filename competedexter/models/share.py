"""A read-only link that expires and can be taken back."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Text

from .base import TenantRow, in_workspace, moment


class Share(TenantRow, table=True):
    """A read-only link that expires and can be taken back."""

    __tablename__ = "shares"
    __table_args__ = (in_workspace(),)
    kind: str = Field(sa_type=Text)
    target_id: UUID
    token_hash: str = Field(sa_type=Text, unique=True)
    created_by: UUID = Field(foreign_key="users.id", ondelete="CASCADE")
    expires_at: datetime = moment(nullable=False)
    revoked_at: datetime | None = moment()

"""A key for programs; the secret is shown once and stored as its digest."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Text

from .base import TenantRow, in_workspace, moment, text_list


class ApiKey(TenantRow, table=True):
    """A key for programs; the secret is shown once and stored as its digest."""

    __tablename__ = "api_keys"
    __table_args__ = (in_workspace(),)
    name: str = Field(sa_type=Text)
    prefix: str = Field(sa_type=Text)
    secret_hash: str = Field(sa_type=Text, unique=True)
    scopes: list[str] = text_list()
    created_by: UUID = Field(foreign_key="users.id", ondelete="CASCADE")
    last_used_at: datetime | None = moment()
    revoked_at: datetime | None = moment()

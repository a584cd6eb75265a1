"""A stored body, known by its content; never shared between tenants."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel, Text

from .base import Timestamp, in_workspace, utc_now


class ArchiveObject(SQLModel, table=True):
    """A stored body, known by its content; never shared between tenants."""

    __tablename__ = "archive_objects"
    __table_args__ = (in_workspace(), Index("ix_archive_objects_workspace", "workspace_id"))
    key: str = Field(sa_type=Text, primary_key=True)  # <workspace>/<sha256>
    workspace_id: UUID
    size: int = Field(sa_type=BigInteger)  # bytes before compression
    stored_size: int = Field(sa_type=BigInteger)
    media_type: str = Field(sa_type=Text)
    checksum: str = Field(sa_type=Text)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Timestamp, nullable=False)

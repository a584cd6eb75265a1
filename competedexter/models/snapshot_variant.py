"""A known A/B, geo or currency state of a source; returning to it is no news."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Text

from .base import TenantRow, belongs_to, in_workspace, moment


class SnapshotVariant(TenantRow, table=True):
    """A known A/B, geo or currency state of a source; returning to it is no news."""

    __tablename__ = "snapshot_variants"
    __table_args__ = (
        in_workspace(),
        belongs_to("data_source_id", "data_sources"),
        UniqueConstraint("data_source_id", "snapshot_type", "data_hash"),
    )
    data_source_id: UUID
    snapshot_type: str = Field(sa_type=Text)
    data_hash: str = Field(sa_type=Text)
    first_seen_at: datetime = moment(nullable=False)
    last_seen_at: datetime = moment(nullable=False)
    times_seen: int = Field(default=1)

"""The typed state of one thing at one time; a row only when it differs from the one before."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, Text

from .base import Json, TenantRow, belongs_to, in_workspace, json, moment, referable


class Snapshot(TenantRow, table=True):
    """The typed state of one thing at one time; a row only when it differs from the one before."""

    __tablename__ = "competitor_snapshots"
    __table_args__ = (
        in_workspace(),
        referable(),
        belongs_to("competitor_id", "competitors"),
        belongs_to("data_source_id", "data_sources"),
        belongs_to("document_id", "ingested_data"),
        UniqueConstraint("document_id", "snapshot_type"),
        Index("ix_competitor_snapshots_source", "data_source_id", "snapshot_type", text("snapshot_date DESC")),
        Index("ix_competitor_snapshots_type", "competitor_id", "snapshot_type", text("snapshot_date DESC")),
    )
    competitor_id: UUID
    data_source_id: UUID
    snapshot_type: str = Field(sa_type=Text)
    data: Json = json()
    data_hash: str = Field(sa_type=Text)
    document_id: UUID
    crawl_run_id: UUID | None = None
    extractor_version: str = Field(sa_type=Text)
    rebased: bool = Field(default=False)  # re-read by a better extractor: a baseline that raises nothing
    snapshot_date: datetime = moment(nullable=False)  # observed
    occurred_at: datetime | None = moment()

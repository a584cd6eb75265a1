"""What a crawl brought. The text never changes; spans of it are evidence."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, Text

from .base import Json, TenantRow, belongs_to, in_workspace, json, moment, referable, text_list


class Document(TenantRow, table=True):
    """What a crawl brought. The text never changes; spans of it are evidence."""

    __tablename__ = "ingested_data"
    __table_args__ = (
        in_workspace(),
        referable(),
        belongs_to("competitor_id", "competitors"),
        belongs_to("data_source_id", "data_sources"),
        Index("ix_ingested_data_type", "competitor_id", "data_type", text("observed_at DESC")),
        Index("ix_ingested_data_source", "data_source_id", text("observed_at DESC")),
        Index("ix_ingested_data_workspace", "workspace_id", text("observed_at DESC")),
        Index("ix_ingested_data_observed", "observed_at", postgresql_using="brin"),
        Index(
            "uq_ingested_data_look",
            "crawl_run_id",
            "source_url",
            unique=True,
            postgresql_where=text("item_key IS NULL"),
        ),
        Index(
            "uq_ingested_data_item",
            "competitor_id",
            "data_type",
            "item_key",
            unique=True,
            postgresql_where=text("item_key IS NOT NULL"),
        ),
        Index("ix_ingested_data_run", "crawl_run_id", postgresql_where=text("item_key IS NOT NULL")),
    )
    data_source_id: UUID
    competitor_id: UUID
    crawl_run_id: UUID | None = None
    data_type: str = Field(sa_type=Text)
    raw_data: Json = json()  # status, headers that matter, media type
    processed_data: Json = json()  # the typed record
    text: str = Field(sa_type=Text)
    source_url: str = Field(sa_type=Text)
    title: str = Field(default="", sa_type=Text)
    content_hash: str = Field(sa_type=Text)  # SHA-256 of the text
    archive_key: str = Field(sa_type=Text)
    extractor_version: str = Field(sa_type=Text)
    quality: float = Field(default=1.0)
    quality_reasons: list[str] = text_list()
    suspect: bool = Field(default=False)
    item_key: str | None = Field(default=None, sa_type=Text)  # of an event: its identity; None for a whole look
    split: bool = Field(default=False)  # a feed whose events are documents of their own: not listed beside them
    observed_at: datetime = moment(nullable=False)  # when we saw it
    occurred_at: datetime | None = moment()  # published, filed or captured
    ingested_at: datetime = moment(nullable=False)
    processed_at: datetime | None = moment()

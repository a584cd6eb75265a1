"""One place to crawl for one competitor: what is wanted (status) and how it is (health)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, Text

from .base import Json, TenantRow, belongs_to, in_workspace, json, moment, one_of, referable


class DataSource(TenantRow, table=True):
    """One place to crawl for one competitor: what is wanted (status) and how it is (health)."""

    __tablename__ = "data_sources"
    __table_args__ = (
        in_workspace(),
        referable(),
        belongs_to("competitor_id", "competitors"),
        Index(
            "uq_data_sources_address",
            "competitor_id",
            "source_type",
            "source_url",
            unique=True,
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index("ix_data_sources_due", "next_due_at", postgresql_where=text("status <> 'paused' AND removed_at IS NULL")),
        Index("ix_data_sources_workspace", "workspace_id", "competitor_id"),
        one_of(
            "source_type",
            "website",
            "pricing",
            "features",
            "jobs",
            "news",
            "funding",
            "financials",
            "social",
            "reviews",
            "patents",
            "tech_stack",
            "company_info",
            "custom",
        ),
        one_of("crawl_frequency", "hourly", "daily", "weekly"),
        one_of("status", "active", "paused", "failed"),
        one_of("health", "ok", "suspect", "blocked", "failing", "gone"),
    )
    competitor_id: UUID
    source_type: str = Field(sa_type=Text)
    source_url: str = Field(sa_type=Text)
    slot: str | None = Field(default=None, sa_type=Text)  # pricing, features, careers, feed, changelog, docs, home
    crawl_frequency: str = Field(default="daily", sa_type=Text)
    status: str = Field(default="active", sa_type=Text)
    health: str = Field(default="ok", sa_type=Text)
    health_reason: str = Field(default="", sa_type=Text)
    health_since: datetime | None = moment()
    error_count: int = Field(default=0)
    next_due_at: datetime | None = moment()
    last_crawled_at: datetime | None = moment()
    last_success_at: datetime | None = moment()
    etag: str | None = Field(default=None, sa_type=Text)
    last_modified: str | None = Field(default=None, sa_type=Text)
    fingerprint: str | None = Field(default=None, sa_type=Text)  # of the last good look
    doubtful_fingerprint: str | None = Field(default=None, sa_type=Text)  # of the last suspect look, if it was the last
    text_length: int | None = None  # characters of visible text then: to notice a page that shrank
    config: Json = json()
    removed_at: datetime | None = moment()  # what was seen there stays; the address may be added anew

"""One attempt to read a source. The row is the truth; the job only points at it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, Text

from .base import TenantRow, belongs_to, in_workspace, moment, one_of, referable


class CrawlRun(TenantRow, table=True):
    """One attempt to read a source. The row is the truth; the job only points at it."""

    __tablename__ = "crawl_runs"
    __table_args__ = (
        in_workspace(),
        referable(),
        belongs_to("data_source_id", "data_sources"),
        UniqueConstraint("data_source_id", "slot"),
        Index("ix_crawl_runs_source", "data_source_id", "queued_at"),
        Index("ix_crawl_runs_workspace", "workspace_id", "queued_at"),
        Index("ix_crawl_runs_open", "queued_at", postgresql_where=text("settled_at IS NULL")),
        Index("ix_crawl_runs_held", "workspace_id", "queued_at", postgresql_where=text("held")),
        one_of("trigger", "schedule", "manual", "discovery", "confirmation", "import"),
        one_of("state", "queued", "running", "succeeded", "unchanged", "suspect", "blocked", "failed", "gone"),
    )
    data_source_id: UUID
    competitor_id: UUID
    slot: str = Field(sa_type=Text)  # the due time it answers, or what asked for it
    trigger: str = Field(sa_type=Text)
    state: str = Field(default="queued", sa_type=Text)
    code: str = Field(default="", sa_type=Text)  # the reason as a word for programs
    reason: str = Field(default="", sa_type=Text)  # the reason as a sentence for people
    held: bool = Field(default=False)  # waits until it is its workspace's turn to have a job sent
    attempts: int = Field(default=0)
    lease_until: datetime | None = moment()
    queued_at: datetime = moment(nullable=False)
    started_at: datetime | None = moment()
    finished_at: datetime | None = moment()
    settled_at: datetime | None = moment()  # comparison and rules done too
    bytes: int | None = None
    http_status: int | None = None
    rendered: bool = Field(default=False)
    document_id: UUID | None = None
    snapshot_id: UUID | None = None
    event: str | None = Field(default=None, sa_type=Text)  # source_blocked, source_gone, source_recovered

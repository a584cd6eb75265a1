"""The typed difference of two consecutive snapshots. What people or rules think of it is in change_labels."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, Text

from .base import Json, TenantRow, belongs_to, in_workspace, json, moment, one_of, referable

# When it happened, as far as it is known. Not coalesce(): under row-level security that is no index condition, as it is
# not known to keep secrets (contain_leaked_vars in PostgreSQL's clauses.c), and a page deep in a timeline walks all before it.
# Written as PostgreSQL writes it, so that the check of migrations finds it the same.
HAPPENED = "\nCASE\n    WHEN occurred_at IS NULL THEN observed_at\n    ELSE occurred_at\nEND"


class Change(TenantRow, table=True):
    """The typed difference of two consecutive snapshots. What people or rules think of it is in change_labels."""

    __tablename__ = "changes"
    __table_args__ = (
        in_workspace(),
        referable(),
        belongs_to("competitor_id", "competitors"),
        belongs_to("data_source_id", "data_sources"),
        belongs_to("before_id", "competitor_snapshots"),
        belongs_to("after_id", "competitor_snapshots"),
        UniqueConstraint("before_id", "after_id", "kind", "subject", postgresql_nulls_not_distinct=True),
        Index("ix_changes_workspace", "workspace_id", "observed_at", "id"),
        Index("ix_changes_competitor", "competitor_id", "observed_at", "id"),
        Index("ix_changes_happened", "competitor_id", text(f"({HAPPENED})"), "id"),
        Index("ix_changes_source", "data_source_id", "observed_at"),
        Index("ix_changes_observed", "observed_at", postgresql_using="brin"),
        one_of("severity", "low", "medium", "high", "critical"),
    )
    competitor_id: UUID
    data_source_id: UUID
    crawl_run_id: UUID | None = None
    snapshot_type: str = Field(sa_type=Text)
    before_id: UUID | None = None
    after_id: UUID | None = None
    kind: str = Field(sa_type=Text)
    subject: str = Field(default="", sa_type=Text)
    summary: str = Field(sa_type=Text)
    data: Json = json()
    severity: str = Field(sa_type=Text)
    severity_reason: str = Field(default="", sa_type=Text)
    observed_at: datetime = moment(nullable=False)
    occurred_at: datetime | None = moment()
    backfilled: bool = Field(default=False)  # happened before we watched: dated and kept, never alerted
    evidence_before: Json | None = json(nullable=True)  # document, start, end, quote
    evidence_after: Json | None = json(nullable=True)

"""A question and its answer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, Text

from .base import Json, TenantRow, belongs_to, in_workspace, json, json_list, moment, one_of, referable, text_list


class Query(TenantRow, table=True):
    """A question and its answer."""

    __tablename__ = "queries"
    __table_args__ = (
        in_workspace(),
        referable(),
        belongs_to("conversation_id", "conversations"),
        Index("ix_queries_user", "workspace_id", "user_id", "created_at"),
        Index("ix_queries_open", "lease_until", postgresql_where=text("status = 'processing'")),
        one_of("status", "processing", "completed", "failed"),
        one_of("outcome", "answered", "answered_with_gaps", "no_evidence", "cancelled", "failed"),
    )
    conversation_id: UUID
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE")
    query_text: str = Field(sa_type=Text)
    competitor_ids: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid), nullable=False)
    as_of: datetime | None = moment()
    status: str = Field(default="processing", sa_type=Text)
    outcome: str | None = Field(default=None, sa_type=Text)
    reason: str = Field(default="", sa_type=Text)
    answer: str = Field(default="", sa_type=Text)
    blocks: list[Json] = json_list()
    sources: list[Json] = json_list()
    task_results: list[Json] = json_list()
    confidence: float | None = None
    confidence_reasons: list[str] = text_list()
    gaps: list[str] = text_list()
    freshness: Json | None = json(nullable=True)
    degraded: bool = Field(default=False)
    details: Json = Field(default_factory=dict, sa_column=Column("metadata", JSONB, nullable=False))
    lease_owner: str = Field(default="", sa_type=Text)
    lease_until: datetime | None = moment()
    cancel_requested_at: datetime | None = moment()
    finished_at: datetime | None = moment()

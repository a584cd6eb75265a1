"""A span of a document, or a figure derived from other evidence."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, Text

from .base import Json, TenantRow, belongs_to, in_workspace, json, moment, referable


class Evidence(TenantRow, table=True):
    """A span of a document, or a figure derived from other evidence."""

    __tablename__ = "evidence"
    __table_args__ = (
        in_workspace(),
        referable(),
        belongs_to("query_id", "queries"),
        belongs_to("document_id", "ingested_data"),
        Index("ix_evidence_query", "query_id"),
        Index("ix_evidence_document", "document_id"),
        CheckConstraint("(document_id IS NULL) <> (derived IS NULL)", name="span_or_derived"),
    )
    query_id: UUID
    number: int  # the [n] of the answer
    document_id: UUID | None = None
    start: int | None = None  # Unicode code points of the document's text
    end: int | None = None
    quote: str = Field(default="", sa_type=Text)
    observed_at: datetime | None = moment()
    derived: Json | None = json(nullable=True)  # operation, inputs, result

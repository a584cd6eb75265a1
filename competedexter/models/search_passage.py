"""Two or three sentences of a document with their heading: what search ranks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, Text

from .base import TenantRow, belongs_to, in_workspace, moment, text_list


class SearchPassage(TenantRow, table=True):
    """Two or three sentences of a document with their heading: what search ranks."""

    __tablename__ = "search_passages"
    __table_args__ = (
        in_workspace(),
        belongs_to("document_id", "ingested_data"),
        UniqueConstraint("document_id", "position"),
        Index("ix_search_passages_source", "data_source_id", postgresql_where=text("superseded_at IS NULL")),
        Index("ix_search_passages_terms", "terms", postgresql_using="gin"),
        Index("ix_search_passages_workspace", "workspace_id", "competitor_id", "observed_at"),
    )
    document_id: UUID
    data_source_id: UUID
    competitor_id: UUID
    data_type: str = Field(sa_type=Text)
    observed_at: datetime = moment(nullable=False)
    superseded_at: datetime | None = moment()  # when a newer look at the same page took its place
    position: int
    start: int
    end: int
    heading: str = Field(default="", sa_type=Text)
    text: str = Field(sa_type=Text)
    terms: list[str] = text_list()  # stemmed, in order, with repeats
    length: int = Field(default=0)  # terms with repetitions

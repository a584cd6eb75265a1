"""One event of an answer's stream; `seq` counts from 1 without gaps."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from .base import Json, Timestamp, belongs_to, in_workspace, json, utc_now


class QueryEvent(SQLModel, table=True):
    """One event of an answer's stream; `seq` counts from 1 without gaps."""

    __tablename__ = "query_events"
    __table_args__ = (in_workspace(), belongs_to("query_id", "queries"))
    query_id: UUID = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    workspace_id: UUID
    event: Json = json()
    created_at: datetime = Field(default_factory=utc_now, sa_type=Timestamp, nullable=False)

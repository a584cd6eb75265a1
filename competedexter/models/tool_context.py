"""A tool's result, kept; append-only, a refresh adds a row."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, Text

from .base import Json, TenantRow, in_workspace, json, moment, text_list


class ToolContext(TenantRow, table=True):
    """A tool's result, kept; append-only, a refresh adds a row."""

    __tablename__ = "tool_contexts"
    __table_args__ = (
        in_workspace(),
        Index("ix_tool_contexts_key", "workspace_id", "tool_name", "tool_version", "args_hash", "observed_at"),
    )
    competitor_ids: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid), nullable=False)
    tool_name: str = Field(sa_type=Text)
    tool_version: str = Field(sa_type=Text)
    tool_args: Json = json()
    args_hash: str = Field(sa_type=Text)  # SHA-256 of canonical JSON
    result: Json = json()
    source_urls: list[str] = text_list()
    description: str = Field(default="", sa_type=Text)
    data_type: str = Field(sa_type=Text)
    observed_at: datetime = moment(nullable=False)
    expires_at: datetime = moment(nullable=False)

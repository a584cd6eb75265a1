"""Who did what; append-only."""

from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, Text

from .base import Json, Row, json


class AuditEntry(Row, table=True):
    """Who did what; append-only."""

    __tablename__ = "audit_log"
    __table_args__ = (Index("ix_audit_log_workspace", "workspace_id", "created_at"),)
    workspace_id: UUID | None = None  # none for a sign-up that made no workspace
    actor_id: UUID | None = None
    action: str = Field(sa_type=Text)
    target: str = Field(default="", sa_type=Text)
    before: Json | None = json(nullable=True)
    after: Json | None = json(nullable=True)
    ip: str = Field(default="", sa_type=Text)

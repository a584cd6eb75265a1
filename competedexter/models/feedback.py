"""A thumb and a comment on an answer."""

from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Text

from .base import TenantRow, belongs_to, in_workspace


class Feedback(TenantRow, table=True):
    """A thumb and a comment on an answer."""

    __tablename__ = "feedback"
    __table_args__ = (in_workspace(), belongs_to("query_id", "queries"), UniqueConstraint("query_id", "user_id"))
    query_id: UUID
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE")
    helpful: bool
    comment: str = Field(default="", sa_type=Text)

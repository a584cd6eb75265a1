"""One call of a model, with what it cost."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, Numeric
from sqlmodel import Field, Text

from .base import TenantRow, in_workspace


class LlmUsage(TenantRow, table=True):
    """One call of a model, with what it cost."""

    __tablename__ = "llm_usage"
    __table_args__ = (in_workspace(), Index("ix_llm_usage_workspace", "workspace_id", "created_at"))
    query_id: UUID | None = None
    user_id: UUID | None = Field(default=None, foreign_key="users.id", ondelete="SET NULL")
    model: str = Field(sa_type=Text)
    step: str = Field(sa_type=Text)
    prompt_tokens: int = Field(default=0)
    completion_tokens: int = Field(default=0)
    cost_usd: Decimal = Field(default=Decimal(0), sa_type=Numeric(12, 6))

"""A payer's use in one calendar month (UTC); counted by one statement that refuses past the limit."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, Numeric, UniqueConstraint
from sqlmodel import Field

from .base import Row


class UsageCounter(Row, table=True):
    """A payer's use in one calendar month (UTC); counted by one statement that refuses past the limit."""

    __tablename__ = "usage_counters"
    __table_args__ = (UniqueConstraint("user_id", "month"),)
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE")
    month: date
    questions: int = Field(default=0)
    tokens: int = Field(default=0, sa_type=BigInteger)
    cost_usd: Decimal = Field(default=Decimal(0), sa_type=Numeric(12, 6))

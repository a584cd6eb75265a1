"""What a workspace has bought; `user_id` is the payer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Text

from .base import TenantRow, in_workspace, moment, one_of


class Subscription(TenantRow, table=True):
    """What a workspace has bought; `user_id` is the payer."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        in_workspace(),
        UniqueConstraint("workspace_id"),
        one_of("plan", "free", "starter", "professional", "enterprise"),
    )
    user_id: UUID = Field(foreign_key="users.id")
    plan: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    current_period_start: datetime | None = moment()
    current_period_end: datetime | None = moment()
    stripe_customer_id: str | None = Field(default=None, sa_type=Text, unique=True)
    stripe_subscription_id: str | None = Field(default=None, sa_type=Text, unique=True)

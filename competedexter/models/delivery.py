"""One alert or digest sent through one channel; retried, logged, never twice."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Text

from .base import TenantRow, belongs_to, in_workspace, moment, one_of


class Delivery(TenantRow, table=True):
    """One alert or digest sent through one channel; retried, logged, never twice."""

    __tablename__ = "deliveries"
    __table_args__ = (
        in_workspace(),
        belongs_to("channel_id", "channels"),
        belongs_to("alert_id", "alerts"),
        belongs_to("digest_id", "digests"),
        UniqueConstraint("channel_id", "alert_id", "digest_id", postgresql_nulls_not_distinct=True),
        one_of("state", "queued", "sending", "sent", "failed"),
    )
    channel_id: UUID
    alert_id: UUID | None = None
    digest_id: UUID | None = None
    state: str = Field(default="queued", sa_type=Text)
    attempts: int = Field(default=0)
    last_error: str = Field(default="", sa_type=Text)
    sent_at: datetime | None = moment()

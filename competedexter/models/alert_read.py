"""A person has read an alert; a row of its own, so that the alert itself never changes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from .base import TenantRow, belongs_to, in_workspace, moment


class AlertRead(TenantRow, table=True):
    """A person has read an alert; a row of its own, so that the alert itself never changes."""

    __tablename__ = "alert_reads"
    __table_args__ = (in_workspace(), belongs_to("alert_id", "alerts"), UniqueConstraint("user_id", "alert_id"))
    alert_id: UUID
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE")
    read_at: datetime = moment(nullable=False)

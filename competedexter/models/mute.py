"""Something a person does not want to be told about."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Text

from .base import TenantRow, belongs_to, in_workspace, moment


class Mute(TenantRow, table=True):
    """Something a person does not want to be told about."""

    __tablename__ = "mutes"
    __table_args__ = (
        in_workspace(),
        belongs_to("competitor_id", "competitors"),
        belongs_to("data_source_id", "data_sources"),
    )
    user_id: UUID | None = Field(default=None, foreign_key="users.id", ondelete="CASCADE")
    competitor_id: UUID | None = None
    data_source_id: UUID | None = None
    kind: str | None = Field(default=None, sa_type=Text)
    until: datetime | None = moment()

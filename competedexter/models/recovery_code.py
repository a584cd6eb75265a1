"""A one-use code for someone who lost the second factor."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Text

from .base import Row, moment


class RecoveryCode(Row, table=True):
    """A one-use code for someone who lost the second factor."""

    __tablename__ = "recovery_codes"
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    code_hash: str = Field(sa_type=Text)
    used_at: datetime | None = moment()

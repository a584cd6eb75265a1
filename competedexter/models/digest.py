"""A summary of a day or a week."""

from datetime import datetime

from sqlmodel import Field, Text

from .base import Json, TenantRow, in_workspace, json, moment, one_of, referable


class Digest(TenantRow, table=True):
    """A summary of a day or a week."""

    __tablename__ = "digests"
    __table_args__ = (
        in_workspace(),
        referable(),
        one_of("period", "daily", "weekly"),
        one_of("state", "draft", "approved", "sent"),
    )
    period: str = Field(sa_type=Text)
    from_at: datetime = moment(nullable=False)
    to_at: datetime = moment(nullable=False)
    content: Json = json()
    state: str = Field(default="draft", sa_type=Text)

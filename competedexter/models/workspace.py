"""A tenant."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Text

from .base import Json, Row, json, moment


class Workspace(Row, table=True):
    """A tenant."""

    __tablename__ = "workspaces"
    name: str = Field(sa_type=Text)
    owner_id: UUID = Field(foreign_key="users.id", index=True)
    settings: Json = json()
    is_demo: bool = Field(default=False)
    importing_until: datetime | None = moment()  # its past is being written: clock and sweeps leave it alone
    deleted_at: datetime | None = moment()

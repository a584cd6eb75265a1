"""An offer to join a workspace, sent by e-mail."""

from datetime import datetime

from sqlmodel import Field, Text

from .base import TenantRow, in_workspace, moment, one_of


class Invitation(TenantRow, table=True):
    """An offer to join a workspace, sent by e-mail."""

    __tablename__ = "invitations"
    __table_args__ = (in_workspace(), one_of("role", "admin", "member", "viewer"))
    email: str = Field(sa_type=Text)
    role: str = Field(sa_type=Text)
    token_hash: str = Field(sa_type=Text, unique=True)
    expires_at: datetime = moment(nullable=False)
    accepted_at: datetime | None = moment()

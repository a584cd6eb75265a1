"""A person who can sign in."""

from datetime import datetime

from sqlmodel import Field, Text

from .base import Row, moment


class User(Row, table=True):
    """A person who can sign in."""

    __tablename__ = "users"
    email: str = Field(sa_type=Text, unique=True)  # case-folded
    password_hash: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    token_version: int = Field(default=0)
    email_verified_at: datetime | None = moment()
    locale: str = Field(default="en", sa_type=Text)
    totp_secret: str | None = Field(default=None, sa_type=Text)  # encrypted

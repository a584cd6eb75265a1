"""A company watched by a workspace."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, Text

from .base import Json, TenantRow, Timestamp, in_workspace, json, moment, one_of, referable, text_list, utc_now


class Competitor(TenantRow, table=True):
    """A company watched by a workspace."""

    __tablename__ = "competitors"
    __table_args__ = (
        in_workspace(),
        referable(),
        Index(
            "uq_competitors_domain", "workspace_id", "domain", unique=True, postgresql_where=text("archived_at IS NULL")
        ),
        one_of("tier", "primary", "secondary", "watch"),
        CheckConstraint("colour_slot BETWEEN 0 AND 10", name="colour_slot"),
    )
    is_self: bool = Field(default=False)
    colour_slot: int = Field(default=0)  # 0-9, 10: beyond the palette
    name: str = Field(sa_type=Text)
    domain: str = Field(sa_type=Text)  # the host as given, lower case
    website_url: str = Field(sa_type=Text)
    description: str = Field(default="", sa_type=Text)
    logo_url: str | None = Field(default=None, sa_type=Text)
    tier: str = Field(default="secondary", sa_type=Text)
    tags: list[str] = text_list()
    aliases: list[str] = text_list()
    details: Json = Field(default_factory=dict, sa_column=Column("metadata", JSONB, nullable=False))
    updated_at: datetime = Field(default_factory=utc_now, sa_type=Timestamp, nullable=False)
    archived_at: datetime | None = moment()
    discovered_at: datetime | None = moment()  # when the six slots were last looked for
    discovery: Json = json()  # the slots as found, missing or blocked

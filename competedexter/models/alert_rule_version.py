"""A rule as it was from one time on."""

from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Text

from .base import Json, TenantRow, belongs_to, in_workspace, json, referable, text_list


class AlertRuleVersion(TenantRow, table=True):
    """A rule as it was from one time on."""

    __tablename__ = "alert_rule_versions"
    __table_args__ = (
        in_workspace(),
        referable(),
        belongs_to("rule_id", "alert_rules"),
        UniqueConstraint("rule_id", "version"),
    )
    rule_id: UUID
    version: int
    name: str = Field(sa_type=Text)
    competitor_id: UUID | None = None
    conditions: Json = json()
    channels: list[str] = text_list()
    enabled: bool = Field(default=True)

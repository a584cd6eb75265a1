"""A rule, in one version, that matched an alert."""

from uuid import UUID

from sqlalchemy import UniqueConstraint

from .base import TenantRow, belongs_to, in_workspace


class AlertMatch(TenantRow, table=True):
    """A rule, in one version, that matched an alert."""

    __tablename__ = "alert_matches"
    __table_args__ = (
        in_workspace(),
        belongs_to("alert_id", "alerts"),
        belongs_to("rule_version_id", "alert_rule_versions"),
        UniqueConstraint("alert_id", "rule_version_id"),
    )
    alert_id: UUID
    rule_version_id: UUID

"""One rule held against one change, with the inputs as they were: what a back-test replays."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint

from .base import Json, TenantRow, belongs_to, in_workspace, json, moment


class RuleEvaluation(TenantRow, table=True):
    """One rule held against one change, with the inputs as they were: what a back-test replays."""

    __tablename__ = "rule_evaluations"
    __table_args__ = (
        in_workspace(),
        belongs_to("rule_version_id", "alert_rule_versions"),
        belongs_to("change_id", "changes"),
        UniqueConstraint("rule_version_id", "change_id"),
    )
    rule_version_id: UUID
    change_id: UUID
    inputs: Json = json()
    matched: bool
    at: datetime = moment(nullable=False)

"""All SQL of rules and their versions."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, select
from sqlmodel import col

from competedexter.foundation.unit_of_work import Work
from competedexter.models import AlertRule, AlertRuleVersion


class RuleRepository:
    def __init__(self, work: Work) -> None:
        self._session = work.session
        self._tenant = work.tenant

    async def has_rules(self) -> bool:
        """Whether this workspace ever had a rule; deleted ones count."""
        return bool(await self._session.scalar(select(exists().where(col(AlertRule.workspace_id) == self._tenant))))

    async def lock_rules(self) -> None:
        """Installing the first rules waits for whoever installs them; held until the transaction ends."""
        name = f"rules {self._tenant}"
        await self._session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))

    async def rules(self) -> Sequence[AlertRule]:
        statement = self._rules().order_by(col(AlertRule.created_at), col(AlertRule.id))
        return (await self._session.execute(statement)).scalars().all()

    async def rule(self, rule_id: UUID) -> AlertRule | None:
        statement = self._rules().where(col(AlertRule.id) == rule_id).with_for_update()
        return (await self._session.execute(statement)).scalars().first()

    async def active_versions(self, competitor_id: UUID) -> Sequence[AlertRuleVersion]:
        """The current version of each enabled rule that looks at this competitor."""
        statement = (
            select(AlertRuleVersion)
            .join(
                AlertRule,
                and_(
                    col(AlertRule.id) == col(AlertRuleVersion.rule_id),
                    col(AlertRule.version) == col(AlertRuleVersion.version),
                ),
            )
            .where(
                col(AlertRule.workspace_id) == self._tenant,
                col(AlertRule.enabled),
                col(AlertRule.deleted_at).is_(None),
                col(AlertRule.competitor_id).is_(None) | (col(AlertRule.competitor_id) == competitor_id),
            )
            .order_by(col(AlertRule.created_at), col(AlertRule.id))
        )
        return (await self._session.execute(statement)).scalars().all()

    async def save(self, *rows: AlertRule | AlertRuleVersion) -> None:
        for row in rows:
            self._session.add(row)
            await self._session.flush()

    def _rules(self) -> Select[AlertRule]:
        return select(AlertRule).where(col(AlertRule.workspace_id) == self._tenant, col(AlertRule.deleted_at).is_(None))

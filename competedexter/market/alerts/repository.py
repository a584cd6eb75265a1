"""All SQL of rules, evaluations, alerts and the inbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select, text, true, tuple_
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import aliased
from sqlmodel import col

from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.models import (
    Alert,
    AlertMatch,
    AlertRead,
    AlertRuleVersion,
    Change,
    ChangeLabel,
    Competitor,
    CrawlRun,
    DataSource,
    InboxItem,
    RuleEvaluation,
)

from .grouping import WINDOW
from .schemas import AlertFilters

ROWS_AT_ONCE = 500  # parameters of one statement stay below what the protocol carries


@dataclass(frozen=True)
class Subject:
    """A change with everything an evaluation looks at."""

    change: Change
    label: ChangeLabel
    competitor: Competitor
    source_type: str


class AlertRepository:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session
        self._tenant = work.tenant

    # what is evaluated

    async def subject(self, change_id: UUID) -> Subject | None:
        found = await self.subjects(col(Change.id) == change_id, ~col(Change.backfilled))
        return found[0] if found else None

    async def observed(self, since: datetime, until: datetime, competitor_id: UUID | None) -> list[Subject]:
        """Changes that are sure, observed in a span of time, oldest first."""
        conditions = [col(Change.observed_at) >= since, col(Change.observed_at) <= until, ~col(Change.backfilled)]
        if competitor_id is not None:
            conditions.append(col(Change.competitor_id) == competitor_id)
        return await self.subjects(*conditions, state="confirmed")

    async def subjects(self, *conditions: ColumnElement[bool], state: str | None = None) -> list[Subject]:
        newest = aliased(
            ChangeLabel,
            select(ChangeLabel)
            .where(col(ChangeLabel.change_id) == col(Change.id))
            .order_by(col(ChangeLabel.at).desc(), col(ChangeLabel.id).desc())
            .limit(1)
            .correlate(Change)
            .lateral("newest_label"),
        )
        statement = (
            select(Change, newest, Competitor, col(DataSource.source_type))
            .select_from(Change)
            .join(newest, true())
            .join(Competitor, col(Competitor.id) == col(Change.competitor_id))
            .join(DataSource, col(DataSource.id) == col(Change.data_source_id))
            .where(col(Change.workspace_id) == self._tenant, *conditions)
            .order_by(col(Change.observed_at), col(Change.id))
        )
        if state is not None:
            statement = statement.where(col(newest.state) == state)
        return [Subject(*row) for row in await self._session.execute(statement)]

    async def inputs_of(self, change_ids: Sequence[UUID]) -> dict[UUID, dict[str, object]]:
        """What each change looked like when it was evaluated."""
        statement = (
            select(col(RuleEvaluation.change_id), col(RuleEvaluation.inputs))
            .where(col(RuleEvaluation.workspace_id) == self._tenant, col(RuleEvaluation.change_id).in_(change_ids))
            .ext(distinct_on(col(RuleEvaluation.change_id)))
            .order_by(col(RuleEvaluation.change_id), col(RuleEvaluation.at))
        )
        rows = (await self._session.execute(statement)).all()
        return {change_id: inputs for change_id, inputs in rows}  # noqa: C416  # rows are not pairs to the type checker

    async def store_evaluations(self, evaluations: Sequence[RuleEvaluation]) -> bool:
        """Those stored already stay as they were; whether all of these were new."""
        if not evaluations:
            return True
        rows = [evaluation.model_dump() for evaluation in evaluations]
        statement = insert(RuleEvaluation).values(rows).on_conflict_do_nothing().returning(col(RuleEvaluation.id))
        return len((await self._session.execute(statement)).all()) == len(rows)

    async def evaluations_of(self, change_id: UUID) -> dict[UUID, bool]:
        """Rule version -> whether it matched, as stored."""
        statement = select(col(RuleEvaluation.rule_version_id), col(RuleEvaluation.matched)).where(
            col(RuleEvaluation.workspace_id) == self._tenant, col(RuleEvaluation.change_id) == change_id
        )
        rows = (await self._session.execute(statement)).all()
        return {version: matched for version, matched in rows}  # noqa: C416  # as above

    # alerts

    async def add_alert(self, alert: Alert) -> UUID | None:
        """The alert's id, None when this change has one already."""
        statement = insert(Alert).values(alert.model_dump()).on_conflict_do_nothing().returning(col(Alert.id))
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def add_matches(self, matches: Sequence[AlertMatch]) -> None:
        rows = [match.model_dump() for match in matches]
        await self._session.execute(insert(AlertMatch).values(rows).on_conflict_do_nothing())

    async def item_for(self, new: InboxItem) -> UUID:
        """The inbox item of this competitor and subject within the window, widened; else the new one."""
        await self._lock(f"inbox {new.competitor_id} {new.subject}")
        statement = (
            select(InboxItem)
            .where(
                col(InboxItem.workspace_id) == self._tenant,
                col(InboxItem.competitor_id) == new.competitor_id,
                col(InboxItem.subject) == new.subject,
                col(InboxItem.last_at) >= new.last_at - WINDOW,
                col(InboxItem.first_at) <= new.last_at + WINDOW,
            )
            .order_by(col(InboxItem.last_at).desc())
            .limit(1)
        )
        item = (await self._session.execute(statement)).scalars().first() or new
        item.first_at, item.last_at = min(item.first_at, new.first_at), max(item.last_at, new.last_at)
        self._session.add(item)
        await self._session.flush()
        return item.id

    async def alert(self, alert_id: UUID, user_id: UUID) -> tuple[Alert, bool] | None:
        found = (await self._session.execute(self._alerts(user_id).where(col(Alert.id) == alert_id))).first()
        return None if found is None else (found[0], found[1])

    async def find(self, user_id: UUID, filters: AlertFilters, page: PageRequest) -> list[tuple[Alert, bool]]:
        """(alert, read by this person), newest first; one more than asked for when there are more."""
        statement = self._narrowed(self._alerts(user_id), user_id, filters)
        if page.cursor is not None:
            statement = statement.where(
                tuple_(col(Alert.created_at), col(Alert.id)) < tuple_(page.cursor.at, page.cursor.id)
            )
        else:
            statement = statement.offset(page.offset)
        ordered = statement.order_by(col(Alert.created_at).desc(), col(Alert.id).desc()).limit(page.page_size + 1)
        return [(alert, read) for alert, read in await self._session.execute(ordered)]

    async def count(self, user_id: UUID, filters: AlertFilters) -> int:
        statement = self._narrowed(self._alerts(user_id), user_id, filters).with_only_columns(func.count())
        return await self._session.scalar(statement) or 0

    async def matches_of(self, alert_ids: Sequence[UUID]) -> dict[UUID, list[AlertRuleVersion]]:
        statement = (
            select(col(AlertMatch.alert_id), AlertRuleVersion)
            .join(AlertRuleVersion, col(AlertRuleVersion.id) == col(AlertMatch.rule_version_id))
            .where(col(AlertMatch.workspace_id) == self._tenant, col(AlertMatch.alert_id).in_(alert_ids))
            .order_by(col(AlertRuleVersion.created_at), col(AlertRuleVersion.id))
        )
        found: dict[UUID, list[AlertRuleVersion]] = {}
        for alert_id, version in await self._session.execute(statement):
            found.setdefault(alert_id, []).append(version)
        return found

    async def mark_read(self, reads: Sequence[AlertRead]) -> int:
        """How many were not read before."""
        marked = 0
        for start in range(0, len(reads), ROWS_AT_ONCE):
            rows = [read.model_dump() for read in reads[start : start + ROWS_AT_ONCE]]
            statement = insert(AlertRead).values(rows).on_conflict_do_nothing().returning(col(AlertRead.id))
            marked += len((await self._session.execute(statement)).all())
        return marked

    async def mark_unread(self, alert_id: UUID, user_id: UUID) -> None:
        await self._session.execute(_UNREAD, {"workspace": self._tenant, "alert": alert_id, "user": user_id})

    async def unread_ids(self, user_id: UUID, filters: AlertFilters) -> Sequence[UUID]:
        statement = self._narrowed(self._alerts(user_id), user_id, filters).with_only_columns(col(Alert.id))
        return (await self._session.execute(statement)).scalars().all()

    # what was left behind

    async def unevaluated(self, source_id: UUID) -> bool:
        """Whether a sure change of this source waits for a rule that was there when it became sure."""
        rows = await self._session.execute(_UNEVALUATED_OF_SOURCE, {"source": source_id, "now": self._work.now()})
        return rows.first() is not None

    async def made_sure_by(self, run_id: UUID) -> list[UUID]:
        """Sure changes of a run's source that no rule has seen: those the run made sure, and any left behind."""
        rows = await self._session.execute(_MADE_SURE_BY, {"run": run_id, "now": self._work.now()})
        return list(rows.scalars())

    async def lock_source(self, source_id: UUID) -> None:
        """Evaluations and settlements of one source wait for each other: neither sees half of the other."""
        await self._lock(f"evaluate {source_id}")

    async def source_of_run(self, run_id: UUID) -> UUID | None:
        statement = select(col(CrawlRun.data_source_id)).where(
            col(CrawlRun.workspace_id) == self._tenant, col(CrawlRun.id) == run_id
        )
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def unsettled_runs(self, source_id: UUID) -> Sequence[UUID]:
        """Looks at a source that ended well and are not settled."""
        statement = select(col(CrawlRun.id)).where(
            col(CrawlRun.workspace_id) == self._tenant,
            col(CrawlRun.data_source_id) == source_id,
            col(CrawlRun.state).in_(("succeeded", "unchanged")),
            col(CrawlRun.settled_at).is_(None),
        )
        return (await self._session.execute(statement)).scalars().all()

    def _alerts(self, user_id: UUID) -> Select[Alert, bool]:
        read = _read_by(user_id).label("read")
        return select(Alert, read).where(col(Alert.workspace_id) == self._tenant)

    def _narrowed(self, statement: Select[Alert, bool], user_id: UUID, filters: AlertFilters) -> Select[Alert, bool]:
        if not (filters.include_archived or filters.competitor_id or filters.item_id):
            watched = select(col(Competitor.id)).where(col(Competitor.archived_at).is_(None))
            statement = statement.where(col(Alert.competitor_id).in_(watched))
        if filters.unread:
            statement = statement.where(~_read_by(user_id))
        if filters.severities:
            statement = statement.where(col(Alert.severity).in_(filters.severities))
        if filters.competitor_id is not None:
            statement = statement.where(col(Alert.competitor_id) == filters.competitor_id)
        if filters.alert_type is not None:
            statement = statement.where(col(Alert.alert_type) == filters.alert_type)
        if filters.item_id is not None:
            statement = statement.where(col(Alert.inbox_item_id) == filters.item_id)
        return statement

    async def _lock(self, name: str) -> None:
        await self._session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


async def left_behind(work: Work) -> list[tuple[UUID, UUID]]:
    """(workspace, run) of changes that became sure, were seen by no rule, and whose job may be lost. System work."""
    rows = await work.session.execute(_UNEVALUATED, {"now": work.now()})
    return [(row[0], row[1]) for row in rows]


def _read_by(user_id: UUID) -> ColumnElement[bool]:
    return exists().where(col(AlertRead.alert_id) == col(Alert.id), col(AlertRead.user_id) == user_id)


_CONFIRMED = """
FROM changes c
JOIN LATERAL (
  SELECT l.state, l.at FROM change_labels l WHERE l.change_id = c.id ORDER BY l.at DESC, l.id DESC LIMIT 1
) newest ON newest.state = 'confirmed'
JOIN LATERAL (
  SELECT min(l.at) AS at FROM change_labels l WHERE l.change_id = c.id AND l.state = 'confirmed'
) sure ON true
WHERE NOT c.backfilled AND NOT EXISTS (SELECT 1 FROM rule_evaluations e WHERE e.change_id = c.id)
"""
_LEFT_BEHIND = """c.observed_at > CAST(:now AS timestamptz) - interval '3 days' AND EXISTS (
    SELECT 1 FROM alert_rules r JOIN alert_rule_versions v ON v.rule_id = r.id AND v.version = r.version
    WHERE r.workspace_id = c.workspace_id AND r.enabled AND r.deleted_at IS NULL AND v.created_at <= sure.at
      AND (r.competitor_id IS NULL OR r.competitor_id = c.competitor_id))
"""  # what was seen longer ago is history, not an alert
_SURE = f"{_CONFIRMED} AND {_LEFT_BEHIND}"
_OF_RUN = """c.data_source_id = (SELECT data_source_id FROM crawl_runs WHERE id = :run) AND (sure.at >=
  (SELECT finished_at FROM crawl_runs WHERE id = :run AND settled_at IS NULL)"""
_MADE_SURE_BY = text(f"SELECT c.id {_CONFIRMED} AND {_OF_RUN} OR {_LEFT_BEHIND}) ORDER BY c.id")
# what became sure before there was a rule meets later ones only in the look that made it sure
_WRITING_ITS_PAST = (
    "SELECT 1 FROM workspaces w WHERE w.id = c.workspace_id AND w.importing_until > CAST(:now AS timestamptz)"
)
_UNEVALUATED = text(
    f"SELECT DISTINCT c.workspace_id, c.crawl_run_id {_SURE} AND c.crawl_run_id IS NOT NULL"
    f" AND NOT EXISTS ({_WRITING_ITS_PAST}) AND sure.at < CAST(:now AS timestamptz) - interval '30 seconds' LIMIT 1000"
)
_UNEVALUATED_OF_SOURCE = text(f"SELECT c.id {_SURE} AND c.data_source_id = :source LIMIT 1")
_UNREAD = text("DELETE FROM alert_reads WHERE workspace_id = :workspace AND alert_id = :alert AND user_id = :user")

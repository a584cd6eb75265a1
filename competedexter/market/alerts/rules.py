"""The verbs of rules: list, create, edit, delete, the first ones of a workspace, and trying one on the past."""

from datetime import datetime
from typing import Any
from uuid import UUID

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.unit_of_work import Work
from competedexter.market.competitors import service as competitors
from competedexter.models import AlertRule, AlertRuleVersion

from .conditions import read_conditions, write_conditions
from .default_rules import DEFAULT_RULES
from .errors import BadRule, NoSuchRule
from .evaluation import facts_of, title_of
from .facts import Facts
from .matching import evaluate
from .repository import AlertRepository
from .rule_repository import RuleRepository
from .schemas import Backtest, BacktestAlert, BacktestView, NewRule, RuleEdit, RuleView

MAX_RULES = 200  # of one workspace; each is held against every change
MOST_SHOWN = 100  # alerts of a back-test told one by one
CHANGES_AT_ONCE = 1_000  # of a back-test, whose stored inputs are read together


async def find(work: Work, viewer: Viewer) -> tuple[RuleView, ...]:
    """All rules, oldest first; a workspace that never had any gets the first ones."""
    viewer.require(Role.VIEWER)
    await install_default_rules(work)
    return tuple(view_of(rule) for rule in await RuleRepository(work).rules())


async def create(work: Work, viewer: Viewer, new: NewRule) -> RuleView:
    """Raises BadConditions, BadRule, CompetitorNotFound."""
    viewer.require(Role.ADMIN)
    await install_default_rules(work)
    rules = RuleRepository(work)
    if len(await rules.rules()) >= MAX_RULES:
        raise BadRule(reason=f"a workspace has at most {MAX_RULES} rules.")
    if new.competitor_id is not None:
        await competitors.get(work, viewer, new.competitor_id)
    conditions = write_conditions(read_conditions(new.conditions))
    rule = _rule(work, new.name, new.rule_type, conditions, new.competitor_id, new.channels, enabled=new.enabled)
    await rules.save(rule, _version(work, rule))
    return view_of(rule)


async def edit(work: Work, viewer: Viewer, rule_id: UUID, changes: RuleEdit) -> RuleView:
    """A new version from now on; what older versions raised stays theirs. Raises NoSuchRule and as `create`."""
    viewer.require(Role.ADMIN)
    rules = RuleRepository(work)
    rule = await rules.rule(rule_id)
    if rule is None:
        raise NoSuchRule
    given = changes.model_dump(exclude_unset=True)
    if given.get("competitor_id") is not None:
        await competitors.get(work, viewer, given["competitor_id"])
    if given.get("conditions") is not None:
        rule.conditions = write_conditions(read_conditions(given["conditions"]))
    if "competitor_id" in given:
        rule.competitor_id = given["competitor_id"]
    rule.name = given.get("name") or rule.name
    rule.channels = list(given["channels"]) if given.get("channels") is not None else rule.channels
    rule.enabled = rule.enabled if given.get("enabled") is None else given["enabled"]
    rule.version += 1
    await rules.save(rule, _version(work, rule))
    return view_of(rule)


async def delete(work: Work, viewer: Viewer, rule_id: UUID) -> None:
    """Its alerts stay. Raises NoSuchRule."""
    viewer.require(Role.ADMIN)
    rules = RuleRepository(work)
    rule = await rules.rule(rule_id)
    if rule is None:
        raise NoSuchRule
    rule.deleted_at = work.now()
    await rules.save(rule)


async def install_default_rules(work: Work) -> None:
    """Gives a workspace that never had a rule its first ones. Safe to run twice, and at the same time."""
    rules = RuleRepository(work)
    if await rules.has_rules():
        return
    await rules.lock_rules()
    if await rules.has_rules():
        return
    for default in DEFAULT_RULES:
        rule = _rule(work, default.name, default.rule_type, write_conditions(default.conditions), None, ("in_app",))
        await rules.save(rule, _version(work, rule))


async def backtest(work: Work, viewer: Viewer, wanted: Backtest) -> BacktestView:
    """What a rule would have raised: the live evaluator over changes as they were when they became sure.

    Raises BadConditions, BadRule, CompetitorNotFound.
    """
    viewer.require(Role.VIEWER)
    if wanted.since >= wanted.until:
        raise BadRule(reason="the span to test ends before it begins.")
    tree = read_conditions(wanted.rule.conditions)
    if wanted.rule.competitor_id is not None:
        await competitors.get(work, viewer, wanted.rule.competitor_id)
    alerts = AlertRepository(work)
    subjects = await alerts.observed(_aware(wanted.since), _aware(wanted.until), wanted.rule.competitor_id)
    matched = []
    for start in range(0, len(subjects), CHANGES_AT_ONCE):
        batch = subjects[start : start + CHANGES_AT_ONCE]
        then = await alerts.inputs_of([subject.change.id for subject in batch])
        for subject in batch:
            stored = then.get(subject.change.id)
            facts = Facts.from_json(stored) if stored else facts_of(subject)
            if evaluate(tree, facts):
                matched.append(subject)
    shown = tuple(
        BacktestAlert(
            change_id=subject.change.id,
            competitor_id=subject.competitor.id,
            alert_type=subject.change.kind,
            title=title_of(subject),
            severity=subject.change.severity,
            observed_at=subject.change.observed_at,
        )
        for subject in reversed(matched[-MOST_SHOWN:])
    )
    return BacktestView(count=len(matched), looked_at=len(subjects), alerts=shown)


def view_of(rule: AlertRule) -> RuleView:
    return RuleView.model_validate(rule.model_dump(include=set(RuleView.model_fields)))


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise BadRule(reason="a time needs its zone, as in 2026-11-22T14:00:00Z.")
    return moment


def _rule(
    work: Work,
    name: str,
    rule_type: str,
    conditions: dict[str, Any],  # Any: JSON
    competitor_id: UUID | None,
    channels: tuple[str, ...],
    *,
    enabled: bool = True,
) -> AlertRule:
    return AlertRule(
        id=new_id(),
        workspace_id=work.tenant,
        name=name,
        competitor_id=competitor_id,
        rule_type=rule_type,
        conditions=conditions,
        channels=list(channels),
        enabled=enabled,
        created_at=work.now(),
    )


def _version(work: Work, rule: AlertRule) -> AlertRuleVersion:
    return AlertRuleVersion(
        id=new_id(),
        workspace_id=work.tenant,
        rule_id=rule.id,
        version=rule.version,
        name=rule.name,
        competitor_id=rule.competitor_id,
        conditions=rule.conditions,
        channels=rule.channels,
        enabled=rule.enabled,
        created_at=work.now(),
    )

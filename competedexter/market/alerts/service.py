"""The verbs of alerts: hold a sure change against the rules, find alerts, read them, and leave nothing behind.

Rules have their own verbs in rules.py.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from uuid import UUID

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.pagination import Cursor, PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.foundation.views import Page, Pagination
from competedexter.jobs import CompareSnapshots, EvaluateAlerts
from competedexter.market.crawling import runs
from competedexter.models import Alert, AlertMatch, AlertRead, AlertRuleVersion, InboxItem, RuleEvaluation

from .conditions import read_conditions
from .errors import NoSuchAlert
from .evaluation import description_of, facts_of, title_of
from .facts import Facts
from .grouping import inbox_subject
from .matching import evaluate as meets
from .repository import AlertRepository, Subject, left_behind
from .rule_repository import RuleRepository
from .rules import install_default_rules
from .schemas import AlertFilters, AlertView, Evaluated, MatchedRule

Push = Callable[[UUID, Mapping[str, object]], Awaitable[None]]  # (workspace, message) to its open pages


async def evaluate(work: Work, change_id: UUID, push: Push | None = None) -> Evaluated:
    """Holds one sure change against the rules of now; at most one alert a change. Safe to run twice.

    A change that is pending, reverted or gone is left alone. `push` is called after the commit of a new alert.
    """
    await install_default_rules(work)
    return await _evaluate(work, change_id, push)


async def _evaluate(work: Work, change_id: UUID, push: Push | None) -> Evaluated:
    alerts = AlertRepository(work)
    subject = await alerts.subject(change_id)
    if subject is None or subject.label.state != "confirmed":
        return Evaluated(change_id)
    matched = await _evaluated(work, subject)
    alert = await _raise(work, subject, matched) if matched else None
    if alert is not None and push is not None:
        _announce(work, alert, push)
    return Evaluated(change_id, tuple(matched), alert.id if alert else None)


async def evaluate_run(work: Work, crawl_run_id: UUID, push: Push | None = None) -> tuple[Evaluated, ...]:
    """Holds what a compared run made sure against the rules, and settles it. Safe to run twice.

    Runs of the same source that had to wait for this are compared again, which settles them.
    """
    await install_default_rules(work)
    alerts = AlertRepository(work)
    source_id = await alerts.source_of_run(crawl_run_id)
    if source_id is None:
        return ()
    await alerts.lock_source(source_id)
    outcome = [await _evaluate(work, change_id, push) for change_id in await alerts.made_sure_by(crawl_run_id)]
    await runs.settle(work, crawl_run_id)
    for waiting in await alerts.unsettled_runs(source_id):
        work.enqueue(CompareSnapshots(work.tenant, waiting))
    return tuple(outcome)


async def settle(work: Work, crawl_run_id: UUID) -> bool:
    """Settles a compared run unless a sure change of its source waits for the rules; called after each comparison."""
    alerts = AlertRepository(work)
    source_id = await alerts.source_of_run(crawl_run_id)
    if source_id is None:
        return False
    await alerts.lock_source(source_id)
    if await alerts.unevaluated(source_id):
        return False
    await runs.settle(work, crawl_run_id)
    return True


async def sweep(work: Work) -> int:
    """Sends the evaluation of sure changes whose job was lost once more. System work."""
    waiting = await left_behind(work)
    for workspace_id, crawl_run_id in waiting:
        work.enqueue(EvaluateAlerts(workspace_id, crawl_run_id))
    return len(waiting)


async def find(work: Work, viewer: Viewer, filters: AlertFilters, page: PageRequest) -> Page[AlertView]:
    """Newest first, with what this person has read."""
    viewer.require(Role.VIEWER)
    alerts = AlertRepository(work)
    rows = await alerts.find(viewer.user_id, filters, page)
    shown = rows[: page.page_size]
    total = await alerts.count(viewer.user_id, filters)
    last = shown[-1][0] if len(rows) > page.page_size else None
    return Page(
        items=await _views(alerts, shown),
        pagination=Pagination(total=total, page=page.page, page_size=page.page_size),
        next_cursor=Cursor(last.created_at, last.id).encode() if last else None,
    )


async def get(work: Work, viewer: Viewer, alert_id: UUID) -> AlertView:
    """Raises NoSuchAlert."""
    viewer.require(Role.VIEWER)
    alerts = AlertRepository(work)
    found = await alerts.alert(alert_id, viewer.user_id)
    if found is None:
        raise NoSuchAlert
    return (await _views(alerts, [found]))[0]


async def mark_read(work: Work, viewer: Viewer, alert_id: UUID, *, read: bool = True) -> AlertView:
    """For this person only. Raises NoSuchAlert."""
    view = await get(work, viewer, alert_id)
    alerts = AlertRepository(work)
    if read:
        await alerts.mark_read([_read(work, viewer, alert_id)])
    else:
        await alerts.mark_unread(alert_id, viewer.user_id)
    return view.model_copy(update={"read": read})


async def mark_all_read(work: Work, viewer: Viewer, filters: AlertFilters | None = None) -> int:
    """Marks what this person has not read, of a filtered inbox if given; returns how many."""
    viewer.require(Role.VIEWER)
    alerts = AlertRepository(work)
    wanted = filters or AlertFilters()
    unread = await alerts.unread_ids(
        viewer.user_id,
        AlertFilters(
            unread=True,
            severities=wanted.severities,
            competitor_id=wanted.competitor_id,
            alert_type=wanted.alert_type,
            item_id=wanted.item_id,
        ),
    )
    return await alerts.mark_read([_read(work, viewer, alert_id) for alert_id in unread])


async def unread_count(work: Work, viewer: Viewer) -> int:
    viewer.require(Role.VIEWER)
    return await AlertRepository(work).count(viewer.user_id, AlertFilters(unread=True))


async def _evaluated(work: Work, subject: Subject) -> list[UUID]:
    """The rule versions that this change met. It is evaluated once: later rules and edits alter only the future."""
    alerts = AlertRepository(work)
    outcome = await alerts.evaluations_of(subject.change.id)
    if not outcome:
        versions = await RuleRepository(work).active_versions(subject.change.competitor_id)
        facts = facts_of(subject)
        evaluations = [_evaluation(work, subject, version, facts) for version in versions]
        if await alerts.store_evaluations(evaluations):
            outcome = {one.rule_version_id: one.matched for one in evaluations}
        else:  # somebody else stored some meanwhile
            outcome = await alerts.evaluations_of(subject.change.id)
    return [version_id for version_id, matched in outcome.items() if matched]


def _evaluation(work: Work, subject: Subject, version: AlertRuleVersion, facts: Facts) -> RuleEvaluation:
    return RuleEvaluation(
        id=new_id(),
        workspace_id=work.tenant,
        rule_version_id=version.id,
        change_id=subject.change.id,
        inputs=facts.as_json(),
        matched=meets(read_conditions(version.conditions), facts),
        at=work.now(),
        created_at=work.now(),
    )


async def _raise(work: Work, subject: Subject, matched: Sequence[UUID]) -> Alert | None:
    """The alert of a change, None when it has one already."""
    alerts = AlertRepository(work)
    change = subject.change
    item_id = await alerts.item_for(
        InboxItem(
            id=new_id(),
            workspace_id=work.tenant,
            competitor_id=change.competitor_id,
            subject=inbox_subject(change.kind, subject.source_type, change.data_source_id),
            first_at=change.observed_at,
            last_at=change.observed_at,
            created_at=work.now(),
        )
    )
    alert = Alert(
        id=new_id(),
        workspace_id=work.tenant,
        change_id=change.id,
        competitor_id=change.competitor_id,
        inbox_item_id=item_id,
        alert_type=change.kind,
        title=title_of(subject),
        description=description_of(subject),
        data=change.data,
        severity=change.severity,
        created_at=work.now(),
    )
    if await alerts.add_alert(alert) is None:
        return None
    await alerts.add_matches([_match(work, alert.id, version_id) for version_id in matched])
    return alert


def _match(work: Work, alert_id: UUID, version_id: UUID) -> AlertMatch:
    return AlertMatch(
        id=new_id(), workspace_id=work.tenant, alert_id=alert_id, rule_version_id=version_id, created_at=work.now()
    )


def _announce(work: Work, alert: Alert, push: Push) -> None:
    tenant = work.tenant
    message = {
        "type": "alert",
        "alertId": str(alert.id),
        "changeId": str(alert.change_id),
        "competitorId": str(alert.competitor_id),
        "itemId": str(alert.inbox_item_id),
        "severity": alert.severity,
        "title": alert.title,
    }

    async def announce() -> None:
        await push(tenant, message)

    work.then(announce)


async def _views(alerts: AlertRepository, rows: Sequence[tuple[Alert, bool]]) -> tuple[AlertView, ...]:
    versions = await alerts.matches_of([alert.id for alert, _ in rows])
    return tuple(_view(alert, versions.get(alert.id, []), read=read) for alert, read in rows)


def _view(alert: Alert, versions: Sequence[AlertRuleVersion], *, read: bool) -> AlertView:
    return AlertView(
        id=alert.id,
        competitor_id=alert.competitor_id,
        change_id=alert.change_id,
        rules=tuple(MatchedRule(id=one.rule_id, version=one.version, name=one.name) for one in versions),
        item_id=alert.inbox_item_id,
        alert_type=alert.alert_type,
        title=alert.title,
        description=alert.description,
        data=alert.data,
        severity=alert.severity,
        read=read,
        created_at=alert.created_at,
    )


def _read(work: Work, viewer: Viewer, alert_id: UUID) -> AlertRead:
    return AlertRead(
        id=new_id(),
        workspace_id=work.tenant,
        alert_id=alert_id,
        user_id=viewer.user_id,
        read_at=work.now(),
        created_at=work.now(),
    )

"""The inbox: alerts of one event are one item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from competedexter.foundation.views import as_rfc3339
from competedexter.market.alerts.schemas import AlertView
from competedexter.market.changes.kinds import Severity


@dataclass(frozen=True)
class ItemRow:
    id: str
    competitor: str
    sentence: str
    more: str
    severity: str
    at: str
    unread: bool
    read_class: str


def items_of(views: Sequence[AlertView], names: Mapping[UUID, str]) -> list[ItemRow]:
    """Newest first; an item shows its newest alert, its highest severity, and how many more there are."""
    grouped: dict[UUID, list[AlertView]] = {}
    for view in views:
        grouped.setdefault(view.item_id, []).append(view)
    return [_item(alerts, names) for alerts in grouped.values()]


def _item(alerts: Sequence[AlertView], names: Mapping[UUID, str]) -> ItemRow:
    newest = alerts[0]
    name = names.get(newest.competitor_id, "")
    unread = any(not alert.read for alert in alerts)
    highest = max((Severity(alert.severity) for alert in alerts), key=lambda severity: severity.rank)
    return ItemRow(
        id=str(newest.item_id),
        competitor=name or "Archived competitor",
        sentence=newest.title.removeprefix(f"{name}: "),
        more=f"and {len(alerts) - 1} more" if len(alerts) > 1 else "",
        severity=highest.value,
        at=as_rfc3339(newest.created_at),
        unread=unread,
        read_class="inbox-item unread" if unread else "inbox-item",
    )

"""Which alerts are one event for the person who reads them: one competitor, one subject, within 72 hours."""

from datetime import datetime, timedelta
from uuid import UUID

from competedexter.market.changes.kinds import PLAN_KINDS, ChangeKind

WINDOW = timedelta(hours=72)  # a price change is rolled out over pages, tables and footnotes in days

_HIRING = frozenset({ChangeKind.JOB_OPENED, ChangeKind.JOB_CLOSED, ChangeKind.JOB_CHANGED, ChangeKind.HIRING_SURGED})


def inbox_subject(kind: str, source_type: str, source_id: UUID) -> str:
    """What an alert is about, as the inbox groups it: prices, hiring, or one page."""
    if kind in PLAN_KINDS or source_type == "pricing":
        return "pricing"
    if kind in _HIRING:
        return "hiring"
    return f"source:{source_id}"


def joins(last_at: datetime, at: datetime) -> bool:
    """Whether an alert at `at` belongs to an item whose last alert was at `last_at`."""
    return abs(at - last_at) <= WINDOW

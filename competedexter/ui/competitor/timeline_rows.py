"""Entries of the timeline by the day they happened on. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from competedexter.ui.components.rows import ChangeRow

NEAR: Final = timedelta(days=30)  # then "20 d ago" helps; before, the date does


@dataclass(frozen=True)
class DayRow:
    """A day (UTC) and what happened on it, latest first. `at` is empty where the day itself says it best."""

    name: str
    at: str = ""
    rows: list[ChangeRow] = field(default_factory=list)


def by_day(rows: Sequence[ChangeRow], now: datetime) -> list[DayRow]:
    days: list[DayRow] = []
    for row in rows:
        name = datetime.fromisoformat(row.observed_at).strftime("%-d %b %Y") if row.observed_at else "Some day"
        is_near = bool(row.observed_at) and now - datetime.fromisoformat(row.observed_at) < NEAR
        if not days or days[-1].name != name:
            days.append(DayRow(name, row.observed_at if is_near else ""))
        days[-1].rows.append(row)
    return days

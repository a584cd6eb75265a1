"""Entries of the timeline by the day they happened on. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from competedexter.ui.components.rows import ChangeRow


@dataclass(frozen=True)
class DayRow:
    """A day (UTC) and what happened on it, latest first."""

    name: str
    at: str = ""
    rows: list[ChangeRow] = field(default_factory=list)


def by_day(rows: Sequence[ChangeRow]) -> list[DayRow]:
    days: list[DayRow] = []
    for row in rows:
        name = datetime.fromisoformat(row.observed_at).strftime("%-d %b %Y") if row.observed_at else "Some day"
        if not days or days[-1].name != name:
            days.append(DayRow(name, row.observed_at))
        days[-1].rows.append(row)
    return days

"""Times as EDGAR writes them, as aware UTC moments."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

WASHINGTON: Final = ZoneInfo("America/New_York")
_AMERICAN = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
_OPEN: Final = range(6, 23)  # EDGAR accepts filings from 6:00 to 22:00 in Washington; the last are through by 23:00


def day(written: object) -> date | None:
    """A date: "2024-10-31" (a time may follow), or "10-31-2024" as Form C writes it."""
    text = written.strip() if isinstance(written, str) else ""
    american = _AMERICAN.fullmatch(text)
    if american:
        month, day_of_month, year = (int(part) for part in american.groups())
        text = f"{year:04d}-{month:02d}-{day_of_month:02d}"
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def midnight(when: date | None) -> datetime | None:
    """The first moment of a day in UTC, for a date without a time."""
    return datetime(when.year, when.month, when.day, tzinfo=UTC) if when else None


def moment(written: object, zone: tzinfo | None = None) -> datetime | None:
    """A date and time in UTC. `zone` is where the clock stood, whatever the text says of it; None believes the text."""
    text = written.strip()[:40] if isinstance(written, str) else ""
    try:
        at = datetime.fromisoformat(text)
        if zone is not None:
            at = at.replace(tzinfo=zone)
        elif at.tzinfo is None:
            at = at.replace(tzinfo=UTC)
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def clock_of(acceptances: Iterable[object]) -> tzinfo | None:
    """Where the clock of `acceptanceDateTime` stood: in Washington, or in UTC as its "Z" says (None).

    For years the submissions API wrote Washington time with a "Z" behind it. EDGAR sleeps at night, so a list with
    times that are night under one reading is meant in the other; nothing to go by: as written.
    """
    read = [at for written in acceptances if (at := moment(written)) is not None]
    as_utc = sum(at.astimezone(WASHINGTON).hour in _OPEN for at in read)
    as_local = sum(at.hour in _OPEN for at in read)
    return WASHINGTON if as_local > as_utc else None

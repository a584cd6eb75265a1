"""The day an answer is asked for: what was observed later is not used."""

from datetime import UTC, date, datetime, time

from competedexter.foundation.errors import ProductError


class NoSuchDay(ProductError):
    code = "no_such_day"
    sentence = "That is no day of the calendar. Choose one, or leave it empty for what is known now."


def end_of_day(text: str, today: date) -> datetime | None:
    """The last moment (UTC) of a day like `2026-06-30`; None for no day, today or later. Raises NoSuchDay."""
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise NoSuchDay from error
    return datetime.combine(day, time.max, UTC) if day < today else None

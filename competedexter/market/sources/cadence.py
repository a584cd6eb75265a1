"""When a source is looked at next. Pure: times in, times out."""

from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

INTERVALS = {"hourly": timedelta(hours=1), "daily": timedelta(days=1), "weekly": timedelta(days=7)}
JITTER = 0.1  # of the interval, so that sources added together do not stay together
FAILED_AFTER = 10  # errors in a row; then looked at weekly
FIRST_RETRY = timedelta(minutes=5)
SECOND_LOOK = timedelta(minutes=15)  # a suspect page is often whole again soon
GONE_INTERVAL = timedelta(days=7)
MAX_WAIT = timedelta(days=7)  # also for a Retry-After that asks for more


class Health(StrEnum):
    OK = "ok"
    SUSPECT = "suspect"
    BLOCKED = "blocked"
    FAILING = "failing"
    GONE = "gone"


def next_look(
    *, frequency: str, health: Health, errors: int, now: datetime, chance: Random, retry_after: float | None = None
) -> datetime:
    """The next due time after a look that ended in `health`.

    `errors` counts looks in a row that brought nothing; `retry_after` is the site's own wish in seconds.
    """
    wait = _wait(INTERVALS[frequency], health, errors) * (1 + chance.uniform(-JITTER, JITTER))
    if retry_after is not None:
        wait = max(wait, timedelta(seconds=retry_after))  # after the spread, which must not undercut it
    return now + min(wait, MAX_WAIT * (1 + JITTER))


def _wait(interval: timedelta, health: Health, errors: int) -> timedelta:
    if health is Health.OK:
        return interval
    if health is Health.GONE or errors >= FAILED_AFTER:
        return max(interval, GONE_INTERVAL)
    if health is Health.SUSPECT and errors <= 1:
        return min(interval, SECOND_LOOK)
    doublings: int = min(max(errors - 1, 0), 12)
    backed_off = FIRST_RETRY * (1 << doublings)
    return min(backed_off, max(interval, timedelta(days=1)))

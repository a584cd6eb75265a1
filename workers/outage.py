"""A queue that is away is one line of the log: each consumer of a process would tell it otherwise, all at once."""

import logging
import time

SAID_AGAIN_SECONDS = 60.0  # an outage that lasts is told once a minute
MARK = "connection error"  # in every line in which Dramatiq tells of a lost connection


class OneWarning(logging.Filter):
    """For a handler: the first of Dramatiq's lines about a lost connection, as a warning in our words, and no other."""

    def __init__(self) -> None:
        super().__init__()
        self._said_at: float | None = None

    def filter(self, record: logging.LogRecord) -> bool:
        if not (record.name.startswith("dramatiq.") and MARK in str(record.msg)):
            return True
        now = time.monotonic()
        if self._said_at is not None and now - self._said_at < SAID_AGAIN_SECONDS:
            return False
        self._said_at = now
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.msg, record.args = "the queue is away; work goes on by itself once it is back", None
        return True


def tell_outages_once() -> None:
    """From now on in this process."""
    once = OneWarning()
    for handler in logging.getLogger().handlers:
        handler.addFilter(once)

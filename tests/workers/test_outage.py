"""A queue that is away is one warning of a worker, however many of its consumers notice."""

import logging

import pytest

from workers import outage
from workers.outage import SAID_AGAIN_SECONDS, OneWarning


def lost(queue: str) -> logging.LogRecord:
    return logging.LogRecord(
        f"dramatiq.worker.ConsumerThread({queue})", logging.CRITICAL, "worker.py", 326,
        "Consumer encountered a connection error: %s", ("Connection refused",), None,
    )  # fmt: skip


def test_all_consumers_together_are_one_warning_in_our_words() -> None:
    once = OneWarning()
    records = [lost(queue) for queue in ("default", "crawl", "browser", "alone", "default.DQ")]
    told = [record for record in records if once.filter(record)]
    assert [(record.levelname, record.getMessage()) for record in told] == [
        ("WARNING", "the queue is away; work goes on by itself once it is back")
    ]


def test_an_outage_that_lasts_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(outage.time, "monotonic", lambda: now[0])
    once = OneWarning()
    assert once.filter(lost("default"))
    now[0] += SAID_AGAIN_SECONDS + 1
    assert once.filter(lost("default"))


def test_everything_else_passes_as_it_is() -> None:
    other = logging.LogRecord("dramatiq.worker", logging.ERROR, "worker.py", 1, "a bug", None, None)
    assert OneWarning().filter(other)
    assert (other.levelname, other.getMessage()) == ("ERROR", "a bug")

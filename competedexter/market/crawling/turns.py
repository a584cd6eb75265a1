"""Whose turn it is at a host: looks wait for each other, for the pause robots.txt asks for, for a host that keeps failing."""

from dataclasses import dataclass

from competedexter.integrations.web.errors import (
    ConnectFailed,
    RobotsUnreadable,
    TimedOut,
    TlsFailed,
    UnknownHost,
    WebError,
)

from .outcome import Outcome
from .schemas import Attempt, Parties

# What says that the host is unwell, or has had enough of us.
HOST_FAULTS = frozenset(
    {"server_error", "rate_limited"}
    | {error.code for error in (ConnectFailed, TimedOut, TlsFailed, UnknownHost, RobotsUnreadable)}
)


@dataclass(frozen=True)
class Wait:
    """How long a run waits before it asks again, and why: a word for programs, a sentence for people."""

    seconds: float
    code: str
    reason: str


NO_WAIT = Wait(0.0, "", "")


async def turn_of(attempt: Attempt, parties: Parties, host: str) -> Wait | None:
    """None when the run may go ahead; it then holds a slot of the host."""
    now = attempt.begun_at.timestamp()
    rest = await parties.slots.rest(host, now=now)
    if rest > 0:
        reason = f"{host} failed several times in a row. It is left alone for another {in_words(rest)}."
        return Wait(rest, "host_rests", reason)
    try:
        delay = (await parties.web.robots(attempt.source.source_url)).crawl_delay
    except WebError:
        delay = None  # the fetch will meet the same error and name it
    seconds = await parties.slots.acquire(host, str(attempt.run_id), delay=delay, now=now)
    return _behind_others(host, seconds, delay) if seconds > 0 else None


async def note_end(attempt: Attempt, parties: Parties, host: str, outcome: Outcome) -> None:
    """Tells all workers how the host bore this look; one that never reached it (a refusal of ours) says nothing."""
    failed = outcome.code in HOST_FAULTS
    if outcome.response is None and not failed:
        return
    await parties.slots.note(host, failed=failed, now=attempt.begun_at.timestamp())


def _behind_others(host: str, seconds: float, delay: float | None) -> Wait:
    if delay and delay >= seconds > 1:
        asked = f"{host} asks robots to leave {in_words(delay)} between two looks."
        return Wait(seconds, "crawl_delay", f"{asked} It is this one's turn in {in_words(seconds)} at the earliest.")
    return Wait(seconds, "host_busy", f"Other looks at {host} come first.")


def in_words(seconds: float) -> str:
    """`40 seconds`, `5 minutes`, `3 hours`: rounded up."""
    for size, name in ((3_600, "hour"), (60, "minute")):
        if seconds > 2 * size:
            return f"{-int(-seconds // size)} {name}s"
    whole = max(1, -int(-seconds // 1))
    return f"{whole} second{'s' if whole != 1 else ''}"

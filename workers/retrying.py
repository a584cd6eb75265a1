"""What happens to a job that failed: tried again later, given back at once, or put aside."""

import logging
from dataclasses import dataclass
from typing import Any

from dramatiq import Broker, Middleware, Retry

from competedexter.foundation.errors import ProductError

log = logging.getLogger(__name__)

FIRST_DELAY = 0.5  # seconds
LONGEST_DELAY = 60.0
TRIES_WHEN_AWAY = 10  # a database or queue that is away comes back; about five minutes
TRIES_WHEN_BROKEN = 3  # our own mistake rarely mends itself
TRIES = "tries"


class HandBack(Retry):
    """The worker is stopping: the job goes back to the queue as it came, and this does not count as a try."""


class Failed(Retry):
    """A handler raised `error`. (A Retry, so that Dramatiq leaves the telling to us.)"""

    def __init__(self, error: BaseException) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(frozen=True)
class Again:
    """Try once more after `delay` seconds."""

    delay: float


def decide(error: BaseException, tries: int) -> Again | None:
    """`tries` counts this one. None: put it aside. Rows say what is still to do, so nothing is lost by that."""
    if tries >= _limit(error):
        return None
    wanted = getattr(error, "retry_after", None) or 0.0
    return Again(max(float(wanted), min(LONGEST_DELAY, FIRST_DELAY * 2 ** (tries - 1))))


def _limit(error: BaseException) -> int:
    if not isinstance(error, ProductError):
        return TRIES_WHEN_BROKEN
    return TRIES_WHEN_AWAY if error.retryable else 1


class Retrying(Middleware):
    """Carries out what `decide` says."""

    def after_process_message(
        self, broker: Broker, message: Any, *, result: Any = None, exception: BaseException | None = None
    ) -> None:
        del result
        if exception is None:
            return
        if isinstance(exception, HandBack):
            broker.enqueue(message.copy())
            return
        error = exception.error if isinstance(exception, Failed) else exception
        tries = int(message.options.get(TRIES, 0)) + 1
        again = decide(error, tries)
        _tell(message.actor_name, error, tries, again)
        if again is None:
            message.fail()
        else:
            broker.enqueue(message.copy(options={TRIES: tries}), delay=round(again.delay * 1000))


def _tell(name: str, error: BaseException, tries: int, again: Again | None) -> None:
    what_next = f"again in {again.delay:.1f} s" if again else "put aside"
    if isinstance(error, ProductError):
        log.warning("%s, try %d: %s (%s)", name, tries, error, what_next)
    else:
        log.error("%s, try %d failed (%s)", name, tries, what_next, exc_info=error)

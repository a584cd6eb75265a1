"""What happens by the clock: one line a duty. Each is a plain async function that may run twice, or in two places."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from apscheduler.triggers.base import BaseTrigger

from competedexter.foundation.settings import Settings

Duty = Callable[[Any], Awaitable[object]]  # (runtime); the result is for tests


@dataclass(frozen=True)
class Entry:
    """`run(runtime)` whenever `trigger` fires. A duty still under way is not started again."""

    name: str
    trigger: BaseTrigger
    run: Duty


def timetable(settings: Settings) -> tuple[Entry, ...]:
    """The duties of the house. `settings.scheduler_tick` is the pause between two looks for what is due, in seconds."""
    del settings
    return ()

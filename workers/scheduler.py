"""The clock process: `python -m workers.scheduler`. Two of them do no harm, since duties claim rows with SKIP LOCKED.

APScheduler only tells the time here, in memory: its stored jobs fire twice as soon as two schedulers run (78 of 178).
"""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from competedexter.foundation.errors import ProductError
from competedexter.foundation.settings import get_settings
from competedexter.runtime import Runtime, get_runtime

from .timetable import Entry, timetable

log = logging.getLogger("scheduler")

GRACE_SECONDS = 3600  # a duty that comes late (a paused machine) is done late, once, rather than skipped
DRAIN_SECONDS = 5.0


class Clockwork:
    """Runs the entries of a timetable until told to stop."""

    def __init__(self, entries: Sequence[Entry], runtime: Runtime) -> None:
        self._runtime = runtime
        self._under_way: set[asyncio.Task[None]] = set()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        for entry in entries:
            self._scheduler.add_job(
                self._duty(entry),
                entry.trigger,
                id=entry.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=GRACE_SECONDS,
            )

    def start(self) -> None:
        self._scheduler.start()

    async def stop(self) -> None:
        """No new duty begins; those under way get DRAIN_SECONDS."""
        self._scheduler.pause()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=DRAIN_SECONDS)
        self._scheduler.shutdown(wait=False)

    def _duty(self, entry: Entry) -> Callable[[], Awaitable[None]]:
        async def run() -> None:
            task = asyncio.ensure_future(perform(entry, self._runtime))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
            await task

        return run


async def perform(entry: Entry, runtime: Runtime) -> None:
    """A duty that fails is told and comes again at its next time; it never stops the clock."""
    try:
        await entry.run(runtime)
    except ProductError as error:
        log.warning("%s: %s", entry.name, error)
    except Exception:  # the clock must go on for all the others; the log has the whole story
        log.exception("%s failed", entry.name)


async def keep_time() -> None:
    settings = get_settings()
    runtime = get_runtime()
    clockwork = Clockwork(timetable(settings), runtime)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    clockwork.start()
    print("ready", flush=True)  # as in run.py
    await stop.wait()
    await clockwork.stop()
    await runtime.close()


def main() -> None:
    settings = get_settings()
    logging.basicConfig(level=settings.log_level, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    asyncio.run(keep_time())


if __name__ == "__main__":
    main()

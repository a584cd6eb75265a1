"""Real worker and clock processes that start in a tenth of a second: forked from one that has imported everything."""

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import Mapping
from multiprocessing.context import ForkServerContext, ForkServerProcess

from competedexter.foundation.processes import Watchdog
from tests.stories.site import DEADLY

_context: ForkServerContext = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.stories.preload"])


class Staff:
    """Whoever is hired here is let go at the end, and does not outlive the test run."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._watchdog = Watchdog()
        self.hired: list[ForkServerProcess] = []

    def hire_worker(self) -> ForkServerProcess:
        return self._hire(work)

    def hire_clock(self) -> ForkServerProcess:
        return self._hire(keep_time)

    def dismiss(self) -> None:
        for process in self.hired:
            if process.is_alive():
                os.kill(process.pid or 0, signal.SIGCONT)
                process.kill()
            process.join()
        self._watchdog.close()

    def _hire(self, duty: object) -> ForkServerProcess:
        process = _context.Process(target=duty, args=(self._environment,), daemon=True)  # type: ignore[arg-type]
        process.start()
        self._watchdog.watch(process.pid or 0, signal.SIGKILL, 1.0)
        self.hired.append(process)
        return process


def work(environment: Mapping[str, str]) -> None:
    _become(environment)
    from workers import run

    run.main()


def keep_time(environment: Mapping[str, str]) -> None:
    _become(environment)
    from workers import scheduler

    scheduler.main()


def _become(environment: Mapping[str, str]) -> None:
    """A process of its own: its group, its settings, and a page that kills whoever reads it."""
    os.setpgid(0, 0)
    os.environ.update(environment)
    from competedexter.integrations.web import client

    read = client.SafeWebClient.get

    async def get(self: object, request: object) -> object:
        if DEADLY in request.url:  # type: ignore[attr-defined]
            os.kill(os.getpid(), signal.SIGKILL)
            await asyncio.sleep(1)
        return await read(self, request)  # type: ignore[arg-type]

    client.SafeWebClient.get = get  # type: ignore[assignment, method-assign]


def gone_within(process: ForkServerProcess, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while process.is_alive() and time.monotonic() < deadline:
        time.sleep(0.02)
    return not process.is_alive()

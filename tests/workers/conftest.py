"""Worker processes to send jobs to, to stop and to kill."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from competedexter.foundation.job_queue import Enqueued, Job
from competedexter.foundation.processes import Command, Process, Watchdog
from competedexter.integrations.queue import DramatiqQueue, open_broker
from tests.services import Services
from tests.workers.stand_in import notes

ROOT = Path(__file__).resolve().parents[2]


class Crew:
    """Stand-in workers around one broker address."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.output: list[str] = []
        self._watchdog = Watchdog()
        self._queue = DramatiqQueue(open_broker(url))
        self.workers: list[Process] = []

    def hire(self, *, until_ready: bool = True) -> Process:
        ready = self.output.count("ready")
        argv = (sys.executable, "-m", "tests.workers.stand_in", self.url, str(self.folder))
        worker = Process(Command("worker", argv, folder=ROOT), on_line=self.output.append, watchdog=self._watchdog)
        self.workers.append(worker)
        if until_ready:
            self.wait_for(lambda: self.output.count("ready") > ready)
        return worker

    def send(self, *jobs: Job, delay_seconds: float = 0) -> None:
        self._queue.send_now([Enqueued(job, delay_seconds) for job in jobs])

    def notes(self) -> list[str]:
        return notes(self.folder)

    def wait_for(self, true: Callable[[], bool], seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline, (
                f"waited {seconds} s; output: {self.output[-20:]}; notes: {self.notes()[-20:]}"
            )
            time.sleep(0.02)

    def dismiss(self) -> None:
        for worker in self.workers:
            worker.kill()
        self._watchdog.close()


@pytest.fixture
def crew(services: Services, tmp_path: Path) -> Iterator[Crew]:
    hired = Crew(services.new_redis_url(), tmp_path)
    yield hired
    hired.dismiss()

"""A worker process with handlers of its own: `python -m tests.workers.stand_in <broker url> <folder>`.

Each handler leaves a line in a file of the folder, so that a test sees what ran, where and how often.
"""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from competedexter.foundation.errors import InvalidRequest, Unavailable
from competedexter.foundation.job_queue import Job
from competedexter.integrations.queue import open_broker
from workers.broker import REGISTRY, actor_for
from workers.shift import Shift


@dataclass(frozen=True)
class Quick(Job):
    number: int


@dataclass(frozen=True)
class Slow(Job):
    queue: ClassVar[str] = "crawl"
    number: int
    milliseconds: int


@dataclass(frozen=True)
class Deadly(Job):
    queue: ClassVar[str] = "crawl"
    number: int


@dataclass(frozen=True)
class Refused(Job):
    number: int


@dataclass(frozen=True)
class AwayTwice(Job):
    number: int


def register_handlers() -> None:
    """At run time, so that a test which only sends these jobs does not register them."""
    REGISTRY.clear()

    @actor_for(Quick)
    async def quick(job: Quick, folder: Path) -> None:
        note(folder, f"quick {job.number}")

    @actor_for(Slow)
    async def slow(job: Slow, folder: Path) -> None:
        note(folder, f"begin {job.number}")
        try:
            await asyncio.sleep(job.milliseconds / 1000)
        except asyncio.CancelledError:
            note(folder, f"cancelled {job.number}")
            raise
        note(folder, f"end {job.number}")

    @actor_for(Deadly)
    async def deadly(job: Deadly, folder: Path) -> None:
        note(folder, f"deadly {job.number}")
        os.kill(os.getpid(), signal.SIGKILL)

    @actor_for(Refused)
    async def refused(job: Refused, folder: Path) -> None:
        note(folder, f"refused {job.number}")
        raise InvalidRequest

    @actor_for(AwayTwice)
    async def away_twice(job: AwayTwice, folder: Path) -> None:
        note(folder, f"tried {job.number}")
        if notes(folder).count(f"tried {job.number}") < 3:
            raise Unavailable


def note(folder: Path, text: str) -> None:
    """One write of one line: whole even when several processes write."""
    with (folder / "notes").open("a") as file:
        file.write(text + "\n")


def notes(folder: Path) -> list[str]:
    with contextlib.suppress(FileNotFoundError):
        return (folder / "notes").read_text().splitlines()
    return []


async def close_nothing() -> None:
    pass


def main(url: str, folder: Path) -> None:
    logging.basicConfig(level="WARNING")
    register_handlers()
    shift = Shift(open_broker(url), folder, close_nothing)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    shift.start()
    print("ready", flush=True)
    stop.wait()
    shift.end()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

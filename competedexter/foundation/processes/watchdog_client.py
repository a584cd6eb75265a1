"""Our end of the watchdog: a small process that stops what we started if we die without doing it ourselves."""

import contextlib
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, cast

PROGRAM = Path(__file__).with_name("watchdog.py")


class Watchdog:
    """Started once by whoever starts programs. Even `kill -9` of us closes the pipe, and the watchdog then acts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # -I -S: the standard library only, so it starts in 20 ms and depends on nothing of ours.
        self._popen = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-I", "-S", str(PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
        )
        self._pipe = cast("IO[bytes]", self._popen.stdin)  # a pipe was asked for, so there is one

    def watch(self, group: int, stop_signal: signal.Signals, seconds: float, *, last: bool = False) -> None:
        """Stop this process group after our death; `last` ones after all others."""
        self._tell(f"watch {group} {int(stop_signal)} {seconds} {int(last)}")

    def forget(self, group: int) -> None:
        """The group is gone; its number may belong to someone else from now on."""
        self._tell(f"forget {group}")

    def remove_at_end(self, folder: Path) -> None:
        """Delete this folder after everything has stopped (the data of a test run)."""
        self._tell(f"remove {folder}")

    def close(self) -> None:
        """Our work is done: the watchdog stops what is left, which normally is nothing, and leaves."""
        with self._lock, contextlib.suppress(BrokenPipeError):
            self._pipe.close()
        self._popen.wait()

    def _tell(self, line: str) -> None:
        with (
            self._lock,
            contextlib.suppress(BrokenPipeError, ValueError),
        ):  # a killed watchdog must not stop the product
            self._pipe.write(line.encode() + b"\n")
            self._pipe.flush()

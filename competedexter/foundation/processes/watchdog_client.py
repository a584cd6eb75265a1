"""Our end of the watchdog: a small process that stops what we started if we die without doing it ourselves."""

import contextlib
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, cast

PROGRAM = Path(__file__).with_name("watchdog.py")
BEGIN_AGAIN_SECONDS = 0.2


class Watchdog:
    """Started once by whoever starts programs. Even `kill -9` of us closes the pipe, and the watchdog then acts.

    A watchdog that is killed itself is replaced at once, and its successor is told everything that still holds.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._orders: dict[str, str] = {}  # what a successor has to be told, by what it is about
        self._closed = False
        self._popen = _begin()
        threading.Thread(target=self._stand_by, name="watchdog", daemon=True).start()

    @property
    def pid(self) -> int:
        """Of the process that watches now."""
        return self._popen.pid

    def watch(self, group: int, stop_signal: signal.Signals, seconds: float, *, last: bool = False) -> None:
        """Stop this process group after our death; `last` ones after all others."""
        with self._lock:
            self._orders[str(group)] = f"watch {group} {int(stop_signal)} {seconds} {int(last)}"
            self._tell(self._orders[str(group)])

    def forget(self, group: int) -> None:
        """The group is gone; its number may belong to someone else from now on."""
        with self._lock:
            self._orders.pop(str(group), None)
            self._tell(f"forget {group}")

    def remove_at_end(self, folder: Path) -> None:
        """Delete this folder after everything has stopped (the data of a test run)."""
        with self._lock:
            self._orders[str(folder)] = f"remove {folder}"
            self._tell(self._orders[str(folder)])

    def close(self) -> None:
        """Our work is done: the watchdog stops what is left, which normally is nothing, and leaves."""
        with self._lock:
            self._closed = True
            self._hang_up()
        self._popen.wait()

    def _stand_by(self) -> None:
        """Replaces a watchdog that ended before its time, for as long as we live."""
        while True:
            self._popen.wait()
            with self._lock:
                self._hang_up()
                if self._closed:
                    return
                with contextlib.suppress(OSError):  # no process to be had just now: tried again
                    self._popen = _begin()
                    for order in self._orders.values():
                        self._tell(order)
            time.sleep(BEGIN_AGAIN_SECONDS)

    def _tell(self, order: str) -> None:
        with contextlib.suppress(BrokenPipeError, ValueError):  # a killed watchdog must not stop the product
            self._pipe.write(order.encode() + b"\n")
            self._pipe.flush()

    def _hang_up(self) -> None:
        with contextlib.suppress(BrokenPipeError):
            self._pipe.close()

    @property
    def _pipe(self) -> IO[bytes]:
        return cast("IO[bytes]", self._popen.stdin)  # a pipe was asked for, so there is one


def _begin() -> subprocess.Popen[bytes]:
    # -I -S: the standard library only, so it starts in 20 ms and depends on nothing of ours.
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-I", "-S", str(PROGRAM)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd="/",
    )

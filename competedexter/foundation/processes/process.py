"""One running program: started in its own process group, read line by line, stopped with everything it started."""

import contextlib
import os
import re
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from .watchdog_client import Watchdog

MAX_LINE_BYTES = 64 * 1024  # a longer line is cut in two rather than kept in memory
DRAIN_SECONDS = 2.0  # for the last lines of a program that is gone; a grandchild may still hold the pipe

OnLine = Callable[[str], None]


@dataclass(frozen=True)
class Account:
    """The user and group a program runs as."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Command:
    """A program to run: what, where, as whom, and how it likes to be stopped.

    `environment` is added to ours unless `clean_environment` is set. `last` programs (the databases) are stopped only
    after all others are gone. `stop_seconds` is how long it may take before it is killed. Lines that match `routine`
    only say that all is as it should be; whoever shows its output may leave them out. Once a line matches `ready`, the
    program is at work.
    """

    name: str
    argv: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    clean_environment: bool = False
    folder: Path | None = None
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 8.0
    last: bool = False
    routine: re.Pattern[str] | None = None
    ready: re.Pattern[str] | None = None

    def full_environment(self) -> dict[str, str]:
        return {**({} if self.clean_environment else os.environ), **self.environment}


class Process:
    """A started Command. Its output goes to `on_line`, one line at a time, from a thread of its own."""

    def __init__(
        self,
        command: Command,
        *,
        on_line: OnLine,
        watchdog: Watchdog,
        on_exit: Callable[["Process"], None] | None = None,
    ) -> None:
        """Starts at once. Raises OSError when the program cannot be run."""
        self.command = command
        self._watchdog = watchdog
        self._popen = _popen(command)
        watchdog.watch(self.pid, command.stop_signal, command.stop_seconds, last=command.last)
        self._reader = threading.Thread(target=_read_lines, args=(self._popen.stdout, on_line), daemon=True)
        self._waiter = threading.Thread(target=self._wait, args=(on_exit,), daemon=True)
        self._reader.start()
        self._waiter.start()

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative for the signal that ended it."""
        return None if self._waiter.is_alive() else self._popen.returncode

    def ask_to_stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, self.command.stop_signal)

    def wait(self, seconds: float) -> bool:
        """True once it is gone, with all its children."""
        self._waiter.join(seconds)
        return not self._waiter.is_alive()

    def kill(self) -> None:
        kill_group(self.pid)
        self._waiter.join(DRAIN_SECONDS * 2)

    def stop(self) -> None:
        """Ask, wait, kill: gone when this returns."""
        if self.exit_code is None:
            self.ask_to_stop()
        if not self.wait(self.command.stop_seconds):
            self.kill()

    def _wait(self, on_exit: Callable[["Process"], None] | None) -> None:
        _wait_without_reaping(self.pid)
        kill_group(self.pid)  # what it started and left behind, while its number cannot yet be given to another
        self._popen.wait()
        self._reader.join(DRAIN_SECONDS)
        self._watchdog.forget(self.pid)
        if on_exit:
            on_exit(self)


def kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _popen(command: Command) -> subprocess.Popen[bytes]:
    account = command.account
    return subprocess.Popen(  # noqa: S603 - the programs are our own
        command.argv,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=command.full_environment(),
        cwd=command.folder,
        process_group=0,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def _wait_without_reaping(pid: int) -> None:
    if hasattr(os, "waitid"):  # macOS has it from Python 3.13 on
        with contextlib.suppress(ChildProcessError):
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)


def _read_lines(stream: IO[bytes] | None, on_line: OnLine) -> None:
    if stream is None:
        return
    with stream:
        while raw := stream.readline(MAX_LINE_BYTES):
            on_line(raw.decode("utf-8", "replace").rstrip("\r\n"))

"""The processes under our care: started, restarted with back-off, stopped in order."""

import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

from competedexter.foundation.processes import Command, Process, Watchdog

from .console import Console
from .errors import KeepsFailing, StopRequested
from .restarts import Restarts

STOP_SECONDS = 9.0  # Ctrl-C to the last process gone; the databases get what the others leave
LAST_SECONDS = 2.5  # of these, kept for the databases
TRIES_WHILE_STARTING = 4
SAME_REQUEST_SECONDS = 0.5


@dataclass
class Child:
    command: Command
    process: Process
    started: float = field(default_factory=time.monotonic)
    restarts: Restarts = field(default_factory=Restarts)
    is_ready: threading.Event = field(default_factory=threading.Event)


class Children:
    """Not thread-safe but for `request_stop`: everything happens in the thread that calls it."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._watchdog = Watchdog()
        self._children: dict[str, Child] = {}
        self._restart_at: dict[str, float] = {}
        self._ended: SimpleQueue[Process | None] = SimpleQueue()
        self._stop = threading.Event()
        self._hurry = threading.Event()
        self._asked_at = 0.0

    def request_stop(self) -> None:
        """From a signal handler: the first time in order, the second time at once.

        A terminal, make or timeout may each pass on the same Ctrl-C: what comes within a moment is one request.
        """
        now = time.monotonic()
        self._asked_at = self._asked_at or now
        if now - self._asked_at > SAME_REQUEST_SECONDS:
            self._hurry.set()
        self._stop.set()
        self._ended.put(None)

    def check(self) -> None:
        """Raises StopRequested when somebody asked us to stop."""
        if self._stop.is_set():
            raise StopRequested

    def start(self, command: Command) -> Process:
        """Start and keep running."""
        is_ready = threading.Event()
        process = self._launch(command, lambda line: self._hear(command, line, is_ready))
        self._children[command.name] = Child(command, process, is_ready=is_ready)
        return process

    def gone(self, name: str) -> Callable[[], bool]:
        """For a wait: whether the child has ended. Raises StopRequested when asked to stop meanwhile."""

        def gone() -> bool:
            self.check()
            return self._children[name].process.exit_code is not None

        return gone

    def run_once(self, command: Command, on_line: Callable[[str], None] | None = None) -> int:
        """Run a step to its end and return its exit code. Raises StopRequested."""
        process = self._launch(command, on_line)
        try:
            while not process.wait(0.1):
                self.check()
        finally:
            process.stop()
        return process.exit_code or 0

    def tend(self, seconds: float) -> None:
        """Wait up to `seconds` for something to happen, and put right what ended. Raises StopRequested."""
        due = min(self._restart_at.values(), default=time.monotonic() + seconds)
        try:
            ended = self._ended.get(timeout=max(0.0, min(seconds, due - time.monotonic())))
        except Empty:
            ended = None
        self.check()
        if ended:
            self._note_end(ended)
        self._restart_due()

    def not_ready(self) -> list[str]:
        """The names of those who have yet to say that they are at work, or have ended since."""
        expected = {name: child for name, child in self._children.items() if child.command.ready}
        return [
            name
            for name, child in expected.items()
            if not child.is_ready.is_set() or child.process.exit_code is not None
        ]

    def require_started(self) -> None:
        """Raises KeepsFailing when a child cannot even start."""
        for name, child in self._children.items():
            if child.restarts.in_a_row >= TRIES_WHILE_STARTING:
                raise KeepsFailing(name=name, times=child.restarts.in_a_row, last=child.process.exit_code)

    def stop_all(self) -> None:
        """All gone within STOP_SECONDS: first what uses the databases, then the databases."""
        end = time.monotonic() + STOP_SECONDS
        everyone = [child.process for child in self._children.values()]
        self._stop_some([p for p in everyone if not p.command.last], end - LAST_SECONDS)
        self._stop_some([p for p in everyone if p.command.last], end)
        self._watchdog.close()

    def _stop_some(self, processes: list[Process], end: float) -> None:
        running = [process for process in processes if process.exit_code is None]
        for process in running:
            process.ask_to_stop()
        for process in running:
            while not process.wait(0.05) and time.monotonic() < end and not self._hurry.is_set():
                pass
            if process.exit_code is None:
                self._console.line("up", f"{process.command.name} did not stop in time and was ended")
                process.kill()

    def _launch(self, command: Command, on_line: Callable[[str], None] | None = None) -> Process:
        return Process(
            command,
            on_line=on_line or (lambda line: self._console.line(command.name, line)),
            watchdog=self._watchdog,
            on_exit=self._ended.put,
        )

    def _hear(self, command: Command, line: str, is_ready: threading.Event) -> None:
        """In the thread that reads this process; each start has an event of its own, so a late line of an old one is no news."""
        if command.ready and command.ready.match(line):
            is_ready.set()
        if not (command.routine and command.routine.match(line)):
            self._console.line(command.name, line)

    def _note_end(self, process: Process) -> None:
        child = self._children.get(process.command.name)
        if child is None or child.process is not process:
            return  # a step that was run once
        now = time.monotonic()
        child.restarts = child.restarts.after_end(now - child.started)
        delay = child.restarts.delay
        self._restart_at[child.command.name] = now + delay
        self._console.line(
            "up", f"{child.command.name} {how_it_ended(process.exit_code)}; starting it again in {delay:.1f} s"
        )

    def _restart_due(self) -> None:
        now = time.monotonic()
        for name in [name for name, at in self._restart_at.items() if at <= now]:
            del self._restart_at[name]
            restarts = self._children[name].restarts
            self.start(self._children[name].command)
            self._children[name].restarts = restarts


def how_it_ended(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        return f"was ended by {signal.Signals(-exit_code).name}"
    return f"ended with exit code {exit_code}"

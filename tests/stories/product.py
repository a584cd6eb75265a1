"""The whole product as a process of its own, for stories: started by its own command, watched by its log."""

import http.client
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from competedexter.foundation.processes import Command, Process, Watchdog

ROOT = Path(__file__).resolve().parents[2]
_ADDRESS = re.compile(r"CompeteDexter runs at http://localhost:(\d+)")
START_SECONDS = 300  # with a build of the pages on a busy machine; a quiet one takes half a minute
OURS = ("DATABASE_URL", "REDIS_URL", "CACHE_REDIS_URL", "DRAMATIQ_BROKER_URL", "PUBLIC_URL", "SECRET_KEY")


class Product:
    """`competedexter up` on a free port with its data in `folder`. `lines` is its log so far."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.lines: list[str] = []
        self._watchdog = Watchdog()
        unset = dict.fromkeys(OURS, "")  # what the machine has set must not reach a test
        told = {
            **unset,
            "DATA_DIR": str(folder),
            "PORT": "0",
            "HOST": "127.0.0.1",
            "CRAWL_BROWSER": "off",
            **environment,
        }
        command = Command(
            "product", (sys.executable, "-m", "competedexter.cli", "up"), environment=told, folder=ROOT, stop_seconds=10
        )
        self.process = Process(command, on_line=self.lines.append, watchdog=self._watchdog)

    def until_ready(self) -> "Product":
        self.wait_for(lambda: self.port is not None, START_SECONDS)
        return self

    @property
    def port(self) -> int | None:
        found = _ADDRESS.search("\n".join(self.lines))
        return int(found.group(1)) if found else None

    def get(self, path: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port or 0, timeout=10)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            return response
        finally:
            connection.close()

    def wait_for(self, true: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            log = "\n".join(self.lines[-40:])
            assert self.process.exit_code is None, f"it ended with {self.process.exit_code}:\n{log}"
            assert time.monotonic() < deadline, f"waited {seconds} s:\n{log}"
            time.sleep(0.05)

    def descendants(self) -> dict[int, str]:
        """Process number to command line of everything this product runs, however deep and in whatever group."""
        children: dict[int, list[int]] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and (parent := _parent_of(entry)) is not None:
                children.setdefault(parent, []).append(int(entry.name))
        found, waiting = {}, [self.process.pid]
        while waiting:
            for pid in children.get(waiting.pop(), []):
                found[pid] = command_line(pid)
                waiting.append(pid)
        return found

    def pid_of(self, words: str) -> int:
        """The oldest of its processes whose command line contains `words`."""
        return min(pid for pid, line in self.descendants().items() if words in line)

    def close(self) -> None:
        self.process.stop()
        self._watchdog.close()


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def still_running(processes: dict[int, str]) -> dict[int, str]:
    """Those that live on as what they were (a number may have been given to another program)."""
    return {pid: line for pid, line in processes.items() if line and command_line(pid) == line}


def _parent_of(entry: Path) -> int | None:
    try:
        return int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return None

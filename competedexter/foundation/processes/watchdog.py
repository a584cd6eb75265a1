"""The watchdog process. Reads orders from its standard input; when that ends, its owner is dead or done, and it stops
every process group it still knows. Standard library only: it is run as a plain file, apart from the package.

Orders, one a line: `watch <group> <signal> <seconds> <last>`, `forget <group>`, `remove <folder>`.
"""

import os
import shutil
import signal
import sys
import time
from dataclasses import dataclass

POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Watched:
    group: int
    stop_signal: int
    seconds: float
    last: bool


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # only the end of the pipe counts
    watched, folders = follow_orders()
    stop([entry for entry in watched.values() if not entry.last])
    stop([entry for entry in watched.values() if entry.last])
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def follow_orders() -> tuple[dict[int, Watched], list[str]]:
    watched: dict[int, Watched] = {}
    folders: list[str] = []
    for line in sys.stdin:
        order, _, rest = line.rstrip("\n").partition(" ")
        if order == "watch":
            group, number, seconds, last = rest.split()
            watched[int(group)] = Watched(int(group), int(number), float(seconds), last == "1")
        elif order == "forget":
            watched.pop(int(rest), None)
        elif order == "remove":
            folders.append(rest)
    return watched, folders


def stop(entries: list[Watched]) -> None:
    """Ask all, wait for each within its own time, kill what is left."""
    for entry in entries:
        send(entry.group, entry.stop_signal)
    started = time.monotonic()
    for entry in entries:
        while send(entry.group, 0) and time.monotonic() - started < entry.seconds:
            time.sleep(POLL_SECONDS)
        send(entry.group, signal.SIGKILL)


def send(group: int, number: int) -> bool:
    """False when the group is gone."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main()

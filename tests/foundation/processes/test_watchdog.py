"""Nothing we start outlives us, however we end."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

from competedexter.foundation.processes import Watchdog

OWNER = """
    import sys, time
    from pathlib import Path
    from competedexter.foundation.processes import Command, Process, Watchdog

    folder = Path(sys.argv[1])
    watchdog = Watchdog()
    watchdog.remove_at_end(folder / "scratch")
    child = "import subprocess, sys, time; " \\
            "grandchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); " \\
            "print(grandchild.pid, flush=True); time.sleep(60)"
    process = Process(
        Command("sleeper", (sys.executable, "-c", child)), on_line=lambda line: print(process_line(line), flush=True),
        watchdog=watchdog,
    )
    def process_line(line):
        return f"{process.pid} {line}"
    if sys.argv[2] == "leave":
        time.sleep(0.5)
        process.stop()
        watchdog.close()
    else:
        time.sleep(60)
"""


def start_owner(folder: Path, mode: str) -> tuple[subprocess.Popen[str], list[int]]:
    (folder / "scratch").mkdir()
    argv = [sys.executable, "-c", textwrap.dedent(OWNER), str(folder), mode]
    owner = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    assert owner.stdout
    return owner, [int(word) for word in owner.stdout.readline().split()]


def is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False


def gone_within(pids: list[int], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while any(is_alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(is_alive(pid) for pid in pids)


def test_a_killed_owner_leaves_neither_children_nor_grandchildren(tmp_path: Path) -> None:
    owner, pids = start_owner(tmp_path, "stay")
    assert len(pids) == 2
    assert all(is_alive(pid) for pid in pids)
    owner.kill()
    owner.wait()
    assert gone_within(pids, 5)
    owner.stdout.close()


def test_a_killed_owner_leaves_no_scratch_folder(tmp_path: Path) -> None:
    owner, _pids = start_owner(tmp_path, "stay")
    owner.kill()
    owner.wait()
    deadline = time.monotonic() + 5
    while (tmp_path / "scratch").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not (tmp_path / "scratch").exists()
    owner.stdout.close()


def test_an_owner_that_leaves_in_order_takes_grandchildren_along(tmp_path: Path) -> None:
    owner, pids = start_owner(tmp_path, "leave")
    assert owner.wait(timeout=10) == 0
    assert gone_within(pids, 1)
    owner.stdout.close()


def test_ctrl_c_in_the_terminal_reaches_the_owner_only(tmp_path: Path) -> None:
    owner, pids = start_owner(tmp_path, "stay")
    assert os.getpgid(pids[0]) != os.getpgid(owner.pid)
    owner.send_signal(signal.SIGINT)
    owner.wait()
    assert gone_within(pids, 5)
    owner.stdout.close()


def test_a_killed_watchdog_is_replaced_and_its_successor_knows_what_to_stop(tmp_path: Path) -> None:
    sleeper, forgotten = (
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], process_group=0) for _ in range(2)
    )
    watchdog = Watchdog()
    watchdog.watch(sleeper.pid, signal.SIGTERM, 1.0)
    watchdog.watch(forgotten.pid, signal.SIGTERM, 1.0)
    watchdog.forget(forgotten.pid)
    first = watchdog.pid
    os.kill(first, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while watchdog.pid == first and time.monotonic() < deadline:
        time.sleep(0.02)
    assert is_alive(watchdog.pid)
    watchdog.close()
    assert sleeper.wait(5) == -signal.SIGTERM
    assert forgotten.poll() is None
    forgotten.kill()
    forgotten.wait()

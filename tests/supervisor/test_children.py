"""Children are restarted with back-off, stopped in order, and told about in one log."""

import io
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from competedexter.foundation.processes import Command
from competedexter.supervisor.children import Children, how_it_ended
from competedexter.supervisor.console import Console
from competedexter.supervisor.errors import KeepsFailing, StopRequested
from competedexter.supervisor.restarts import Restarts

SLEEP = "import time; print('here', flush=True); time.sleep(60)"


@pytest.fixture
def log() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def children(log: io.StringIO) -> Iterator[Children]:
    tended = Children(Console(log))
    yield tended
    tended.stop_all()


def program(name: str, code: str, **options: object) -> Command:
    return Command(name, (sys.executable, "-c", code), **options)  # type: ignore[arg-type]


def tend_until(children: Children, true: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        children.tend(0.05)


def test_a_killed_child_is_started_again(children: Children, log: io.StringIO) -> None:
    first = children.start(program("web", SLEEP))
    tend_until(children, lambda: "here" in log.getvalue())
    os.kill(first.pid, signal.SIGKILL)
    tend_until(children, lambda: log.getvalue().count("| here") == 2)
    assert "web was ended by SIGKILL; starting it again in 0.2 s" in log.getvalue()


def test_a_child_that_cannot_start_is_given_up_while_starting(children: Children) -> None:
    children.start(program("web", "raise SystemExit(3)"))
    with pytest.raises(KeepsFailing, match=r"web ended 4 times while starting \(last exit code 3\)"):
        tend_until(children, lambda: children.require_started() is not None)


def test_a_child_is_ready_once_it_says_so_and_not_any_more_once_it_ended(children: Children) -> None:
    told = "import time; time.sleep(0.2); print('INFO ready', flush=True); time.sleep(60)"
    worker = children.start(program("worker-1", told, ready=re.compile(".*ready$")))
    children.start(program("web", SLEEP))
    assert children.not_ready() == ["worker-1"]
    tend_until(children, lambda: children.not_ready() == [])
    os.kill(worker.pid, signal.SIGKILL)
    assert worker.wait(5)
    assert children.not_ready() == ["worker-1"]
    tend_until(children, lambda: children.not_ready() == [])


def test_a_child_that_ends_before_it_is_ready_is_given_up_while_starting(children: Children) -> None:
    children.start(program("scheduler", "raise SystemExit(1)", ready=re.compile("ready")))
    with pytest.raises(KeepsFailing, match="scheduler ended 4 times"):
        tend_until(children, lambda: children.require_started() is not None or children.not_ready() == [])


def test_databases_stop_after_those_who_use_them(children: Children, log: io.StringIO) -> None:
    told = "import signal, sys, time; signal.signal(15, lambda *_: (print('leaving', flush=True), sys.exit())); print('here', flush=True); time.sleep(60)"
    children.start(program("postgres", told, last=True))
    children.start(program("web", told))
    tend_until(children, lambda: log.getvalue().count("here") == 2)
    children.stop_all()
    leaving = [line for line in log.getvalue().splitlines() if "leaving" in line]
    assert ["web" in leaving[0], "postgres" in leaving[1]] == [True, True]


def test_a_step_gives_its_exit_code(children: Children) -> None:
    assert children.run_once(program("migrate", "raise SystemExit(65)")) == 65


def test_a_step_is_left_when_someone_asks_to_stop(children: Children) -> None:
    children.request_stop()
    with pytest.raises(StopRequested):
        children.run_once(program("pages", SLEEP))


STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('here', flush=True); time.sleep(60)"
POLITE = "import signal, sys, time; signal.signal(15, lambda *_: (time.sleep(0.3), print('left', flush=True), sys.exit())); print('here', flush=True); time.sleep(60)"


def test_a_second_request_does_not_wait_for_the_stubborn(
    children: Children, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("competedexter.supervisor.children.SAME_REQUEST_SECONDS", 0.0)
    children.start(program("worker-1", STUBBORN))
    tend_until(children, lambda: "here" in log.getvalue())
    children.request_stop()
    children.request_stop()
    began = time.monotonic()
    children.stop_all()
    assert time.monotonic() - began < 3
    assert "worker-1 did not stop in time and was ended" in log.getvalue()


def test_the_same_request_passed_on_twice_is_one(children: Children, log: io.StringIO) -> None:
    children.start(program("worker-1", POLITE))
    tend_until(children, lambda: "here" in log.getvalue())
    children.request_stop()
    children.request_stop()
    children.stop_all()
    assert "| left" in log.getvalue()


def test_lines_of_routine_are_left_out(children: Children, log: io.StringIO) -> None:
    noisy = program(
        "postgres", "print('LOG: ready'); print('ERROR: no'); import time; time.sleep(60)", routine=re.compile("LOG")
    )
    children.start(Command(**{**noisy.__dict__, "environment": {"PYTHONUNBUFFERED": "1"}}))
    tend_until(children, lambda: "ERROR: no" in log.getvalue())
    assert "LOG: ready" not in log.getvalue()


@pytest.mark.parametrize(
    ("ran", "delays"),
    [
        ([1, 1, 1, 1], [0.2, 0.4, 0.8, 1.6]),
        ([1] * 10, [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30.0, 30.0]),
        ([1, 1, 90, 1], [0.2, 0.4, 0.2, 0.4]),
    ],
)
def test_the_wait_before_a_restart_grows_and_is_forgotten_after_a_good_run(
    ran: list[float], delays: list[float]
) -> None:
    restarts, seen = Restarts(), []
    for seconds in ran:
        restarts = restarts.after_end(seconds)
        seen.append(round(restarts.delay, 1))
    assert seen == delays


def test_an_end_is_told_in_words() -> None:
    assert how_it_ended(-signal.SIGKILL) == "was ended by SIGKILL"
    assert how_it_ended(3) == "ended with exit code 3"

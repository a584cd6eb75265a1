"""A started program: its lines, its end, its stop."""

import signal
import sys
import time
from collections.abc import Iterator

import pytest

from competedexter.foundation.processes import Command, Process, Watchdog


@pytest.fixture
def watchdog() -> Iterator[Watchdog]:
    watchdog = Watchdog()
    yield watchdog
    watchdog.close()


def python(code: str, **options: object) -> Command:
    return Command("program", (sys.executable, "-c", code), **options)  # type: ignore[arg-type]


def test_output_comes_line_by_line_and_errors_are_among_it(watchdog: Watchdog) -> None:
    lines: list[str] = []
    code = "import sys; print('one', flush=True); print('two', file=sys.stderr)"
    process = Process(python(code), on_line=lines.append, watchdog=watchdog)
    assert process.wait(10)
    assert lines == ["one", "two"]
    assert process.exit_code == 0


def test_bytes_that_are_no_text_do_not_stop_the_reading(watchdog: Watchdog) -> None:
    lines: list[str] = []
    code = "import sys; sys.stdout.buffer.write(b'\\xff\\nnext\\n')"
    process = Process(python(code), on_line=lines.append, watchdog=watchdog)
    assert process.wait(10)
    assert lines == ["\ufffd", "next"]


def test_the_end_is_told_with_its_code(watchdog: Watchdog) -> None:
    codes: list[int | None] = []
    process = Process(
        python("raise SystemExit(3)"),
        on_line=lambda _line: None,
        watchdog=watchdog,
        on_exit=lambda ended: codes.append(ended.exit_code),
    )
    assert process.wait(10)
    assert process.exit_code == 3


def test_a_program_that_ignores_the_request_is_killed_after_its_time(watchdog: Watchdog) -> None:
    lines: list[str] = []
    code = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    process = Process(python(code, stop_seconds=0.2), on_line=lines.append, watchdog=watchdog)
    while not lines:
        time.sleep(0.01)
    process.stop()
    assert process.exit_code == -signal.SIGKILL


def test_a_program_that_does_not_exist_is_an_error_at_once(watchdog: Watchdog) -> None:
    with pytest.raises(FileNotFoundError):
        Process(Command("none", ("/nonexistent/program",)), on_line=print, watchdog=watchdog)

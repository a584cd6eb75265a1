"""`competedexter up` from an empty folder to a running product, through crashes, to nothing running."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from competedexter.foundation.embedded.data_folder import held
from tests.stories.product import ROOT, Product, still_running

pytestmark = [pytest.mark.story, pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="competedexter-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture
def product(folder: Path) -> Iterator[Product]:
    running = Product(folder)
    try:
        yield running.until_ready()
    finally:
        running.close()


def test_it_starts_heals_and_leaves_nothing_behind(product: Product) -> None:
    assert product.get("/healthz").status == 200
    for words, name in (
        ("workers.run", "worker-1"),
        ("granian", "web"),
        ("workers.scheduler", "scheduler"),
        ("postgres -D", "postgres"),
    ):
        os.kill(product.pid_of(words), signal.SIGKILL)
        product.wait_for(lambda name=name: any(f"{name} was ended by SIGKILL" in line for line in product.lines), 10)
    product.wait_for(lambda: _healthy(product), 60)

    everything = product.descendants()
    assert len(everything) >= 6
    began = time.monotonic()
    product.process.ask_to_stop()
    assert product.process.wait(12)
    assert time.monotonic() - began < 10
    assert product.process.exit_code == 0
    assert product.lines[-1].endswith("| stopped")
    assert not still_running(everything)


def test_a_second_start_takes_seconds_and_builds_nothing(product: Product) -> None:
    assert not any("building the pages" in line for line in product.lines)


def test_a_killed_supervisor_leaves_no_orphan(product: Product) -> None:
    everything = product.descendants()
    os.kill(product.process.pid, signal.SIGKILL)
    deadline = time.monotonic() + 12
    while still_running(everything) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not still_running(everything)


def _healthy(product: Product) -> bool:
    try:
        return product.get("/healthz").status == 200
    except OSError:
        return False


def run_up(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "competedexter.cli", "up"],
        env={**os.environ, "HOST": "127.0.0.1", "PORT": "0", **environment},
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_taken_port_is_one_sentence_and_an_exit_code(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = run_up(PORT=str(taken.getsockname()[1]), DATA_DIR=str(folder))
    assert ended.returncode == os.EX_UNAVAILABLE
    assert len(ended.stdout.splitlines()) == 1
    assert "is in use by another program" in ended.stdout


def test_a_data_folder_in_use_is_one_sentence_and_an_exit_code(folder: Path) -> None:
    with held(folder):
        ended = run_up(DATA_DIR=str(folder))
    assert ended.returncode == os.EX_TEMPFAIL
    assert len(ended.stdout.splitlines()) == 1


def test_a_data_folder_that_cannot_be_made_is_one_sentence_and_an_exit_code(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    ended = run_up(DATA_DIR=str(tmp_path / "file" / "data"))
    assert ended.returncode == os.EX_NOPERM
    assert len(ended.stdout.splitlines()) == 1


def test_data_of_a_newer_postgresql_is_one_sentence_and_an_exit_code(folder: Path) -> None:
    (folder / "newer" / "postgres").mkdir(parents=True)
    (folder / "newer" / "postgres" / "PG_VERSION").write_text("99\n")
    ended = run_up(DATA_DIR=str(folder / "newer"))
    assert ended.returncode == os.EX_DATAERR
    assert "PostgreSQL 99" in ended.stdout


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("CRAWL_HOST_CONCURRENCY", "many"),
        ("PORT", "99999"),
        ("DATABASE_URL", "foo"),
        ("REDIS_URL", "foo"),
        ("LOG_LEVEL", "foo"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_in_one_sentence(tmp_path: Path, setting: str, value: str) -> None:
    ended = run_up(DATA_DIR=str(tmp_path), **{setting: value})
    assert ended.returncode == os.EX_CONFIG
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1
    assert setting in ended.stderr


def test_a_redis_that_is_away_is_told_before_anything_starts(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o711)
    ended = run_up(DATA_DIR=str(tmp_path / "data"), REDIS_URL="redis://127.0.0.1:1/0")
    assert ended.returncode == os.EX_UNAVAILABLE
    assert "REDIS_URL names a server that does not answer" in ended.stdout
    assert not (tmp_path / "data" / "postgres").exists()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="/proc is where no folder can be made, even by root")
def test_a_secret_key_that_cannot_be_kept_is_one_sentence_of_the_migration_too() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "competedexter.cli", "migrate"],
        env={**os.environ, "DATA_DIR": "/proc/none", "SECRET_KEY": "", "DATABASE_URL": "postgresql://nobody@/none"},
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == os.EX_NOPERM
    assert len(ended.stderr.splitlines()) == 1

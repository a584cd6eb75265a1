"""The two servers on one machine: started, killed, started again, and refused with a sentence."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from competedexter.foundation.embedded import EmbeddedPostgres, EmbeddedValkey
from competedexter.foundation.embedded.data_folder import held, make_data_folder, require_room
from competedexter.foundation.embedded.errors import DataInUse, DataOfAnotherVersion, DiskFull, NoRights
from competedexter.foundation.processes import Process, Watchdog

Server = EmbeddedPostgres | EmbeddedValkey
Start = Callable[[Server], Process]


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="competedexter-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture
def start() -> Iterator[Start]:
    watchdog = Watchdog()
    started: list[Process] = []

    def run(server: Server) -> Process:
        lines: list[str] = []
        process = Process(server.prepare(), on_line=lines.append, watchdog=watchdog)
        started.append(process)
        server.wait_until_ready(gone=lambda: process.exit_code is not None)
        return process

    yield run
    for process in started:
        process.stop()
    watchdog.close()


def connect(server: EmbeddedPostgres, database: str) -> psycopg.Connection:
    return psycopg.connect(host=str(server.socket), user="postgres", dbname=database, autocommit=True)


def test_committed_rows_survive_a_killed_postgresql(folder: Path, start: Start) -> None:
    server = EmbeddedPostgres(folder)
    process = start(server)
    server.make_database("product")
    server.make_database("product")  # a second time changes nothing
    with connect(server, "product") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait(10)
    start(EmbeddedPostgres(folder))
    with connect(server, "product") as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_acknowledged_jobs_survive_a_killed_valkey(folder: Path, start: Start) -> None:
    server = EmbeddedValkey(folder)
    process = start(server)
    with redis.Redis.from_url(server.url()) as client:
        client.rpush("jobs", *range(500))
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait(10)
    start(EmbeddedValkey(folder))
    with redis.Redis.from_url(server.url()) as client:
        assert client.llen("jobs") == 500


def test_no_port_is_opened_and_text_is_utf_8(folder: Path, start: Start) -> None:
    server = EmbeddedPostgres(folder, durable=False)
    start(server)
    with connect(server, "postgres") as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert connection.execute("SELECT lower('ÄRGER')").fetchone() == ("ärger",)


def test_a_lock_file_left_by_a_crash_is_cleared(folder: Path, start: Start) -> None:
    server = EmbeddedPostgres(folder, durable=False)
    start(server).stop()
    (server.cluster / "postmaster.pid").write_text(
        f"{os.getpid()}\n{server.cluster}\n"
    )  # our own number: not PostgreSQL
    start(EmbeddedPostgres(folder, durable=False))


def test_a_start_cut_short_leaves_nothing_half_made(folder: Path, start: Start) -> None:
    (folder / "postgres.new").mkdir()
    (folder / "postgres.new" / "PG_VERSION").write_text("18\n")
    server = EmbeddedPostgres(folder, durable=False)
    start(server)
    assert not (folder / "postgres.new").exists()


def test_data_of_another_major_version_is_refused_with_both_named(folder: Path) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "PG_VERSION").write_text("99\n")
    with pytest.raises(DataOfAnotherVersion, match=r"PostgreSQL 99.*PostgreSQL 1\d"):
        EmbeddedPostgres(folder)


def test_a_long_path_still_gets_a_short_socket(folder: Path, start: Start) -> None:
    deep = folder / ("long-" * 20) / ("name-" * 20)
    deep.mkdir(parents=True)
    server = EmbeddedPostgres(deep, durable=False)
    start(server)
    assert len(str(server.socket)) < 100
    shutil.rmtree(server.socket.parent)


def test_a_data_folder_is_held_by_one_product_at_a_time(folder: Path) -> None:
    with held(folder), pytest.raises(DataInUse, match=f"process {os.getpid()}"), held(folder):
        pass


def test_a_data_folder_can_be_held_again_after_it_was_let_go(folder: Path) -> None:
    for _ in range(2):
        with held(folder):
            pass


def test_a_file_where_the_data_folder_should_be_is_told(folder: Path) -> None:
    (folder / "data").write_text("a file")
    with pytest.raises(NoRights, match="DATA_DIR"):
        make_data_folder(folder / "data")


def test_a_full_disk_is_told_before_anything_is_written(folder: Path) -> None:
    with pytest.raises(DiskFull, match=r"MB free, 999999999 MB needed"):
        require_room(folder, 999_999_999)


def test_a_second_start_is_quick(folder: Path, start: Start) -> None:
    server = EmbeddedPostgres(folder, durable=False)
    start(server).stop()
    began = time.monotonic()
    start(EmbeddedPostgres(folder, durable=False))
    assert time.monotonic() - began < 5  # measured 0.15 s; the margin is for a busy machine

"""How many connections the web process may hold."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from competedexter.foundation.settings import Settings
from competedexter.supervisor import connections, programs

SILENT = 2_000
APP = """
async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})
"""


@pytest.mark.parametrize(("files", "most"), [(256, 128), (1_024, 512), (20_000, 16_384), (-1, 16_384)])
def test_no_more_connections_than_there_are_files_for(monkeypatch: pytest.MonkeyPatch, files: int, most: int) -> None:
    monkeypatch.setattr(connections.resource, "getrlimit", lambda _: (files, files))
    assert connections.most_connections() == most


@pytest.fixture
def port(tmp_path, unused_port: int) -> Iterator[int]:
    """A small application, served as the product's own is."""
    connections.allow_many_files()
    if connections.most_connections() < 2 * SILENT:
        pytest.skip("this machine allows too few open files")
    (tmp_path / "small.py").write_text(APP)
    argv = programs.web(Settings(port=unused_port, host="127.0.0.1"), {}).argv
    flags = [one for one in argv[1:] if one != "--factory" and not one.startswith("competedexter.")]
    server = subprocess.Popen([sys.executable, *flags, "small:app"], cwd=tmp_path)
    try:
        yield unused_port
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _opened(port: int) -> socket.socket:
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port), 5)
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise ConnectionRefusedError


def _answer(port: int) -> bytes:
    with _opened(port) as asking:
        asking.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return asking.recv(100)


def test_two_thousand_connections_that_send_nothing_shut_nobody_out(port: int) -> None:
    with ExitStack() as held:
        for _ in range(SILENT):
            held.enter_context(_opened(port))
        assert _answer(port).startswith(b"HTTP/1.1 200")

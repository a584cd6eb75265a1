"""The port is looked at before anything starts."""

import socket
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from competedexter.supervisor.errors import HostNotHere, PortInUse
from competedexter.supervisor.port import is_healthy, require_free


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_is_told_with_a_way_out(taken: int) -> None:
    with pytest.raises(PortInUse, match=f"Port {taken} is in use.*PORT={taken + 1}"):
        require_free("127.0.0.1", taken)


def test_a_port_taken_on_one_address_is_taken_for_all(taken: int) -> None:
    with pytest.raises(PortInUse):
        require_free("0.0.0.0", taken)


def test_port_zero_means_any_free_one() -> None:
    assert require_free("127.0.0.1", 0) > 1023


@pytest.mark.parametrize("host", ["192.0.2.1", "nonsense.invalid"])
def test_an_address_of_another_machine_or_of_none_is_told(host: str) -> None:
    with pytest.raises(HostNotHere, match=host):
        require_free(host, 0)


def test_what_does_not_answer_is_not_healthy(taken: int) -> None:
    assert not is_healthy("127.0.0.1", 1)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux answers at all of 127.0.0.0/8 by itself")
def test_a_server_on_one_address_of_the_machine_is_found_there() -> None:
    with ThreadingHTTPServer(("127.0.0.2", 0), Healthy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        assert is_healthy("127.0.0.2", port)
        assert not is_healthy("127.0.0.1", port)
        server.shutdown()


class Healthy(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        pass

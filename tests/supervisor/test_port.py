"""The port is looked at before anything starts."""

import socket
from collections.abc import Iterator

import pytest

from competedexter.supervisor.errors import PortForbidden, PortInUse
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


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(PortForbidden, match=r"192\.0\.2\.1"):
        require_free("192.0.2.1", 0)


def test_what_does_not_answer_is_not_healthy(taken: int) -> None:
    assert not is_healthy(1)

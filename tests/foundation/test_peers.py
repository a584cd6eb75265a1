"""Whose request it is, behind proxies and without."""

from ipaddress import ip_network

import pytest

from competedexter.foundation.peers import client_address
from competedexter.foundation.settings import Settings

PROXIES = (ip_network("10.0.0.0/24"), ip_network("fd00::/64"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),
        ("10.0.0.5", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.5", ["192.0.2.9, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.5", ["192.0.2.9", "198.51.100.1, 10.0.0.6"], "198.51.100.1"),
        ("10.0.0.5", ["192.0.2.9, junk, 10.0.0.6"], "10.0.0.6"),
        ("10.0.0.5", [], "10.0.0.5"),
        ("10.0.0.5", [""], "10.0.0.5"),
        ("10.0.0.5", ["198.51.100.1:4711"], "198.51.100.1"),
        ("fd00::5", ["[2001:db8::1]:4711"], "2001:db8::1"),
        ("::ffff:10.0.0.5", ["2001:db8::1"], "2001:db8::1"),
        ("10.0.0.5", ["192.0.2.9, " + ",".join(["10.0.0.6"] * 500)], "10.0.0.6"),
    ],
)
def test_only_what_a_trusted_proxy_saw_is_believed(peer: str, forwarded: list[str], client: str) -> None:
    assert client_address(peer, forwarded, PROXIES) == client


def test_without_a_trusted_proxy_the_header_is_ignored() -> None:
    assert client_address("10.0.0.5", ["198.51.100.1"], Settings().trusted_proxies) == "10.0.0.5"


def test_trusted_proxies_are_set_as_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.0/24, fd00::/64")
    assert Settings().trusted_proxies == PROXIES

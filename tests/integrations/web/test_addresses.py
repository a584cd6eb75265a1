"""The deny table: every inner, reserved or disguised network is refused, the public ones are not."""

from ipaddress import ip_address, ip_network

import pytest

from competedexter.integrations.web.addresses import why_refused

REFUSED = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "4000::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "febf::1",
    "fec0::1",
    "feff::1",
    "ff02::1",
]
PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "192.0.1.1",
    "198.17.255.255",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2a00:1450:4001:82a::200e",
    "2001:4860:4860::8888",
]


@pytest.mark.parametrize("text", REFUSED)
def test_an_address_that_is_not_public_is_refused_with_the_reason(text: str) -> None:
    assert why_refused(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_is_not_refused(text: str) -> None:
    assert why_refused(ip_address(text)) is None


def test_an_allowed_network_is_opened_and_its_neighbours_are_not() -> None:
    allowed = (ip_network("127.0.0.0/8"), ip_network("fd00::/16"))
    assert why_refused(ip_address("127.0.0.1"), allowed) is None
    assert why_refused(ip_address("fd00::1"), allowed) is None
    assert why_refused(ip_address("10.0.0.1"), allowed)
    assert why_refused(ip_address("fd01::1"), allowed)


def test_allowing_an_ipv4_network_does_not_allow_its_disguises() -> None:
    allowed = (ip_network("127.0.0.0/8"),)
    for disguise in ("::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::127.0.0.1", "2002:7f00:1::"):
        assert why_refused(ip_address(disguise), allowed)

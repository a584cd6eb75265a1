"""Which addresses are public. Our own table: `ipaddress.is_global` calls several inner networks global.

Sources: the IANA IPv4 and IPv6 special-purpose address registries, RFC 6890, RFC 4291, RFC 6052 (NAT64), RFC 3056
(6to4), RFC 4380 (Teredo), and the metadata addresses the large clouds document.
"""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_V4: Final = {
    "0.0.0.0/8": "this very machine",
    "10.0.0.0/8": "a private network",
    "100.64.0.0/10": "a carrier's inner network",
    "127.0.0.0/8": "this very machine",
    "168.63.129.16/32": "a cloud's metadata service",
    "169.254.0.0/16": "a link-local network (clouds keep their metadata there)",
    "172.16.0.0/12": "a private network",
    "192.0.0.0/24": "a network reserved for protocols",
    "192.0.2.0/24": "a network for documentation",
    "192.31.196.0/24": "a network reserved for protocols",
    "192.52.193.0/24": "a network reserved for protocols",
    "192.88.99.0/24": "a relay into other networks",
    "192.168.0.0/16": "a private network",
    "192.175.48.0/24": "a network reserved for protocols",
    "198.18.0.0/15": "a network for measurements",
    "198.51.100.0/24": "a network for documentation",
    "203.0.113.0/24": "a network for documentation",
    "224.0.0.0/4": "a multicast group",
    "240.0.0.0/4": "a reserved network",
}
_V6: Final = {
    "::/128": "this very machine",
    "::1/128": "this very machine",
    "::ffff:0:0/96": "an IPv4 address in disguise",
    "::/96": "an IPv4 address in disguise",
    "::ffff:0:0:0/96": "an IPv4 address in disguise",
    "64:ff9b::/96": "an IPv4 address in disguise",
    "64:ff9b:1::/48": "an IPv4 address in disguise",
    "100::/64": "a network that discards everything",
    "2001::/23": "a network reserved for protocols (tunnels among them)",
    "2001:db8::/32": "a network for documentation",
    "2002::/16": "an IPv4 address in disguise",
    "2620:4f:8000::/48": "a network reserved for protocols",
    "3fff::/20": "a network for documentation",
    "fc00::/7": "a private network",
    "fe80::/10": "a link-local network",
    "fec0::/10": "a private network",
    "ff00::/8": "a multicast group",
}
_DENIED_V4: Final = tuple((IPv4Network(network), reason) for network, reason in _V4.items())
_DENIED_V6: Final = tuple((IPv6Network(network), reason) for network, reason in _V6.items())
_GLOBAL_V6: Final = IPv6Network("2000::/3")  # the only part of IPv6 that is given out as global unicast


@lru_cache(maxsize=4096)
def why_refused(address: Address, allowed: Sequence[Network] = ()) -> str | None:
    """Why `address` may not be connected to, as a noun phrase; None when it is public or within `allowed`.

    `allowed` must be hashable (a tuple). An IPv4 address in IPv6 clothes is allowed only by an IPv6 network.
    """
    if any(address in network for network in allowed):
        return None
    if isinstance(address, IPv4Address):
        return next((reason for network, reason in _DENIED_V4 if address in network), None)
    named = next((reason for network, reason in _DENIED_V6 if address in network), None)
    return named or (None if address in _GLOBAL_V6 else "a network that is not public")


def read_address(text: str) -> Address | None:
    """The address `text` spells in canonical form (IPv6 without brackets), or None when it is a name."""
    try:
        return ip_address(text)
    except ValueError:
        return None

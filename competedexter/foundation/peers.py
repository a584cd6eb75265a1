"""Whose request this is: the peer's address, or, behind a reverse proxy we were told to trust, the one it names."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address

from .settings import Network

MOST_HOPS = 20  # proxies before us that a header may name; the rest is somebody's invention


def client_address(peer: str, forwarded: Sequence[str], trusted: Sequence[Network]) -> str:
    """`forwarded` are the X-Forwarded-For headers as they came. A proxy appends who it saw, so they are read from the
    end: the first address that is no trusted proxy is the client; what stands before it, the client may have written.
    """
    address = peer
    hops = [hop for header in forwarded for hop in header.split(",")] if trusted else []
    for hop in reversed(hops[-MOST_HOPS:]):
        if not _is_trusted(address, trusted):
            break
        known = _read(hop)
        if known is None:
            break
        address = str(known)
    return address


def _is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    known = _read(address)
    return known is not None and any(known in network for network in trusted)


def _read(text: str) -> IPv4Address | IPv6Address | None:
    """`1.2.3.4`, `1.2.3.4:80`, `2001:db8::1`, `[2001:db8::1]:80`; IPv4 in IPv6 is IPv4."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address

"""Where this machine reaches a server of its own that listens on a given address."""

import socket

EVERYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def own_address(host: str) -> str:
    """The IP address to connect to; loopback for a name nobody knows, at which nothing can listen either."""
    if host in EVERYWHERE:
        return EVERYWHERE[host]
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return str(socket.getaddrinfo(host, None, family, socket.SOCK_STREAM)[0][4][0])
    except OSError:
        return LOOPBACK[0]


def in_url(host: str) -> str:
    """As it is written in an address."""
    return f"[{host}]" if ":" in host else host


def shown_host(host: str) -> str:
    """What people on this machine type: its one address, or localhost where that leads to it."""
    return "localhost" if host in EVERYWHERE or host in LOOPBACK else in_url(host)

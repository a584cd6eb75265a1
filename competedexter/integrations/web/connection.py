"""Connections that go only where the guard allows: resolve, check, connect to exactly what was checked."""

import socket
import ssl
from ipaddress import ip_address
from typing import Final

import aiohttp
import certifi
from aiohttp.abc import AbstractResolver, ResolveResult

from competedexter.integrations.web.guard import Guard

KEEP_ALIVE_SECONDS: Final = 30.0
DNS_SECONDS: Final = 30  # a checked answer is used this long


class _CheckedResolver(AbstractResolver):
    """Gives aiohttp only checked addresses; it connects to these and to no others."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._guard.addresses(host)
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=port,
                family=socket.AF_INET if address.version == 4 else socket.AF_INET6,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in found
        ]

    async def close(self) -> None:
        """Nothing is kept."""


def checked_connector(guard: Guard) -> aiohttp.TCPConnector:
    """A connection pool that opens no socket to an address `guard` did not pass."""

    def checked_socket(info: tuple[int, int, int, str, tuple[object, ...]]) -> socket.socket:
        """The last gate: no socket is made for an address that was not allowed, whoever chose it."""
        family, kind, protocol, _, target = info
        address = ip_address(str(target[0]).partition("%")[0])
        guard.check(str(address), address)
        return socket.socket(family, kind, protocol)

    return aiohttp.TCPConnector(
        resolver=_CheckedResolver(guard),
        socket_factory=checked_socket,
        ssl=tls_context(),
        ttl_dns_cache=DNS_SECONDS,
        limit=0,  # how many at once is the crawl's decision; slow sites must not hold up good ones here
        keepalive_timeout=KEEP_ALIVE_SECONDS,
        enable_cleanup_closed=False,
    )


def tls_context() -> ssl.SSLContext:
    """Certificates are verified against the system's store and Mozilla's list."""
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())  # machines without a system store have these
    return context

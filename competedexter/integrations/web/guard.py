"""The gate every connection passes: a name is resolved once, every answer is checked, and only those are used."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Final

from competedexter.integrations.web.addresses import Address, Network, why_refused
from competedexter.integrations.web.errors import RefusedAddress, UnknownHost

Lookup = Callable[[str], Awaitable[Sequence[str]]]
"""Resolves a host name to addresses in text form. Raises OSError when it cannot."""

DNS_THREADS: Final = 16  # getaddrinfo blocks; a slow name server must not hold up anybody else's threads
MAX_ADDRESSES: Final = 16  # more answers than a name needs


class SystemLookup:
    """Asks the operating system's resolver, in threads of its own."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(DNS_THREADS, thread_name_prefix="dns")

    async def __call__(self, host: str) -> list[str]:
        """The addresses of `host`, IPv4 and IPv6, in the system's order of preference."""
        found = await asyncio.get_running_loop().run_in_executor(self._threads, _getaddrinfo, host)
        return list(dict.fromkeys(found))


def _getaddrinfo(host: str) -> list[str]:
    infos = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return [str(info[4][0]).partition("%")[0] for info in infos]


class Guard:
    """Says where a host may be reached. `allowed` networks are opened in addition to the public ones."""

    def __init__(self, allowed: Sequence[Network] = (), lookup: Lookup | None = None) -> None:
        self._allowed = tuple(allowed)
        self._lookup = lookup or SystemLookup()

    def check(self, host: str, address: Address) -> None:
        """Raises RefusedAddress when `address` is not public."""
        reason = why_refused(address, self._allowed)
        if reason is not None:
            raise RefusedAddress(host=host, reason=reason)

    async def addresses(self, host: str, literal: Address | None = None) -> list[Address]:
        """The checked addresses of `host`, to be connected to as they are. One inner address refuses the name.

        Raises UnknownHost, RefusedAddress.
        """
        found = [literal] if literal is not None else await self._resolve(host)
        for address in found:
            self.check(host, address)
        return found

    async def _resolve(self, host: str) -> list[Address]:
        try:
            answers = await self._lookup(host)
            found = [ip_address(answer) for answer in answers[:MAX_ADDRESSES]]
        except (OSError, ValueError) as error:  # ValueError: a name the codec or a broken resolver cannot carry
            raise UnknownHost(host=host) from error
        if not found:
            raise UnknownHost(host=host)
        return found

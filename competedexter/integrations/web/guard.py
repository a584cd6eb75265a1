"""The gate every connection passes: a name is resolved once, every answer is checked, and only those are used."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import ip_address
from typing import Final

from competedexter.integrations.web.addresses import Address, Network, why_refused
from competedexter.integrations.web.errors import RefusedAddress, UnknownHost

Lookup = Callable[[str], Awaitable[Sequence[str]]]
"""Resolves a host name to addresses in text form. Raises OSError when it cannot."""

LOOKUPS_AT_ONCE: Final = 32  # getaddrinfo blocks a thread; a dead name server holds each for up to 30 s
MAX_ADDRESSES: Final = 16  # more answers than a name needs


class SystemLookup:
    """Asks the operating system's resolver, in daemon threads: a dead name server must not delay our own end."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(LOOKUPS_AT_ONCE)

    async def __call__(self, host: str) -> list[str]:
        """The addresses of `host`, IPv4 and IPv6, in the system's order of preference."""
        async with self._places:
            answer: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()
            threading.Thread(target=_answer, args=(host, answer), name=f"dns-{host}", daemon=True).start()
            return await answer


def _answer(host: str, answer: "asyncio.Future[list[str]]") -> None:
    try:
        found = list(dict.fromkeys(_getaddrinfo(host)))
    except (OSError, ValueError) as error:
        _tell(answer, answer.set_exception, error)
    else:
        _tell(answer, answer.set_result, found)


def _tell(answer: "asyncio.Future[list[str]]", tell: Callable[..., None], what: object) -> None:
    """Give the result to the loop, unless the asker has left or the loop has ended."""
    with contextlib.suppress(RuntimeError):
        answer.get_loop().call_soon_threadsafe(lambda: None if answer.done() else tell(what))


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

"""Names the web tests share: a name server from a table, and the types of the server fixtures."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import ip_network

from aiohttp import web

from competedexter.integrations.web.addresses import Network

LOOPBACK: tuple[Network, ...] = (ip_network("127.0.0.0/8"),)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[Handler], Awaitable[str]]
Speak = Callable[[Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]], Awaitable[str]]


class FakeLookup:
    """A name server from a table; each name answers its lists in order and repeats the last."""

    def __init__(self, **names: Sequence[str]) -> None:
        self.names: dict[str, list[Sequence[str]]] = {name: [answer] for name, answer in names.items()}
        self.asked: list[str] = []

    def say(self, name: str, *answers: Sequence[str]) -> "FakeLookup":
        self.names[name] = list(answers)
        return self

    async def __call__(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        answers = self.names.get(host)
        if answers is None:
            raise socket.gaierror(socket.EAI_NONAME, "not known")
        return answers.pop(0) if len(answers) > 1 else answers[0]

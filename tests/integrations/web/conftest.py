"""Real servers on loopback, and a spy that sees every socket the fetcher would open."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
from aiohttp import web
from loopback import LOOPBACK, Handler, Serve, Speak

from competedexter.integrations.web.fetcher import Fetcher
from competedexter.integrations.web.guard import Guard


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Start an aiohttp server for one handler; gives its address, as in http://127.0.0.1:40123."""
    runners: list[web.ServerRunner] = []

    async def start(handler: Handler) -> str:
        runner = web.ServerRunner(web.Server(handler, access_log=None), shutdown_timeout=0.1)
        await runner.setup()
        runners.append(runner)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        return f"http://{host}:{port}"

    yield start
    for runner in runners:
        await runner.cleanup()


@pytest.fixture
async def speak() -> AsyncIterator[Speak]:
    """Start a server that speaks raw bytes, for answers no HTTP library would send."""
    servers: list[asyncio.Server] = []
    tasks: set[asyncio.Task[None]] = set()

    async def start(talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]) -> str:
        async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            tasks.add(task := asyncio.current_task())
            try:
                await reader.readuntil(b"\r\n\r\n")
                await talk(reader, writer)
                await writer.drain()
            except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                pass
            finally:
                writer.close()
                tasks.discard(task)

        server = await asyncio.start_server(one, "127.0.0.1", 0)
        servers.append(server)
        return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    yield start
    for server in servers:
        server.close()
    for task in list(tasks):
        task.cancel()
    await asyncio.sleep(0)


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    """A fetcher that may read loopback."""
    one = Fetcher(Guard(LOOPBACK))
    yield one
    await one.close()


@pytest.fixture
def sockets(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Every address a connection was begun to (aiohttp's last step before the socket)."""
    opened: list[tuple[str, int]] = []
    real = aiohttp.connector.aiohappyeyeballs.start_connection

    async def spy(addr_infos: list[tuple], **options: object) -> socket.socket:
        opened.extend(info[4][:2] for info in addr_infos)
        return await real(addr_infos, **options)

    monkeypatch.setattr(aiohttp.connector.aiohappyeyeballs, "start_connection", spy)
    return opened


@pytest.fixture
def unused_tcp_port() -> int:
    """A loopback port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

"""A forward proxy on loopback for the browser: the same guard for every connection a page makes.

The browser resolves nothing itself; each CONNECT and each plain request is read strictly, resolved, checked and connected
to as checked. Plain requests may only read; what is inside a CONNECT the browser's own routes keep to reading.
"""

import asyncio
import contextlib
from collections import OrderedDict
from typing import Final

from competedexter.integrations.web.addresses import Address
from competedexter.integrations.web.errors import ConnectFailed, RefusedUrl, WebError
from competedexter.integrations.web.failures import as_web_error
from competedexter.integrations.web.guard import Guard
from competedexter.integrations.web.protocol import MB
from competedexter.integrations.web.urls import parse_authority, parse_url

HEAD_BYTES: Final = 64 * 1024  # a request line and headers
HEAD_SECONDS: Final = 10.0
CONNECT_SECONDS: Final = 10.0
IDLE_SECONDS: Final = 30.0  # a page's own deadline is no longer
MAX_TUNNEL_BYTES: Final = 32 * MB  # per connection and direction; a whole page with scripts has 3-8
MAX_TUNNELS: Final = 128  # at a time; two pages together open about 40
CHUNK: Final = 64 * 1024
MAX_FAILURES: Final = 256  # hosts whose last failure is remembered
READING: Final = frozenset({"GET", "HEAD"})


class PinningProxy:
    """Start it, point the browser at `url`, ask `failure_of` why a host could not be reached."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._server: asyncio.Server | None = None
        self._failures: OrderedDict[str, WebError] = OrderedDict()
        self._closed_ports: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> str:
        """Listen on a free loopback port; gives the proxy's address."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=HEAD_BYTES)
        port: int = self._server.sockets[0].getsockname()[1]
        self._closed_ports.add(port)
        return f"http://127.0.0.1:{port}"

    async def close(self) -> None:
        """Stop listening and cut every tunnel."""
        if self._server is not None:
            self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def close_port(self, port: int) -> None:
        """Never connect to this port on loopback, even where loopback is allowed (the browser's own controls)."""
        self._closed_ports.add(port)

    def failure_of(self, host: str) -> WebError | None:
        """Why `host` was last refused or not reached."""
        return self._failures.get(host)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or len(self._tasks) >= MAX_TUNNELS:
            writer.close()
            return
        self._tasks.add(task)
        try:
            await self._exchange(reader, writer)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # either side left, or we are closing: there is nobody to tell
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(HEAD_SECONDS):
            head = await reader.readuntil(b"\r\n\r\n")
        try:
            upstream_reader, upstream, greeting = await self._opened(head.decode("latin-1"))
        except WebError as error:
            status = 403 if isinstance(error, RefusedUrl) or not error.retryable else 502
            writer.write(f"HTTP/1.1 {status} {error.code}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
            await writer.drain()
            return
        try:
            if greeting:
                upstream.write(greeting)
            else:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await asyncio.gather(_pump(reader, upstream), _pump(upstream_reader, writer))
        finally:
            upstream.close()

    async def _opened(self, head: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter, bytes]:
        """The connection a request asks for, and what to send first (nothing for a tunnel). Raises WebError."""
        line, _, fields = head.partition("\r\n")
        method, _, rest = line.partition(" ")
        target = rest.rpartition(" ")[0]
        if method == "CONNECT":
            authority = parse_authority(target)
            streams = await self._connect(authority.host, authority.address, authority.port or 443)
            return *streams, b""
        if method not in READING:
            raise RefusedUrl(reason="the browser may only read")
        url = parse_url(target)
        streams = await self._connect(url.host, url.address, url.port)
        shown_host = url.origin.partition("://")[2]
        return *streams, _origin_form(method, url.path, shown_host, fields)

    async def _connect(
        self, host: str, literal: Address | None, port: int
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        try:
            addresses = await self._guard.addresses(host, literal)
            streams = await self._first_open(host, addresses, port)
        except WebError as error:
            self._failures[host] = error.afresh()
            if len(self._failures) > MAX_FAILURES:
                self._failures.popitem(last=False)
            raise
        self._failures.pop(host, None)
        return streams

    async def _first_open(
        self, host: str, addresses: list[Address], port: int
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        failure: WebError = ConnectFailed(host=host, reason="nothing listens there")
        for address in addresses:
            if address.is_loopback and port in self._closed_ports:
                continue
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    return await asyncio.open_connection(str(address), port, limit=CHUNK)
            except (OSError, TimeoutError) as error:
                failure = as_web_error(host, error)
        raise failure


def _origin_form(method: str, path: str, host: str, fields: str) -> bytes:
    """The request as the site expects it: no proxy fields, one connection per request, no body."""
    kept = [
        field
        for field in fields.split("\r\n")
        if field
        and not field.lower().startswith(("proxy-", "connection:", "host:", "content-", "transfer-", "upgrade:"))
    ]
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", *kept, "Connection: close", "", ""]
    return "\r\n".join(lines).encode("latin-1")


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    room = MAX_TUNNEL_BYTES
    try:
        while room > 0:
            async with asyncio.timeout(IDLE_SECONDS):
                piece = await source.read(CHUNK)
            if not piece:
                break
            room -= len(piece)
            sink.write(piece)
            await sink.drain()
    except (OSError, TimeoutError):
        room = 0
    if room <= 0:
        sink.close()
        return
    with contextlib.suppress(OSError):
        if sink.can_write_eof():
            sink.write_eof()

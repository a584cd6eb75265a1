"""A real S3-speaking server on loopback (moto's, a process of its own), and a door before it that can misbehave."""

import asyncio
import contextlib
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from uuid import uuid4

import aiohttp
from aiohttp import web
from obstore.store import S3Store

from competedexter.integrations.archive.s3 import S3Access, S3Archive, S3Patience

HURRIED = S3Patience(connect=1.0, attempt=1.0, total=4.0, retries=2)
ACCESS = {"access_key_id": "tests", "secret_access_key": "tests", "region": "us-east-1"}
Misbehaviour = Callable[[web.Request], Awaitable[web.StreamResponse | None]]
START_SECONDS = 30.0


class S3Server:
    """Keeps everything in its memory; `url` is its address."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                assert self._process.poll() is None, "the S3 server ended at once"
                assert time.monotonic() < deadline, "the S3 server did not start"
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def new_bucket(self) -> str:
        name = f"archive-{uuid4().hex[:12]}"
        with urllib.request.urlopen(urllib.request.Request(f"{self.url}/{name}", method="PUT"), timeout=10):
            return name

    def look(self, bucket: str, path: str) -> bytes:
        """What lies at a path as it lies there, past the archive."""
        return bytes(self._store(bucket).get(path).bytes())

    def lay(self, bucket: str, path: str, body: bytes) -> None:
        """Puts something there, past the archive."""
        self._store(bucket).put(path, body)

    def _store(self, bucket: str) -> S3Store:
        return S3Store(bucket, config={"endpoint": self.url, **ACCESS}, client_options={"allow_http": True})


@contextlib.contextmanager
def s3_server() -> Iterator[S3Server]:
    server = S3Server()
    try:
        yield server
    finally:
        server.stop()


def s3_archive(endpoint: str, bucket: str, patience: S3Patience = HURRIED) -> S3Archive:
    return S3Archive(f"s3://{bucket}/pages", S3Access(endpoint_url=endpoint, **ACCESS), patience)


class Door:
    """Passes requests on to a server, unless `misbehave` answers in its place; `asked` counts them."""

    def __init__(self, server: S3Server) -> None:
        self.url = ""
        self.asked = 0
        self.misbehave: Misbehaviour | None = None
        self._server = server

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked += 1
        if self.misbehave is not None and (wrong := await self.misbehave(request)) is not None:
            return wrong
        async with (
            aiohttp.ClientSession(auto_decompress=False) as session,
            session.request(
                request.method, self._server.url + request.raw_path, data=await request.read(), headers=request.headers
            ) as answer,
        ):
            kept = {name: value for name, value in answer.headers.items() if name not in ("Server", "Date")}
            if request.method == "HEAD":
                return web.Response(status=answer.status, headers=kept)
            kept.pop("Content-Length", None)
            return web.Response(status=answer.status, headers=kept, body=await answer.read())


@contextlib.asynccontextmanager
async def door_to(server: S3Server) -> AsyncIterator[Door]:
    door = Door(server)
    app = web.Application(client_max_size=1 << 28)
    app.router.add_route("*", "/{path:.*}", door.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    door.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield door
    finally:
        await runner.cleanup()


async def never(_: web.Request) -> web.StreamResponse | None:
    """Takes the request and says nothing."""
    await asyncio.sleep(60)
    return None

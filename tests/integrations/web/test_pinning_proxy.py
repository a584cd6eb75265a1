"""The browser's proxy: reads strictly, connects as checked, lets nothing else pass."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from loopback import LOOPBACK, FakeLookup, Serve, Speak

from competedexter.integrations.web import proxy
from competedexter.integrations.web.errors import ConnectFailed, RefusedAddress, UnknownHost
from competedexter.integrations.web.guard import Guard
from competedexter.integrations.web.proxy import PinningProxy

LOOKUP = FakeLookup().say("inner.example", ["10.0.0.1"]).say("site.example", ["127.0.0.1"])


@pytest.fixture
async def pinning() -> AsyncIterator[tuple[PinningProxy, int]]:
    one = PinningProxy(Guard(LOOPBACK, LOOKUP))
    port = int((await one.start()).rpartition(":")[2])
    yield one, port
    await one.close()


async def say(port: int, request: str, then: bytes = b"") -> bytes:
    """What the proxy answers; nothing when it breaks the connection off."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answer = b""
    with contextlib.suppress(ConnectionError):
        writer.write(request.replace("\n", "\r\n").encode())
        if then:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(then)
        answer = await reader.read()
    writer.close()
    return answer


async def echo(request: web.BaseRequest) -> web.StreamResponse:
    fields = "".join(f"{name}={value};" for name, value in request.headers.items())
    return web.Response(text=f"{request.method} {request.raw_path} {fields}")


async def test_a_plain_request_is_passed_on_without_what_is_the_proxys(
    pinning: tuple[PinningProxy, int], serve: Serve
) -> None:
    site = (await serve(echo)).rpartition(":")[2]
    head = f"GET http://site.example:{site}/a?b HTTP/1.1\nHost: evil\nProxy-Authorization: x\nUpgrade: y\nX: z\n\n"
    answer = await say(pinning[1], head)
    assert answer.startswith(b"HTTP/1.1 200")
    body = answer.rpartition(b"\r\n\r\n")[2].decode()
    assert body == f"GET /a?b X=z;Host=site.example:{site};Connection=close;" or body.startswith(
        f"GET /a?b Host=site.example:{site};X=z;"
    )


async def test_a_tunnel_carries_bytes_both_ways(pinning: tuple[PinningProxy, int], serve: Serve) -> None:
    site = (await serve(echo)).rpartition(":")[2]
    inner = b"GET /t HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = await say(pinning[1], f"CONNECT site.example:{site} HTTP/1.1\n\n", inner)
    assert b"GET /t" in answer


@pytest.mark.parametrize(
    "line",
    [
        "CONNECT 10.0.0.1:443",
        "CONNECT inner.example:443",
        "CONNECT [::1]:443",
        "CONNECT 0x7f000001.0.0.0:443",
        "CONNECT site.example:22",
        "CONNECT user@site.example:443",
        "GET http://10.0.0.1/",
        "GET http://2852039166/",
        "GET http://inner.example/",
        "GET file:///etc/passwd",
        "GET /relative",
        "POST http://site.example/",
        "DELETE http://site.example/",
        "nonsense",
    ],
)
async def test_what_the_guard_forbids_is_refused(
    pinning: tuple[PinningProxy, int], monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    reader, writer = await asyncio.open_connection("127.0.0.1", pinning[1])
    monkeypatch.setattr(proxy.asyncio, "open_connection", never)
    writer.write(f"{line} HTTP/1.1\r\n\r\n".encode())
    assert (await reader.read()).startswith(b"HTTP/1.1 403")
    writer.close()


async def test_why_a_host_was_not_reached_can_be_asked_and_is_forgotten_when_it_is(
    pinning: tuple[PinningProxy, int], serve: Serve, unused_tcp_port: int
) -> None:
    one, port = pinning
    site = (await serve(echo)).rpartition(":")[2]
    await say(port, "CONNECT inner.example:443 HTTP/1.1\n\n")
    assert isinstance(one.failure_of("inner.example"), RefusedAddress)
    assert (await say(port, "CONNECT nowhere.example:443 HTTP/1.1\n\n")).startswith(b"HTTP/1.1 502")
    assert isinstance(one.failure_of("nowhere.example"), UnknownHost)
    await say(port, f"CONNECT site.example:{unused_tcp_port} HTTP/1.1\n\n")
    assert isinstance(one.failure_of("site.example"), ConnectFailed)
    await say(port, f"GET http://site.example:{site}/ HTTP/1.1\n\n")
    assert one.failure_of("site.example") is None


async def test_it_does_not_reach_itself_or_the_browsers_controls(
    pinning: tuple[PinningProxy, int], serve: Serve
) -> None:
    one, port = pinning
    controls = int((await serve(echo)).rpartition(":")[2])
    one.close_port(controls)
    for closed in (port, controls):
        assert (await say(port, f"CONNECT 127.0.0.1:{closed} HTTP/1.1\n\n")).startswith(b"HTTP/1.1 502")


async def test_an_endless_answer_is_cut(
    pinning: tuple[PinningProxy, int], speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proxy, "MAX_TUNNEL_BYTES", 1_000_000)

    async def endless(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(bytes(65536))
            await writer.drain()

    answer = await say(pinning[1], f"GET {await speak(endless)}/ HTTP/1.1\n\n")
    assert 900_000 < len(answer) < 1_200_000


async def test_a_huge_or_unfinished_head_is_dropped(
    pinning: tuple[PinningProxy, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proxy, "HEAD_SECONDS", 0.1)
    assert await say(pinning[1], "GET http://site.example/ HTTP/1.1\n") == b""
    assert await say(pinning[1], "GET http://site.example/ HTTP/1.1\nX: " + "x" * 200_000 + "\n\n") == b""


async def test_only_so_many_tunnels_stand_at_a_time(
    pinning: tuple[PinningProxy, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proxy, "MAX_TUNNELS", 2)
    held = [await asyncio.open_connection("127.0.0.1", pinning[1]) for _ in range(2)]
    await asyncio.sleep(0.02)
    assert await say(pinning[1], "CONNECT site.example:443 HTTP/1.1\n\n") == b""
    for _, writer in held:
        writer.close()

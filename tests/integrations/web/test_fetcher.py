"""The fetcher against real servers: honest ones, broken ones and hostile ones."""

import asyncio
import contextlib
import gzip
import random
import time
import zlib

import pytest
import zstandard
from aiohttp import web
from loopback import LOOPBACK, Serve, Speak

from competedexter.integrations.web.errors import (
    BadEncoding,
    BadRedirect,
    ConnectFailed,
    RefusedUrl,
    TimedOut,
    TlsFailed,
    TooLarge,
    TooManyRedirects,
    WebError,
)
from competedexter.integrations.web.fetcher import Fetcher
from competedexter.integrations.web.guard import Guard
from competedexter.integrations.web.protocol import MAX_PAGE_BYTES, WebRequest

PAGE = "<html><head><title>Acme</title></head><body>Pro – 20 € a month</body></html>"


def raw(head: str, body: bytes = b"", times: int = 1, pause: float = 0.0):
    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head.replace("\n", "\r\n").encode("latin-1"))
        for _ in range(times):
            writer.write(body)
            await writer.drain()
            if pause:
                await asyncio.sleep(pause)

    return talk


async def test_a_page_is_read_with_its_type_headers_and_text(fetcher: Fetcher, serve: Serve) -> None:
    async def handler(request: web.Request) -> web.Response:
        headers = {"ETag": '"7"', "X-Twice": "a"}
        response = web.Response(text=PAGE, content_type="text/html", headers=headers)
        response.headers.add("X-Twice", "b")
        return response

    base = await serve(handler)
    response = await fetcher.fetch(WebRequest(f"{base}/pricing#plans"))
    assert (response.url, response.status, response.redirects) == (f"{base}/pricing", 200, ())
    assert (response.media_type, response.charset, response.text) == ("text/html", "utf-8", PAGE)
    assert (response.headers["etag"], response.headers["x-twice"]) == ('"7"', "a, b")
    assert 0 < response.elapsed_seconds < 5
    assert not response.rendered


async def test_we_say_who_we_are_ask_for_one_language_and_send_no_cookies(serve: Serve) -> None:
    seen: list[web.Request] = []

    async def handler(request: web.Request) -> web.Response:
        seen.append(request)
        return web.Response(text=PAGE, headers={"Set-Cookie": "id=7"})

    base = await serve(handler)
    fetcher = Fetcher(Guard(LOOPBACK), contact="https://dexter.example/bot")
    for _ in range(2):
        await fetcher.fetch(WebRequest(base))
    await fetcher.close()
    assert seen[1].headers["User-Agent"].startswith("CompeteDexterBot/")
    assert seen[1].headers["User-Agent"].endswith("(+https://dexter.example/bot)")
    assert seen[1].headers["Accept-Language"] == "en,*;q=0.5"
    assert "Cookie" not in seen[1].headers


async def test_a_kept_page_is_asked_for_conditionally_and_304_is_an_answer(fetcher: Fetcher, serve: Serve) -> None:
    async def handler(request: web.Request) -> web.Response:
        same = request.headers.get("If-None-Match") == '"7"' and "If-Modified-Since" in request.headers
        return web.Response(status=304 if same else 200)

    base = await serve(handler)
    kept = WebRequest(base, etag='"7"', last_modified="Sun, 22 Nov 2026 10:00:00 GMT")
    response = await fetcher.fetch(kept)
    assert (response.status, response.body) == (304, b"")


async def test_a_poisoned_validator_is_not_sent(fetcher: Fetcher, serve: Serve) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(text=str("If-None-Match" in request.headers))

    response = await fetcher.fetch(WebRequest(await serve(handler), etag='"7"\r\nHost: inner'))
    assert response.text == "False"


async def test_connections_are_kept_alive(fetcher: Fetcher, serve: Serve, sockets: list[tuple[str, int]]) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(text=PAGE)

    base = await serve(handler)
    for number in range(5):
        await fetcher.fetch(WebRequest(f"{base}/{number}"))
    assert len(sockets) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_followed_by_hand_and_told(fetcher: Fetcher, serve: Serve, status: int) -> None:
    async def handler(request: web.Request) -> web.Response:
        if request.path == "/old":
            return web.Response(status=status, headers={"Location": "../new?x=1"})
        return web.Response(text=PAGE)

    base = await serve(handler)
    response = await fetcher.fetch(WebRequest(f"{base}/old"))
    assert (response.url, response.redirects) == (f"{base}/new?x=1", (f"{base}/old",))


@pytest.mark.parametrize("status", [200, 204, 403, 404, 410, 429, 500, 503, 999])
async def test_any_status_is_an_answer(fetcher: Fetcher, speak: Speak, status: int) -> None:
    base = await speak(raw(f"HTTP/1.1 {status} X\nContent-Length: 0\nRetry-After: 7\n\n"))
    response = await fetcher.fetch(WebRequest(base))
    assert (response.status, response.headers["retry-after"]) == (status, "7")


async def test_five_hops_are_followed_and_a_sixth_is_not(fetcher: Fetcher, serve: Serve) -> None:
    async def handler(request: web.Request) -> web.Response:
        left = int(request.path.strip("/"))
        return web.Response(status=302, headers={"Location": f"/{left - 1}"}) if left else web.Response(text=PAGE)

    base = await serve(handler)
    assert len((await fetcher.fetch(WebRequest(f"{base}/5"))).redirects) == 5
    with pytest.raises(TooManyRedirects):
        await fetcher.fetch(WebRequest(f"{base}/6"))


async def test_a_redirect_loop_ends_where_it_closes(fetcher: Fetcher, serve: Serve) -> None:
    asked: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=302, headers={"Location": "/b" if request.path == "/a" else "/a"})

    with pytest.raises(TooManyRedirects):
        await fetcher.fetch(WebRequest(f"{await serve(handler)}/a"))
    assert asked == ["/a", "/b"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "gopher://x/", "http://u@x/", "\\\\x\\", "http://x:22/", ""])
async def test_a_redirect_to_something_else_than_a_page_is_refused(fetcher: Fetcher, serve: Serve, target: str) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": target})

    with pytest.raises((BadRedirect, TooManyRedirects)):
        await fetcher.fetch(WebRequest(await serve(handler)))


async def test_a_redirect_without_a_target_is_told(fetcher: Fetcher, speak: Speak) -> None:
    with pytest.raises(BadRedirect, match="names none"):
        await fetcher.fetch(WebRequest(await speak(raw("HTTP/1.1 302 Found\nContent-Length: 0\n\n"))))


async def test_a_redirect_target_in_latin_1_is_understood(fetcher: Fetcher, speak: Speak) -> None:
    base = await speak(raw("HTTP/1.1 302 Found\nContent-Length: 0\nLocation: /caf\xe9\n\n"))
    with pytest.raises(TooManyRedirects):  # it redirects to itself: the second hop asked for the same address
        await fetcher.fetch(WebRequest(f"{base}/caf%C3%A9"))


@pytest.mark.parametrize(
    "pack",
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body)[2:-4]),
        ("zstd", zstandard.compress),
        ("identity", bytes),
        ("gzip, zstd", lambda body: zstandard.compress(gzip.compress(body))),
    ],
)
async def test_a_packed_page_is_unpacked(fetcher: Fetcher, serve: Serve, pack: tuple) -> None:
    encoding, packer = pack

    async def handler(request: web.Request) -> web.Response:
        return web.Response(body=packer(PAGE.encode()), headers={"Content-Encoding": encoding})

    assert (await fetcher.fetch(WebRequest(await serve(handler)))).text == PAGE


async def test_an_answer_that_is_not_packed_as_it_says_is_told(fetcher: Fetcher, serve: Serve) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(body=PAGE.encode(), headers={"Content-Encoding": request.path.strip("/")})

    base = await serve(handler)
    for encoding in ("gzip", "deflate", "zstd", "br", "compress", "nonsense"):
        with pytest.raises(BadEncoding, match=encoding):
            await fetcher.fetch(WebRequest(f"{base}/{encoding}"))


async def test_a_body_declared_as_ten_gigabytes_is_refused_unread(fetcher: Fetcher, speak: Speak) -> None:
    base = await speak(raw(f"HTTP/1.1 200 OK\nContent-Length: {10 * 1024**3}\n\n"))
    with pytest.raises(TooLarge, match="10 MB"):
        await fetcher.fetch(WebRequest(base))


async def test_an_endless_body_is_cut_off_at_the_limit(fetcher: Fetcher, speak: Speak) -> None:
    base = await speak(raw("HTTP/1.1 200 OK\nContent-Type: text/html\n\n", b"x" * 65536, times=100_000))
    with pytest.raises(TooLarge):
        await fetcher.fetch(WebRequest(base))


async def test_the_request_may_lower_the_limit(fetcher: Fetcher, serve: Serve) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(body=b"x" * 1001)

    base = await serve(handler)
    with pytest.raises(TooLarge, match="1000 bytes"):
        await fetcher.fetch(WebRequest(base, max_bytes=1000))
    assert len((await fetcher.fetch(WebRequest(base, max_bytes=1001))).body) == 1001
    assert MAX_PAGE_BYTES == 10 * 1024 * 1024


async def test_a_dripping_body_ends_at_the_total_deadline(speak: Speak) -> None:
    fetcher = Fetcher(Guard(LOOPBACK), total_seconds=0.3)
    base = await speak(raw("HTTP/1.1 200 OK\nContent-Length: 1000\n\n", b"x", times=1000, pause=0.02))
    started = time.monotonic()
    with pytest.raises(TimedOut, match=r"0\.3 seconds") as caught:
        await fetcher.fetch(WebRequest(base))
    assert time.monotonic() - started < 2
    assert caught.value.retryable
    await fetcher.close()


async def test_a_dripping_header_ends_at_the_total_deadline(speak: Speak) -> None:
    fetcher = Fetcher(Guard(LOOPBACK), total_seconds=0.3)
    base = await speak(raw("HTTP/1.1 200 OK\n", b"x", times=1000, pause=0.02))
    with pytest.raises(TimedOut):
        await fetcher.fetch(WebRequest(base))
    await fetcher.close()


@pytest.mark.parametrize("header", ["X: " + "x" * 10_000_000, "\n".join(f"X{n}: y" for n in range(100_000))])
async def test_a_huge_header_is_refused(fetcher: Fetcher, speak: Speak, header: str) -> None:
    base = await speak(raw(f"HTTP/1.1 200 OK\n{header}\n\n"))
    with pytest.raises(TooLarge, match="header"):
        await fetcher.fetch(WebRequest(base))


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("", "closed the connection"),
        ("\x00\x01\x02 what\n\n", "not HTTP"),
        ("HTTP/1.1 200 OK\nContent-Length: 100\n\nshort", "broke off"),
        ("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nzz\n", "broke off|not HTTP"),
        ("HTTP/1.1 200 OK\nContent-Length: 5\nContent-Length: 6\n\nshort", "not HTTP"),
        ("HTTP/1.1 200 OK\nContent-Length: -5\n\nshort", "not HTTP"),
    ],
)
async def test_an_answer_that_is_broken_is_told_in_words(fetcher: Fetcher, speak: Speak, head: str, words: str) -> None:
    with pytest.raises(ConnectFailed, match=words):
        await fetcher.fetch(WebRequest(await speak(raw(head))))


async def test_nobody_listening_is_told(fetcher: Fetcher, speak: Speak, unused_tcp_port: int) -> None:
    with pytest.raises(ConnectFailed, match="nothing listens there"):
        await fetcher.fetch(WebRequest(f"http://127.0.0.1:{unused_tcp_port}/"))


async def test_a_server_without_tls_is_told_as_such(fetcher: Fetcher, serve: Serve) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(text=PAGE)

    base = await serve(handler)
    with pytest.raises((TlsFailed, ConnectFailed)):
        await fetcher.fetch(WebRequest(base.replace("http:", "https:")))


async def test_every_hop_needs_a_permit(fetcher: Fetcher, serve: Serve) -> None:
    asked: list[str] = []

    async def permit(url) -> None:
        asked.append(url.path)
        if url.path == "/b":
            raise RefusedUrl(reason="it is not wanted")

    async def handler(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "/b"})

    with pytest.raises(RefusedUrl):
        await fetcher.fetch(WebRequest(f"{await serve(handler)}/a"), permit)
    assert asked == ["/a", "/b"]


async def test_many_slow_pages_do_not_hold_up_a_good_one(speak: Speak, serve: Serve) -> None:
    async def good(request: web.Request) -> web.Response:
        return web.Response(text=PAGE)

    fetcher = Fetcher(Guard(LOOPBACK), total_seconds=5)
    slow = await speak(raw("HTTP/1.1 200 OK\nContent-Length: 1000\n\n", b"x", times=1000, pause=0.05))
    base = await serve(good)
    slow_ones = [asyncio.create_task(fetcher.fetch(WebRequest(f"{slow}/{number}"))) for number in range(150)]
    await asyncio.sleep(0.05)
    started = time.monotonic()
    await fetcher.fetch(WebRequest(base))
    assert time.monotonic() - started < 1
    for task in slow_ones:
        task.cancel()
    await asyncio.gather(*slow_ones, return_exceptions=True)
    await fetcher.close()


async def test_only_our_own_errors_leave_the_fetcher(fetcher: Fetcher, speak: Speak) -> None:
    rng = random.Random(7)
    for _ in range(40):
        noise = bytes(rng.randrange(256) for _ in range(rng.randrange(200)))
        head = rng.choice(["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 302 F\r\nLocation: "]).encode()
        base = await speak(lambda _, writer, data=head + noise: _write(writer, data))
        with contextlib.suppress(WebError):
            _ = (await fetcher.fetch(WebRequest(base))).text


async def _write(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(data)

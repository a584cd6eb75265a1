"""No address, redirect, name or trick leads inside: refused before a socket opens."""

import json
import socket
from collections.abc import AsyncIterator
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from aiohttp import web
from loopback import LOOPBACK, FakeLookup, Serve

from competedexter.integrations.web.client import SafeWebClient
from competedexter.integrations.web.connection import checked_connector
from competedexter.integrations.web.errors import ConnectFailed, RefusedAddress, RefusedUrl, UnknownHost
from competedexter.integrations.web.fetcher import Fetcher
from competedexter.integrations.web.guard import Guard
from competedexter.integrations.web.protocol import WebRequest

ADDED = [
    "http://192.0.0.192/latest/",
    "http://100.64.0.1/",
    "http://224.0.0.1/",
    "http://239.255.255.250:1900/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[64:ff9b::169.254.169.254]/",
    "http://[::127.0.0.1]/",
    "http://[::7f00:1]/",
    "http://[fec0::1]/",
    "http://[2002:7f00:1::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[2001:0:7f00:1::]/",
    "http://[ff02::1]/",
    "http://0177.0.0.01/",
    "http://0x7f.0.0.0x1/",
    "http://0X7F000001/",
    "http://2130706433/",
    "http://017700000001/",
    "http://user@127.0.0.1/",
    "http://acme.com@127.0.0.1/",
    "http://127.0.0.1\\@acme.com/",
    "http://acme.com\\.127.0.0.1/",
    "http://127.0.0.1%00.acme.com/",
    "http://127.0.0.1/%00",
    "http://acme.com/\r\nHost:%20127.0.0.1",
    "http://acme.com/%0d%0aHost:%20127.0.0.1",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://168.63.129.16/",
    "http://255.255.255.255/",
    "http://localhost./",
    "http://LOCALHOST/",
]
PUBLIC = {"http://1.1.1.1"}  # the list has it as an alias of a tool; it is a public resolver


class EverythingIsInside(FakeLookup):
    """The attacker's name server: whatever is asked is at home, sometimes beside a public address."""

    async def __call__(self, host: str) -> list[str]:
        self.asked.append(host)
        return ["93.184.215.14", "127.0.0.1"] if len(self.asked) % 2 else ["169.254.169.254"]


@pytest.fixture
async def client(sockets: list[tuple[str, int]]) -> AsyncIterator[SafeWebClient]:
    async with SafeWebClient(lookup=EverythingIsInside(), browser=False) as one:
        yield one
    assert sockets == []


async def test_every_listed_attack_is_refused_before_a_socket_opens(client: SafeWebClient, shared_data: Path) -> None:
    lines = (shared_data / "attack-corpora" / "ssrf_urls.jsonl").read_text().splitlines()
    urls = [json.loads(line)["url"] for line in lines]
    assert len(urls) == 142
    for url in [url for url in urls if url not in PUBLIC]:
        for ask in (lambda url: client.get(WebRequest(url)), client.check):
            with pytest.raises((RefusedUrl, RefusedAddress)) as caught:
                await ask(url)
            assert not caught.value.retryable


@pytest.mark.parametrize("url", ADDED)
async def test_further_spellings_and_networks_are_refused_before_a_socket_opens(
    client: SafeWebClient, url: str
) -> None:
    with pytest.raises((RefusedUrl, RefusedAddress)):
        await client.get(WebRequest(url))


async def test_robots_of_an_inner_address_is_not_asked_either(client: SafeWebClient) -> None:
    for url in ("http://127.0.0.1/", "http://[::1]/x", "http://2130706433/"):
        with pytest.raises(RefusedAddress):
            await client.robots(url)
    assert not (await client.robots("http://inside.example/")).allowed


async def test_a_redirect_inside_is_refused_before_a_second_socket_opens(
    serve: Serve, sockets: list[tuple[str, int]]
) -> None:
    targets = iter(["http://10.0.0.1/", "http://[::1]/", "http://localhost:8000/", "http://0x7f.2/", "//127.0.0.2/"])

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": next(targets)})

    base = await serve(handler)
    fetcher = Fetcher(Guard([ip_network("127.0.0.1/32")], FakeLookup(localhost=["127.0.0.2"])))
    for _ in range(5):
        with pytest.raises(RefusedAddress):
            await fetcher.fetch(WebRequest(base))
    await fetcher.close()
    assert {host for host, _ in sockets} == {"127.0.0.1"}


async def test_a_name_that_answers_with_any_inner_address_is_refused(sockets: list[tuple[str, int]]) -> None:
    answers = {
        "one.example": ["10.0.0.1"],
        "many.example": ["93.184.215.14", "93.184.215.15", "192.168.0.1"],
        "six.example": ["2606:4700::1", "::ffff:10.0.0.1"],
        "alias.example": ["169.254.169.254"],
    }
    lookup = FakeLookup(**answers)
    fetcher = Fetcher(Guard(lookup=lookup))
    for name in answers:
        with pytest.raises(RefusedAddress, match=name):
            await fetcher.fetch(WebRequest(f"http://{name}/"))
    await fetcher.close()
    assert sockets == []


async def test_a_name_that_turns_inside_after_the_check_is_connected_to_as_checked(
    serve: Serve, sockets: list[tuple[str, int]]
) -> None:
    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text=request.headers["Host"])

    port = (await serve(handler)).rpartition(":")[2]
    lookup = FakeLookup().say("rebind.example", ["127.0.0.1"], ["10.0.0.1"])
    fetcher = Fetcher(Guard(LOOPBACK, lookup))
    response = await fetcher.fetch(WebRequest(f"http://rebind.example:{port}/"))
    assert response.text == f"rebind.example:{port}"
    assert (lookup.asked, sockets) == (["rebind.example"], [("127.0.0.1", int(port))])
    await fetcher.close()
    again = Fetcher(Guard(LOOPBACK, lookup))
    with pytest.raises(RefusedAddress):
        await again.fetch(WebRequest(f"http://rebind.example:{port}/"))
    await again.close()


async def test_a_kept_connection_serves_only_the_name_it_was_checked_for(
    serve: Serve, sockets: list[tuple[str, int]]
) -> None:
    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text="fine")

    port = (await serve(handler)).rpartition(":")[2]
    lookup = FakeLookup().say("good.example", ["127.0.0.1"]).say("bad.example", ["10.0.0.1"])
    fetcher = Fetcher(Guard(LOOPBACK, lookup))
    await fetcher.fetch(WebRequest(f"http://good.example:{port}/"))
    with pytest.raises(RefusedAddress):
        await fetcher.fetch(WebRequest(f"http://bad.example:{port}/"))
    assert len(sockets) == 1
    await fetcher.close()


async def test_a_name_that_does_not_resolve_or_answers_nonsense_is_unknown() -> None:
    lookup = FakeLookup().say("empty.example", []).say("odd.example", ["not an address"])
    fetcher = Fetcher(Guard(lookup=lookup))
    for name in ("nowhere.example", "empty.example", "odd.example"):
        with pytest.raises(UnknownHost, match=name):
            await fetcher.fetch(WebRequest(f"http://{name}/"))
    await fetcher.close()


async def test_the_last_gate_makes_no_socket_for_an_address_nobody_checked() -> None:
    connector = checked_connector(Guard())
    make = connector._socket_factory
    for address in ("127.0.0.1", "10.0.0.1"):
        with pytest.raises(RefusedAddress):
            make((socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)))
    with pytest.raises(RefusedAddress):
        make((socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fe80::1%eth0", 80, 0, 1)))
    await connector.close()


async def test_the_refusal_says_which_kind_of_network_but_not_the_address_a_name_has() -> None:
    fetcher = Fetcher(Guard(lookup=FakeLookup().say("inner.example", ["10.1.2.3"])))
    with pytest.raises(RefusedAddress) as caught:
        await fetcher.fetch(WebRequest("http://inner.example/"))
    assert str(caught.value) == "inner.example leads to a private network. Only public addresses are read."
    await fetcher.close()


async def test_the_systems_own_resolver_is_asked_and_checked(sockets: list[tuple[str, int]]) -> None:
    fetcher = Fetcher(Guard())
    with pytest.raises((RefusedAddress, UnknownHost)):
        await fetcher.fetch(WebRequest("http://localhost/"))
    assert sockets == []
    allowed = Fetcher(Guard([*LOOPBACK, ip_network("::1/128")]))
    with pytest.raises(ConnectFailed):
        await allowed.fetch(WebRequest("http://localhost:1025/"))
    assert {ip_address(host).is_loopback for host, _ in sockets} == {True}
    await fetcher.close()
    await allowed.close()

"""robots.txt is obeyed as RFC 9309 says, asked once a day, and never trusted."""

import asyncio
import functools
import importlib.util
import inspect
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from loopback import LOOPBACK, FakeLookup, Serve, Speak

from competedexter.integrations.web import robots
from competedexter.integrations.web.client import SafeWebClient
from competedexter.integrations.web.errors import ConnectFailed, RobotsDisallowed, UnknownHost
from competedexter.integrations.web.fetcher import Fetcher
from competedexter.integrations.web.guard import Guard
from competedexter.integrations.web.protocol import WebRequest
from competedexter.integrations.web.robots import RobotsGate
from competedexter.integrations.web.urls import parse_url

RULES = """
User-agent: *
Disallow: /
User-agent: CompeteDexterBot
Disallow: /private
Allow: /private/but-this
Disallow: /*.pdf$
Crawl-delay: 2.5
Sitemap: https://acme.com/sitemap.xml
Sitemap: file:///etc/passwd
"""


@pytest.fixture
async def client() -> AsyncIterator[SafeWebClient]:
    async with SafeWebClient(allow_networks=LOOPBACK, browser=False, lookup=FakeLookup()) as one:
        yield one


def site(answer: object, asked: list[str] | None = None):
    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        if asked is not None:
            asked.append(request.path)
        if request.path != "/robots.txt":
            return web.Response(text="page")
        return answer() if callable(answer) else web.Response(text=str(answer))

    return handler


async def test_the_group_that_names_us_is_obeyed(client: SafeWebClient, serve: Serve) -> None:
    base = await serve(site(RULES))
    for path, allowed in {
        "/": True,
        "/private/x": False,
        "/private/but-this": True,
        "/a.pdf": False,
        "/a.pdf?x": True,
        "/a/../private/x": False,
        "/%70rivate/x": False,
    }.items():
        assert (await client.robots(base + path)).allowed is allowed, path
    verdict = await client.robots(base)
    assert (verdict.crawl_delay, verdict.sitemaps) == (2.5, ("https://acme.com/sitemap.xml",))
    assert verdict.reason == "robots.txt allows it"


async def test_a_forbidden_page_is_not_fetched(client: SafeWebClient, serve: Serve) -> None:
    asked: list[str] = []
    base = await serve(site(RULES, asked))
    with pytest.raises(RobotsDisallowed, match=r"robots\.txt disallows it"):
        await client.get(WebRequest(f"{base}/private/x"))
    assert asked == ["/robots.txt"]


async def test_rules_are_asked_once_for_many_pages_at_once(client: SafeWebClient, serve: Serve) -> None:
    asked: list[str] = []
    base = await serve(site(RULES, asked))
    await asyncio.gather(*(client.get(WebRequest(f"{base}/{number}")) for number in range(20)))
    assert asked.count("/robots.txt") == 1


async def test_a_redirect_to_another_site_asks_that_sites_rules(client: SafeWebClient, serve: Serve) -> None:
    other = await serve(site(RULES))

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/robots.txt":
            return web.Response(status=404)
        return web.Response(status=302, headers={"Location": f"{other}/private/x"})

    with pytest.raises(RobotsDisallowed):
        await client.get(WebRequest(await serve(handler)))


@pytest.mark.parametrize(
    ("asked", "delay"),
    [("86400", 86_400), ("9999999999", 86_400), ("0.5", 0.5), ("0", 0.0), ("-5", None), ("nan", None)],
)
async def test_a_pause_no_one_can_keep_is_a_day_and_nonsense_is_none(
    client: SafeWebClient, serve: Serve, asked: str, delay: float | None
) -> None:
    base = await serve(site(f"User-agent: *\nCrawl-delay: {asked}\n"))
    assert (await client.robots(f"{base}/x")).crawl_delay == delay


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429])
async def test_without_a_robots_txt_everything_may_be_read(client: SafeWebClient, serve: Serve, status: int) -> None:
    base = await serve(site(lambda: web.Response(status=status)))
    verdict = await client.robots(f"{base}/x")
    assert (verdict.allowed, verdict.reason) == (True, f"there is no robots.txt (status {status})")
    assert (await client.get(WebRequest(f"{base}/x"))).text == "page"


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_while_robots_txt_fails_nothing_is_read(client: SafeWebClient, serve: Serve, status: int) -> None:
    base = await serve(site(lambda: web.Response(status=status)))
    assert not (await client.robots(f"{base}/x")).allowed
    with pytest.raises(RobotsDisallowed, match=f"status {status}, so nothing is read for now") as caught:
        await client.get(WebRequest(f"{base}/x"))
    assert caught.value.retryable


async def test_a_failing_site_is_told_by_its_own_failure(client: SafeWebClient, unused_tcp_port: int) -> None:
    with pytest.raises(ConnectFailed, match="nothing listens there"):
        await client.get(WebRequest(f"http://127.0.0.1:{unused_tcp_port}/"))
    with pytest.raises(UnknownHost):
        await client.get(WebRequest("http://nowhere.example/"))
    assert not (await client.robots("http://nowhere.example/")).allowed


async def test_a_slow_robots_txt_counts_as_failing(
    client: SafeWebClient, speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(robots, "ROBOTS_SECONDS", 0.1)

    async def silent(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)

    with pytest.raises(RobotsDisallowed, match="did not come in time"):
        await client.get(WebRequest(await speak(silent)))


async def test_closing_gives_up_what_is_being_asked(speak: Speak) -> None:
    async def silent(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)

    async with SafeWebClient(allow_networks=LOOPBACK, browser=False) as client:
        asking = asyncio.create_task(client.get(WebRequest(await speak(silent))))
        await asyncio.sleep(0.05)
    with pytest.raises(asyncio.CancelledError):
        await asking


async def test_only_the_first_500_kb_count(client: SafeWebClient, serve: Serve) -> None:
    filler = "# filler\n" * (10 * 1024 * 1024 // 9)
    base = await serve(site("User-agent: *\nDisallow: /early\n" + filler + "Disallow: /late\n"))
    assert not (await client.robots(f"{base}/early")).allowed
    assert (await client.robots(f"{base}/late")).allowed


async def test_redirects_are_followed_and_an_endless_chain_means_no_rules(client: SafeWebClient, serve: Serve) -> None:
    rules = await serve(site("User-agent: *\nDisallow: /"))
    moved = await serve(site(lambda: web.Response(status=301, headers={"Location": f"{rules}/robots.txt"})))
    assert not (await client.robots(f"{moved}/x")).allowed
    circle = await serve(site(lambda: web.Response(status=302, headers={"Location": "/robots.txt"})))
    assert (await client.robots(f"{circle}/x")).allowed
    nowhere = await serve(site(lambda: web.Response(status=302, headers={"Location": "file:///etc/passwd"})))
    assert (await client.robots(f"{nowhere}/x")).allowed


async def test_a_redirect_of_robots_txt_inside_is_refused(serve: Serve, sockets: list[tuple[str, int]]) -> None:
    base = await serve(site(lambda: web.Response(status=302, headers={"Location": "http://10.0.0.1/robots.txt"})))
    async with SafeWebClient(allow_networks=LOOPBACK, browser=False) as client:
        assert not (await client.robots(f"{base}/x")).allowed
    assert {host for host, _ in sockets} == {"127.0.0.1"}


async def test_nonsense_html_and_bytes_mean_no_rules(client: SafeWebClient, serve: Serve) -> None:
    for body in (b"<html>not here</html>", bytes(range(256)) * 100, b"\xff\xfeU\x00", b""):
        base = await serve(site(lambda body=body: web.Response(body=body)))
        assert (await client.robots(f"{base}/x")).allowed


async def test_a_byte_order_mark_does_not_hide_the_first_line(client: SafeWebClient, serve: Serve) -> None:
    base = await serve(site("\ufeffUser-agent: *\nDisallow: /x"))
    assert not (await client.robots(f"{base}/x")).allowed


async def test_rules_are_believed_for_a_day_and_the_old_ones_while_the_new_fail(serve: Serve) -> None:
    clock = [0.0]
    answers = [web.Response(text="User-agent: *\nDisallow: /x"), web.Response(status=503), web.Response(status=404)]
    asked: list[str] = []
    base = await serve(site(lambda: answers.pop(0), asked))
    fetcher = Fetcher(Guard(LOOPBACK))
    gate = RobotsGate(fetcher, now=lambda: clock[0])
    x = parse_url(f"{base}/x")
    for now, allowed, times in [
        (0.0, False, 1),
        (23.9 * 3600, False, 1),
        (24.1 * 3600, False, 2),
        (24.1 * 3600 + 30, False, 2),
        (24.1 * 3600 + 61, True, 3),
    ]:
        clock[0] = now
        assert (await gate.verdict(x)).allowed is allowed, now
        assert len(asked) == times
    await fetcher.close()


async def test_memory_is_bounded_however_many_sites_there_are(monkeypatch: pytest.MonkeyPatch, serve: Serve) -> None:
    monkeypatch.setattr(robots, "MAX_SITES", 3)
    names = [f"site{number}.example" for number in range(8)]
    port = (await serve(site(RULES))).rpartition(":")[2]
    fetcher = Fetcher(Guard(LOOPBACK, FakeLookup(**{name: ["127.0.0.1"] for name in names})))
    gate = RobotsGate(fetcher)
    for name in names:
        await gate.verdict(parse_url(f"http://{name}:{port}/"))
    assert len(gate._sites) == 3
    await fetcher.close()


def test_the_parser_passes_the_published_cases(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vars(pytest.mark), "timeout", lambda _: lambda case: case)  # a plug-in of theirs
    passed = 0
    for file in sorted((shared_data / "robots-tests-protego").glob("test_*.py")):
        if file.name == "test_on_fetched_robotstxt.py":
            continue  # reads files that are not part of the set
        for case in _cases(file):
            case()
            passed += 1
    assert passed >= 71


def _cases(file: Path):
    spec = importlib.util.spec_from_file_location(f"published_{file.stem}", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    owners = [
        module,
        *(kind() for _, kind in inspect.getmembers(module, inspect.isclass) if kind.__module__ == spec.name),
    ]
    for owner in owners:
        for name, case in inspect.getmembers(owner, callable):
            if name.startswith("test_"):
                yield from _runs(case)


def _runs(case):
    marks = [mark for mark in getattr(case, "pytestmark", []) if mark.name == "parametrize"]
    if not marks:
        yield case
        return
    names, rows = marks[0].args
    several = not isinstance(names, str) or "," in names
    for row in rows:
        values = getattr(row, "values", row) if not isinstance(row, dict) else row
        yield functools.partial(case, *(values if several else [values]))

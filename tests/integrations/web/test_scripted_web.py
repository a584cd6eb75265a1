"""The prepared web behaves as the real one does."""

import pytest

from competedexter.integrations.web.errors import RobotsDisallowed, TimedOut, UnknownHost
from competedexter.integrations.web.protocol import RobotsVerdict, WebClient, WebRequest
from competedexter.integrations.web.scripted import ScriptedWebClient, page

HOME = "https://acme.com/"


async def test_answers_come_in_order_and_the_last_is_repeated() -> None:
    web: WebClient = ScriptedWebClient({HOME: [page(HOME, "a"), page(HOME, "b")]})
    assert [(await web.get(WebRequest(HOME))).text for _ in range(3)] == ["a", "b", "b"]


async def test_requests_are_recorded_and_errors_raised() -> None:
    web = ScriptedWebClient({HOME: TimedOut(host="acme.com", seconds=30)})
    with pytest.raises(TimedOut, match="30 seconds"):
        await web.get(WebRequest(HOME, render=True))
    assert web.requests == [WebRequest(HOME, render=True)]


async def test_an_unknown_page_is_404_and_an_unknown_site_unknown() -> None:
    web = ScriptedWebClient({HOME: "<p>hello</p>"})
    assert (await web.get(WebRequest(HOME + "x"))).status == 404
    with pytest.raises(UnknownHost):
        await web.get(WebRequest("https://beta.com/"))


async def test_a_kept_etag_gets_304() -> None:
    web = ScriptedWebClient({HOME: page(HOME, "a", headers={"ETag": '"1"'})})
    assert (await web.get(WebRequest(HOME, etag='"1"'))).status == 304
    assert (await web.get(WebRequest(HOME, etag='"0"'))).status == 200


async def test_robots_forbid_by_the_longest_prefix() -> None:
    web = ScriptedWebClient({HOME: "x", HOME + "private/open": "y"})
    web.forbid(HOME + "private")
    web.advise(HOME + "private/open", RobotsVerdict(allowed=True, crawl_delay=2))
    with pytest.raises(RobotsDisallowed):
        await web.get(WebRequest(HOME + "private/x"))
    assert (await web.get(WebRequest(HOME + "private/open"))).text == "y"
    assert (await web.robots(HOME)).allowed
    assert web.robots_asked == [HOME]

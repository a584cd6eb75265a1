"""News sources: feeds, pages with feeds, searches; each article once, newest first, its numbers no part of its text."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_network
from uuid import UUID

import orjson
import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from competedexter.integrations.web.client import SafeWebClient
from competedexter.integrations.web.protocol import WebResponse
from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.market.crawlers.bundle import MEDIA_TYPE, answers_of
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.kinds.news import NewsCrawler
from competedexter.market.crawlers.outside import KeyMissing, NothingToRead, Outside
from competedexter.market.evidence.listings import EventsRecord

LOOPBACK = (ip_network("127.0.0.0/8"),)
HOME = "https://acme.example"
FEED = f"{HOME}/feed.xml"
CRAWLER = NewsCrawler()


def source(url: str = FEED, outside: Outside | None = None) -> SourceRef:
    return SourceRef(UUID(int=1), UUID(int=2), "news", url, {}, outside=outside or Outside())


def item(title: str = "", link: str = "", date: str = "", more: str = "") -> str:
    written = f"<pubDate>{date}</pubDate>" if date else ""
    return f"<item><title>{title}</title><link>{link}</link>{written}{more}</item>"


def rss(*items: str, title: str = "Acme blog") -> str:
    return f"<rss><channel><title>{title}</title><link>{HOME}</link>{''.join(items)}</channel></rss>"


def read(body: str | bytes, url: str = FEED, content_type: str = "application/xml") -> tuple[Finding, EventsRecord]:
    return of(CRAWLER.read(source(url), page(url, body, content_type=content_type))[0])


def of(finding: Finding) -> tuple[Finding, EventsRecord]:
    assert isinstance(finding.record, EventsRecord)
    for event in finding.record.events:
        assert 0 <= event.start < event.end <= len(finding.text)
    return finding, finding.record


MINUTES = item(
    "Minutes for teams",
    "/blog/teams",
    "2026-03-03T09:00:00Z",
    "<description>For &lt;b&gt;teams&lt;/b&gt;.</description>",
)
OSLO = item("We opened in Oslo", "/blog/oslo", "2026-04-02", "<author>ada@acme.example (Ada)</author><comments/>")


def test_articles_are_told_newest_first_each_with_its_place_in_the_text() -> None:
    finding, record = read(rss(MINUTES, OSLO))
    oslo, minutes = record.events
    assert (finding.title, finding.data_type, finding.snapshot_type, finding.quality.score) == (
        "Acme blog",
        "news",
        "news",
        1.0,
    )
    assert finding.text[oslo.start : oslo.end] == "We opened in Oslo\nAda · Acme blog · 2026-04-02"
    assert (
        finding.text[minutes.start : minutes.end] == "Minutes for teams\nAcme blog · 2026-03-03 09:00 UTC\nFor teams."
    )
    assert (minutes.key, minutes.what, minutes.url) == ("acme.example/blog/teams", "news", f"{HOME}/blog/teams")
    assert minutes.occurred_at == datetime(2026, 3, 3, 9, tzinfo=UTC)
    assert (oslo.author, oslo.category) == ("Ada", "Acme blog")


def test_an_article_told_under_two_links_on_one_day_is_told_once_with_where_else_it_stands() -> None:
    again = item("Minutes for Teams!", "https://wire.example/acme", "2026-03-03T15:00:00Z")
    later = item("Minutes for teams", "https://late.example/acme", "2026-03-09")
    _, record = read(rss(MINUTES, again, later))
    assert [event.key for event in record.events] == ["late.example/acme", "acme.example/blog/teams"]
    assert record.events[1].fields["alsoAt"] == "https://wire.example/acme"


def test_short_titles_of_one_day_are_not_taken_for_one_article() -> None:
    _, record = read(rss(item("Update", "/a", "2026-03-03"), item("Update", "/b", "2026-03-03")))
    assert [event.key for event in record.events] == ["acme.example/a", "acme.example/b"]


def test_a_changelog_on_one_page_tells_each_of_its_entries() -> None:
    entries = [
        item(f"Version {n}", "/changelog", f"2026-03-0{n}", f"<guid isPermaLink='false'>v{n}</guid>") for n in (1, 2, 3)
    ]
    _, record = read(rss(*entries))
    assert [event.key for event in record.events] == ["id:v3", "id:v2", "id:v1"]


def test_what_entries_lack_is_counted_never_dropped() -> None:
    finding, record = read(rss(item("One", "/1", "2026-03-03"), item("", "", "", "<guid isPermaLink='false'>7</guid>")))
    assert [event.title for event in record.events] == ["One", "(untitled)"]
    assert (finding.quality.score, record.events[1].occurred_at) == (0.5, None)
    assert finding.quality.reasons == (
        "1 of 2 entries did not say when it was published.",
        "1 of 2 entries had neither title nor text.",
        "1 of 2 entries had no link.",
    )


def test_a_thousand_of_a_look_are_kept_the_newest_and_the_rest_is_said() -> None:
    entries = [item(f"Article number {n}", f"/{n}", f"20{n % 20 + 10}-03-03") for n in range(1_300)]
    finding, record = read(rss(*entries))
    assert len(record.events) == 1_000
    assert record.events[0].occurred_at == datetime(2029, 3, 3, tzinfo=UTC)
    assert "1,300 entries were told; the newest 1,000 are kept." in finding.quality.reasons


def test_an_empty_feed_is_read_and_a_cut_one_is_doubted() -> None:
    assert read(rss())[0].quality.reasons == ("It has no entries.",)
    assert read(rss())[0].quality.score == 1.0
    assert read("<rss><channel><title>Acme</title><it")[0].quality.score < 0.5


HITS = {
    "hits": [
        {
            "objectID": "41000001", "created_at": "2026-03-03T10:00:00Z", "created_at_i": 1, "author": "pg", "points": 120,
            "num_comments": 45, "title": "Acme raises prices", "url": "https://acme.example/blog/prices?utm_source=hn", "_tags": ["story"],
        },
        {
            "objectID": "41000002", "created_at": "2026-03-02T10:00:00Z", "author": "ask", "title": "Ask HN: Acme?",
            "url": None, "story_text": "<p>Is it <i>good</i>?", "points": 1, "num_comments": 0,
        },
        {
            "objectID": "41000003", "created_at": "2026-03-01T10:00:00Z", "author": "c", "comment_text": "It is &quot;fine&quot;.",
            "story_title": "Acme raises prices", "story_url": "https://acme.example/blog/prices",
        },
    ],
    "nbHits": 3,
}  # fmt: skip


def test_hacker_news_tells_stories_and_their_numbers_beside_the_text() -> None:
    finding, record = read(
        orjson.dumps(HITS), "https://hn.algolia.com/api/v1/search_by_date?query=acme", "application/json"
    )
    story, ask, comment = record.events
    assert (story.key, story.category, story.author) == ("acme.example/blog/prices", "Hacker News", "pg")
    discussion = "https://news.ycombinator.com/item?id=41000001"
    assert story.fields == {"points": 120, "comments": 45, "discussion": discussion}
    assert "120" not in finding.text
    assert (ask.url, ask.title) == ("https://news.ycombinator.com/item?id=41000002", "Ask HN: Acme?")
    assert finding.text[ask.start : ask.end].endswith("Is it good?")
    assert (comment.title, comment.key) == ("Comment on Acme raises prices", "news.ycombinator.com/item?id=41000003")


ARTICLES = {
    "status": "ok",
    "totalResults": 2,
    "articles": [
        {
            "source": {"id": None, "name": "The Times"}, "author": "Ada", "title": "Acme buys Example - The Times",
            "description": "It paid in cash.", "url": "https://times.example/acme", "publishedAt": "2026-03-03T10:00:00Z",
            "content": "It paid in cash. The price was not told… [+1234 chars]",
        },
        {"source": {"name": "[Removed]"}, "title": "[Removed]", "url": "https://removed.com", "publishedAt": "1970-01-01T00:00:00Z"},
    ],
}  # fmt: skip


def test_newsapi_tells_articles_and_counts_those_that_were_withdrawn() -> None:
    finding, record = read(orjson.dumps(ARTICLES), "https://newsapi.org/v2/everything?q=acme", "application/json")
    (article,) = record.events
    assert (article.title, article.category, article.author) == ("Acme buys Example", "The Times", "Ada")
    assert finding.text[article.start : article.end].endswith("It paid in cash. The price was not told")
    assert finding.quality.reasons == ("1 of 2 articles were withdrawn by their publishers.",)


def test_what_newsapi_does_not_like_is_said() -> None:
    answer = orjson.dumps({"status": "error", "code": "parameterInvalid", "message": "Too far in the past."})
    with pytest.raises(NothingToRead, match="The news search refused: Too far in the past"):
        CRAWLER.read(source(), page(FEED, answer, content_type="application/json"))


async def test_newsapi_is_asked_with_a_key_in_a_header_or_not_at_all() -> None:
    url = "https://newsapi.org/v2/everything?q=acme"
    with pytest.raises(KeyMissing, match="NEWSAPI_KEY"):
        await CRAWLER.fetch(source(url), ScriptedWebClient())
    asked = "http://127.0.0.1:9/v2/everything?q=acme&sortBy=publishedAt&pageSize=100"
    stand_in = ScriptedWebClient({asked: page(asked, orjson.dumps(ARTICLES), content_type="application/json")})
    outside = Outside({"https://newsapi.org": "http://127.0.0.1:9"}, {"newsapi": "k-1"})
    await CRAWLER.fetch(source(url, outside), stand_in)
    assert (stand_in.requests[0].url, stand_in.requests[0].headers) == (asked, {"X-Api-Key": "k-1"})


async def test_the_key_goes_to_newsapi_alone() -> None:
    url = "https://newsapi.org.evil.example/v2/everything?q=acme"
    evil = ScriptedWebClient({url: page(url, rss(), content_type="application/xml")})
    await CRAWLER.fetch(source(url, Outside({}, {"newsapi": "k-1"})), evil)
    assert evil.requests[0].headers == {}


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (
            "https://hn.algolia.com/api/v1/search_by_date?query=acme",
            "https://hn.algolia.com/api/v1/search_by_date?query=acme&tags=story&hitsPerPage=100",
        ),
        ("https://news.google.com/search?q=acme&hl=en", "https://news.google.com/rss/search?q=acme&hl=en"),
        ("https://www.bing.com/news/search?q=acme", "https://www.bing.com/news/search?q=acme&format=rss"),
        (FEED, FEED),
    ],
)
async def test_searches_are_asked_as_a_program_asks_them(url: str, asked: str) -> None:
    stand_in = ScriptedWebClient({asked: page(asked, rss(MINUTES), content_type="text/xml")})
    response = await CRAWLER.fetch(replace(source(url), etag='"7"'), stand_in)
    assert [(request.url, request.etag) for request in stand_in.requests] == [(asked, '"7"')]
    assert response.url == asked


def linking(*feeds: str) -> str:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{feed}">' for feed in feeds)
    return f"<html><head><title>Blog</title>{links}</head><body><h1>Blog</h1><p>Our articles.</p></body></html>"


async def test_a_page_is_read_through_the_feeds_it_names_not_those_of_comments() -> None:
    stand_in = ScriptedWebClient(
        {
            f"{HOME}/blog": linking("/a.xml", "/b.xml", "/comments/feed/", "/gone.xml"),
            f"{HOME}/a.xml": page(f"{HOME}/a.xml", rss(MINUTES), content_type="text/xml"),
            f"{HOME}/b.xml": page(f"{HOME}/b.xml", rss(OSLO, MINUTES), content_type="text/html"),
        }
    )
    response = await CRAWLER.fetch(source(f"{HOME}/blog"), stand_in)
    assert [answer.url for answer in answers_of(response)] == [f"{HOME}/blog", f"{HOME}/a.xml", f"{HOME}/b.xml"]
    assert not any("comments" in request.url for request in stand_in.requests)
    _, record = of(CRAWLER.read(source(f"{HOME}/blog"), response)[0])
    assert [event.title for event in record.events] == ["We opened in Oslo", "Minutes for teams"]


async def test_a_page_that_names_none_is_read_through_the_usual_addresses_or_refused() -> None:
    stand_in = ScriptedWebClient({f"{HOME}/blog": linking()})
    response = await CRAWLER.fetch(source(f"{HOME}/blog"), stand_in)
    assert len(stand_in.requests) <= 9
    with pytest.raises(NothingToRead, match="names no feed"):
        CRAWLER.read(source(f"{HOME}/blog"), response)
    stand_in.answer(f"{HOME}/blog/rss.xml", page(f"{HOME}/blog/rss.xml", rss(MINUTES), content_type="text/xml"))
    found = await CRAWLER.fetch(source(f"{HOME}/blog"), stand_in)
    assert of(CRAWLER.read(source(f"{HOME}/blog"), found)[0])[1].events[0].title == "Minutes for teams"


@pytest.mark.parametrize("status", [429, 503])
async def test_a_named_feed_that_is_out_of_order_is_the_answer_of_the_look(status: int) -> None:
    stand_in = ScriptedWebClient(
        {f"{HOME}/blog": linking("/a.xml"), f"{HOME}/a.xml": page(f"{HOME}/a.xml", "", status=status)}
    )
    assert (await CRAWLER.fetch(source(f"{HOME}/blog"), stand_in)).status == status


async def test_a_page_that_is_shut_is_answered_as_it_is() -> None:
    stand_in = ScriptedWebClient({f"{HOME}/blog": page(f"{HOME}/blog", "no", status=403)})
    assert (await CRAWLER.fetch(source(f"{HOME}/blog"), stand_in)).status == 403
    assert len(stand_in.requests) == 1


async def test_over_a_real_connection_a_page_leads_to_its_feeds_and_each_article_has_one_key() -> None:
    answers = {
        "/blog": (linking("/feed.xml", "/wire.json"), "text/html"),
        "/feed.xml": (rss(MINUTES, OSLO), "application/rss+xml"),
        "/wire.json": (
            orjson.dumps(
                {
                    "version": "https://jsonfeed.org/version/1.1",
                    "title": "The wire",
                    "items": [
                        {
                            "id": 1,
                            "url": f"{HOME}/blog/teams?utm_campaign=wire",
                            "title": "Minutes",
                            "date_published": "2026-03-03",
                        }
                    ],
                }
            ).decode(),
            "application/feed+json",
        ),
    }

    async def answer(request: web.BaseRequest) -> web.Response:
        body, kind = answers.get(request.path, ("", "text/plain"))
        return web.Response(text=body, content_type=kind, status=200 if body else 404)

    runner = web.ServerRunner(web.Server(answer, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/blog"
    client = SafeWebClient(allow_networks=LOOPBACK, browser=False)
    try:
        response = await CRAWLER.fetch(source(address), client)
    finally:
        await client.close()
        await runner.cleanup()
    _, record = of(CRAWLER.read(source(address), response)[0])
    assert [(event.key, event.title) for event in record.events] == [
        ("acme.example/blog/oslo", "We opened in Oslo"),
        ("acme.example/blog/teams", "Minutes for teams"),
    ]


@given(st.binary(max_size=300), st.sampled_from(["text/html", "text/xml", "application/json", MEDIA_TYPE, "image/png"]))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_news_or_nothing_to_read(body: bytes, content_type: str) -> None:
    with suppress(NothingToRead):
        read(body, content_type=content_type)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["objectID", "created_at", "title", "url", "points", "source", "name", "publishedAt"]), inner, max_size=5),
    max_leaves=10,
)  # fmt: skip


@given(st.sampled_from(["hits", "articles"]), VALUES)
@settings(max_examples=150, deadline=None)
def test_any_json_is_news_or_nothing_to_read(name: str, value: object) -> None:
    body = orjson.dumps({name: value})
    response = WebResponse(url=FEED, status=200, headers={}, body=body, media_type="application/json", charset="utf-8")
    with suppress(NothingToRead):
        of(CRAWLER.read(source(), response)[0])

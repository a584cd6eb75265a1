"""Profiles are asked for where programs read them; whatever a network answers is posts or nothing to read."""

from contextlib import suppress

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.market.crawlers.bundle import answers_of
from competedexter.market.crawlers.outside import NothingToRead, Outside
from tests.market.crawlers.social_scene import (
    ACCOUNT,
    ANYWHERE,
    BLUESKY,
    BOOST,
    CRAWLER,
    REDDIT,
    RELEASE,
    REPOSITORY,
    STATUS,
    data,
    happened,
    of,
    read,
    read_text,
    source,
)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (
            "https://bsky.app/profile/acme.example",
            "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=acme.example&limit=100&filter=posts_no_replies",
        ),
        ("https://old.reddit.com/r/acme/", "https://www.reddit.com/r/acme/new.json?limit=100&raw_json=1"),
        ("https://reddit.com/u/acme", "https://www.reddit.com/user/acme/submitted.json?limit=100&raw_json=1"),
        (
            "https://www.reddit.com/search/?q=acme&sort=top",
            "https://www.reddit.com/search.json?limit=100&raw_json=1&sort=top&q=acme",
        ),
        ("https://www.reddit.com/r/acme/.rss", "https://www.reddit.com/r/acme/.rss"),
        (
            "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv",
        ),
        ("https://github.com/acme/widget", "https://api.github.com/repos/acme/widget/releases?per_page=100"),
        ("https://github.com/acme/widget/releases", "https://api.github.com/repos/acme/widget/releases?per_page=100"),
        ("https://github.com/acme/widget/releases.atom", "https://github.com/acme/widget/releases.atom"),
        ("https://github.com/pricing", "https://github.com/pricing"),
        ("https://social.example/@acme.rss", "https://social.example/@acme.rss"),
    ],
)
async def test_profiles_are_asked_for_where_programs_read_them(url: str, asked: str) -> None:
    web = ScriptedWebClient({asked: data(asked, [RELEASE])})
    await CRAWLER.fetch(source(url), web)
    assert web.requests[0].url == asked


async def test_githubs_key_goes_to_github_alone_and_an_accounts_events_are_asked_too() -> None:
    base = "http://127.0.0.1:9"
    repositories, events = f"{base}/users/acme/repos?sort=created&per_page=100", f"{base}/orgs/acme/events?per_page=100"
    web = ScriptedWebClient(
        {repositories: data(repositories, [REPOSITORY]), events: data(events, [happened("PublicEvent", {})])}
    )
    response = await CRAWLER.fetch(
        source("https://github.com/acme", Outside({"https://api.github.com": base}, {"github": "t"})), web
    )
    assert [request.headers for request in web.requests] == [{"Authorization": "Bearer t"}] * 2
    assert [event.title for event in of(CRAWLER.read(source(), response)[0])[1].events] == [
        "New repository: acme/widget"
    ]
    elsewhere = ScriptedWebClient({ANYWHERE: data(ANYWHERE, [REPOSITORY])})
    await CRAWLER.fetch(source(ANYWHERE, Outside({}, {"github": "t"})), elsewhere)
    assert elsewhere.requests[0].headers == {}


async def test_an_account_whose_events_are_refused_is_told_by_its_repositories_and_asked_in_full_again() -> None:
    asked = "https://api.github.com/users/acme/repos?sort=created&per_page=100"
    first = page(asked, orjson.dumps([REPOSITORY]), content_type="application/json", headers={"etag": '"7"'})
    response = await CRAWLER.fetch(source("https://github.com/acme"), ScriptedWebClient({asked: first}))
    assert (response.headers, len(of(CRAWLER.read(source(), response)[0])[1].events)) == ({}, 1)


async def test_a_mastodon_account_is_looked_up_on_whatever_host_it_is() -> None:
    host = "https://social.example"
    lookup = f"{host}/api/v1/accounts/lookup?acct=acme"
    statuses = f"{host}/api/v1/accounts/9/statuses?limit=40&exclude_replies=true"
    web = ScriptedWebClient({lookup: data(lookup, ACCOUNT), statuses: data(statuses, [STATUS])})
    response = await CRAWLER.fetch(source(f"{host}/@acme"), web)
    assert of(CRAWLER.read(source(), response)[0])[1].events[0].title == "We opened in Oslo."


async def test_a_profile_that_is_no_mastodon_is_read_through_the_feed_it_names() -> None:
    url, feed = "https://blog.example/@acme", "https://blog.example/feed/@acme"
    html = f'<html><head><link rel=alternate type="application/rss+xml" href="{feed}"></head><body>Acme</body></html>'
    rss = "<rss><channel><title>Acme</title><item><title>One</title></item></channel></rss>"
    web = ScriptedWebClient({url: html, feed: page(feed, rss, content_type="text/xml")})
    response = await CRAWLER.fetch(source(url), web)
    assert [answer.url for answer in answers_of(response)] == [url, feed]


async def test_a_youtube_page_leads_to_the_feed_of_its_channel() -> None:
    url, channel = "https://www.youtube.com/@acme", "UCabcdefghijklmnopqrstuv"
    feed = f"https://www.youtube.com/feeds/videos.xml?channel_id={channel}"
    html = f'<html><head><link rel="canonical" href="https://www.youtube.com/channel/{channel}"></head><body>Acme</body></html>'
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Acme</title><entry><title>A film</title></entry></feed>'
    web = ScriptedWebClient({url: html, feed: page(feed, atom, content_type="text/xml")})
    response = await CRAWLER.fetch(source(url), web)
    assert of(CRAWLER.read(source(), response)[0])[1].events[0].title == "A film"


@pytest.mark.parametrize("status", [403, 429, 304])
async def test_what_a_network_refuses_is_the_answer_of_the_look(status: int) -> None:
    asked = "https://www.reddit.com/r/acme/new.json?limit=100&raw_json=1"
    web = ScriptedWebClient({asked: page(asked, "no", status=status)})
    assert (await CRAWLER.fetch(source("https://www.reddit.com/r/acme"), web)).status == status
    assert len(web.requests) == 1


def test_what_is_no_list_of_posts_is_refused_in_a_sentence() -> None:
    for body, kind in (
        ("<html><body>Sign in</body></html>", "text/html"),
        ('{"a": 1}', "application/json"),
        ("a,b\n1,2\n", "text/csv"),
    ):
        with pytest.raises(NothingToRead, match=r"no profile|no list of posts"):
            read_text(body, kind)


@given(st.binary(max_size=300), st.sampled_from(["text/html", "text/csv", "application/json", "text/xml"]))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_posts_or_nothing_to_read(body: bytes, content_type: str) -> None:
    with suppress(NothingToRead):
        of(CRAWLER.read(source(), page(ANYWHERE, body, content_type=content_type))[0])


NAMES = ["feed", "post", "uri", "author", "record", "reason", "text", "createdAt", "kind", "data", "children", "title", "created_utc", "permalink", "id", "tag_name", "html_url", "full_name", "created_at", "type", "repo", "payload", "release", "ref_type", "content", "account", "url", "reblog", "postUrl", "postContent", "postDate", "likeCount", "$type", "by", "login"]  # fmt: skip
SHAPES: tuple[object, ...] = (
    BLUESKY,
    [STATUS, BOOST],
    REDDIT,
    [RELEASE],
    [REPOSITORY],
    [happened("ReleaseEvent", {"action": "published"})],
)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False)
    | st.text(max_size=6)
    | st.just([])
    | st.just({})
)


def spoilt(value: object, draw: st.DrawFn) -> object:
    """`value` with some of its parts replaced by something else."""
    if draw(st.integers(0, 9)) == 0:
        return draw(VALUES)
    if isinstance(value, dict):
        return {name: spoilt(inner, draw) for name, inner in value.items()}
    return [spoilt(inner, draw) for inner in value] if isinstance(value, list) else value


@st.composite
def spoilt_answers(draw: st.DrawFn) -> object:
    return spoilt(draw(st.sampled_from(SHAPES)), draw)


@given(spoilt_answers() | st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5), max_size=3))
@settings(max_examples=300, deadline=None)
def test_any_answer_of_a_network_is_posts_or_nothing_to_read(answer: object) -> None:
    with suppress(NothingToRead):
        read(answer)

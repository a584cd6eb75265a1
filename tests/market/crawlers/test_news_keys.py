"""An article has one identity, in whichever feed, search or link it is told."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competedexter.market.crawlers.reading.event_keys import LONGEST, article_address, canonical, event_key
from competedexter.market.crawlers.reading.event_redirects import leads_to

ARTICLE = "acme.example/blog/minutes"
DAY = datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.example/blog/minutes",
        "http://www.acme.example/blog/minutes/",
        "https://ACME.example:443/blog/minutes#comments",
        "https://acme.example/blog/minutes?utm_source=rss&utm_medium=feed&fbclid=x",
        "https://acme.example/blog/minutes?ref=rss#xtor=RSS-1",
        "https://acme.example/blog/minutes?source=rss------2",
        "https://acme.example/blog/minutes/amp/",
        "https://amp.acme.example/blog/minutes?amp=1",
        "https://www.google.com/amp/s/acme.example/blog/minutes/amp",
        "https://acme-example.cdn.ampproject.org/c/s/acme.example/blog/minutes",
        "https://www.google.com/url?rct=j&sa=t&url=https://acme.example/blog/minutes&ct=ga",
        "https://www.bing.com/news/apiclick.aspx?ref=FexRss&url=https%3a%2f%2facme.example%2fblog%2fminutes",
        " https://acme.example/blog/%6Dinutes#:~:text=Minutes\n",
    ],
)
def test_many_links_are_one_article(url: str) -> None:
    assert event_key(url, "some-id", "Minutes", DAY) == ARTICLE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://acme.example/?p=1", "https://acme.example/?p=2"),
        ("https://acme.example/news?id=1&page=2", "https://acme.example/news?id=1&page=3"),
        ("https://acme.example/changelog#v1.2", "https://acme.example/changelog#v1.3"),
        ("https://acme.example/a", "https://acme.example/b"),
        ("https://acme.example/A", "https://acme.example/a"),
        ("https://acme.example:8080/a", "https://acme.example/a"),
        ("https://amp.dev/a", "https://dev/a"),
    ],
)
def test_other_articles_stay_others(one: str, other: str) -> None:
    assert event_key(one) != event_key(other)


def test_parameters_count_in_any_order() -> None:
    assert canonical("https://a.example/x?b=2&a=1") == canonical("https://a.example/x?a=1&b=2") == "a.example/x?a=1&b=2"


def test_known_places_have_one_name() -> None:
    assert canonical("https://old.reddit.com/r/acme/comments/1/x/") == canonical(
        "https://www.reddit.com/r/acme/comments/1/x"
    )
    assert canonical("https://youtu.be/abc?si=x") == canonical("https://www.youtube.com/watch?v=abc")
    assert canonical("https://twitter.com/acme/status/1") == canonical("https://x.com/acme/status/1")


def test_where_a_link_only_leads_on_the_publishers_id_counts() -> None:
    link = "https://news.google.com/rss/articles/CBMiAAAAAAAAAAAAAAAAAAAA?oc=5"
    assert event_key(link, "CBMiAAAA") == "id:CBMiAAAA"
    assert event_key("https://feedproxy.google.com/~r/acme/~3/x", "https://acme.example/blog/minutes") == ARTICLE
    assert event_key("https://acme.example/", "tag:1") == "id:tag:1"


def test_google_news_links_of_the_old_kind_say_where_they_lead() -> None:
    message = b"\x08\x13\x22\x22https://acme.example/blog/minutes\xd2\x01\x00"
    link = f"https://news.google.com/rss/articles/{base64.urlsafe_b64encode(message).decode().rstrip('=')}?oc=5"
    assert event_key(link, "CBMi") == ARTICLE


def test_without_link_and_id_the_title_and_its_day_are_the_identity() -> None:
    assert event_key("", "", "We raised  prices!", DAY) == event_key("", "", "we raised prices", DAY)
    assert event_key("", "", "We raised prices", DAY) != event_key("", "", "We raised prices", None)
    assert event_key("https://acme.example/", "", "One") != event_key("https://acme.example/", "", "Two")


def test_endless_keys_are_told_by_their_hash() -> None:
    one, other = (event_key(f"https://acme.example/{'x' * 3000}{end}") for end in "ab")
    assert one != other
    assert len(one) <= LONGEST


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_any_text_has_a_key_that_can_be_stored(url: str, guid: str, title: str) -> None:
    key = event_key(url, guid, title)
    assert key
    assert len(key) <= LONGEST
    assert "\x00" not in key


PARTS = st.sampled_from(["https://", "http://", "www.", "amp.", "acme.example", "/", "a", "?", "&", "=", "#", "utm_source", "%41", "[", ":", "@", "é", "/amp/s/", "google.com", "url=https://b.example/c"])  # fmt: skip


@given(st.lists(PARTS, max_size=14).map("".join))
@settings(max_examples=300)
def test_a_clean_address_is_clean_already(url: str) -> None:
    clean = canonical(url)
    assert not clean or clean.startswith("[") or canonical(f"https://{clean}") == clean
    assert canonical(leads_to(url)) == "" or article_address(url) in ("", canonical(leads_to(url)))

"""Feeds that are broken, or made to harm, are read in bounded time as far as they go, or are none."""

import time
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competedexter.integrations.web.scripted import page
from tests.market.crawlers.feed_scene import URL, read_feed, rss, told


def test_a_feed_that_broke_off_keeps_what_came_and_says_so() -> None:
    cut = told("<rss><channel><title>Acme</title><item><title>One</title></item><item><title>Tw")
    assert (cut.broken, [entry.title for entry in cut.entries]) == (True, ["One", "Tw"])
    assert not told(rss("<title>One</title>")).broken


def test_no_entity_is_expanded_and_no_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("TOP SECRET")
    subset = f"<!ENTITY x SYSTEM 'file://{secret}'><!ENTITY lol 'lol'><!ENTITY l2 '&lol;&lol;&lol;'>"
    entry = told(f"<!DOCTYPE rss [{subset}]>" + rss("<title>a&x;b&l2;c</title>")).entries[0]
    assert entry.title == "a&x;b&l2;c"


def test_entity_attacks_from_the_corpus_reach_nothing(shared_data: Path) -> None:
    files = [file for file in (shared_data / "attack-corpora").rglob("*") if file.is_file()]
    assert len(files) > 50
    for file in files:
        response = page(URL, file.read_bytes(), content_type="application/xml")
        read = read_feed(response)
        assert read is None or "root:" not in str(read.entries)


MANY = 200_000


@pytest.mark.parametrize(
    "body",
    [
        b"<rss><channel>" + b"<item/>" * MANY,
        b"<rss>" + b"<a>" * MANY,
        b"<rss><channel><item><title>" + b"&" * 10 * MANY,
        b"<rss><channel><item><title>" + b"<![CDATA[" * MANY,
        b"<rss><channel><item><title>" + b"<!--" * MANY,
        b"<!DOCTYPE a [" * MANY + b"<rss/>",
        b"<rss><channel><item><description>" + b"&lt;p" * MANY + b"</description></item></channel></rss>",
        b"<rss><channel><item><pubDate>" + b"1 " * MANY + b"</pubDate></item></channel></rss>",
        b'{"version":"https://jsonfeed.org/version/1","items":[' + b"{}," * MANY + b"{}]}",
    ],
)
def test_made_to_waste_time_it_is_read_in_bounded_time(body: bytes) -> None:
    begun = time.process_time()
    read_feed(page(URL, body))
    assert time.process_time() - begun < 5


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_feed_or_none(body: bytes) -> None:
    read_feed(page(URL, body))


PIECES = [
    "<rss>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<channel>", "<item>", "</item>", "<entry>", "</entry>", "<title>",
    "</title>", "<link href='//[bad'/>", "<link>", "</link>", "<guid>", "&amp;", "&x;", "<![CDATA[", "]]>", "<!--", "-->", "Acme",
    "<pubDate>99 Foo 2024 99:99 ZZZ</pubDate>", "<updated>9999-99-99T99:99</updated>", "\ud800", "\x00", "<dc:date>", "é", "<?x ?>",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_broken_feed_can_be_read(pieces: list[str]) -> None:
    read_feed(page(URL, ("<rss>" + "".join(pieces)).encode("utf-8", "replace")))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "url", "title", "authors", "tags", "date_published", "content_html"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(st.lists(JSON, max_size=4))
@settings(max_examples=100, deadline=None)
def test_any_json_feed_can_be_read(items: list[object]) -> None:
    body = orjson.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})
    assert read_feed(page(URL, body)) is not None

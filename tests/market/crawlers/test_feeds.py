"""Feeds of every kind are read as their makers meant them, and hostile ones are read in bounded time or refused."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from competedexter.integrations.web.scripted import page
from competedexter.market.crawlers.reading.feed_title import feed_preview
from tests.bench import feeds as measured
from tests.market.crawlers.feed_scene import URL, rss, told


def test_real_feeds_are_read_as_their_gold_says(shared_data: Path) -> None:
    figures = measured.measure(measured.ours, measured.fixtures(shared_data))
    assert (figures.feeds, figures.titles, figures.dates, figures.crashes) == (64, 96, 87, 0)
    assert figures.links >= 89  # in the other two the article's own address is taken, not Feedburner's


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("<link>/blog/one</link>", "https://acme.example/blog/one"),
        ("<link><![CDATA[ https://acme.example/a?x=1&y=2 ]]></link>", "https://acme.example/a?x=1&y=2"),
        ("<link>https://acme.example/a?x=1&y=2</link>", "https://acme.example/a?x=1&y=2"),
        ("<guid>https://acme.example/g</guid>", "https://acme.example/g"),
        ("<guid isPermaLink='false'>https://acme.example/g</guid>", ""),
        ("<link>javascript:alert(1)</link><guid>7</guid>", ""),
        ("<link>http://[bad</link>", ""),
        (
            "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' href='https://acme.example/b'/>",
            "https://acme.example/b",
        ),
        (
            "<link>https://feeds.feedburner.com/~r/acme/~3/x</link><feedburner:origLink>https://acme.example/o</feedburner:origLink>",
            "https://acme.example/o",
        ),
    ],
)
def test_the_link_of_an_entry_is_the_address_of_its_article(written: str, link: str) -> None:
    assert told(rss(f"<title>One</title>{written}")).entries[0].url == link


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Ben &amp; Jerry", "Ben & Jerry"),
        ("Ben & Jerry", "Ben & Jerry"),
        ("Ben &amp;amp; Jerry&amp;#8217;s", "Ben & Jerry’s"),
        ("<![CDATA[<b>Bold</b> &eacute;t&eacute;]]>", "Bold été"),
        ("Caf&eacute; &mdash; open", "Café — open"),
        ("&lt;i&gt;Wired&lt;/i&gt; on us", "Wired on us"),
        ("Vector&lt;T&gt; in 3 < 4 lines", "Vector<T> in 3"),
        ("a &lt; b", "a < b"),
        ("&undefined; stays", "&undefined; stays"),
        ("one\n   two", "one two"),
        ("x&#0;y&#1;z", "x\ufffdy\ufffdz"),
    ],
)
def test_titles_are_plain_text_however_they_were_escaped(written: str, title: str) -> None:
    assert told(rss(f"<title>{written}</title>")).entries[0].title.startswith(title)


def test_contents_are_lines_a_reader_sees_and_a_summary_they_repeat_is_not_told_twice() -> None:
    entry = told(
        "<rss xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><item><title>One</title>"
        "<description>We raised prices…</description>"
        "<content:encoded><![CDATA[<p>We raised prices.</p><script>x()</script><ul><li>Pro &euro;20</ul>]]></content:encoded>"
        "</item></channel></rss>"
    ).entries[0]
    assert entry.body == ("We raised prices.", "Pro €20")
    wrapped = told(rss("<title>Two</title><description>The first\n  line.\n\nThe next.</description>")).entries[0]
    assert wrapped.body == ("The first line.", "The next.")


def test_an_atom_entry_may_say_everything_in_its_own_way() -> None:
    feed = told(
        """<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:base="https://acme.example/news/"><a:title>Acme</a:title>
        <a:entry><a:title type="html">R&amp;amp;D &lt;b&gt;day&lt;/b&gt;</a:title><a:id>urn:1</a:id>
        <a:link rel="self" href="https://acme.example/api/1"/><a:link href="one"/>
        <a:updated>2024-05-01T10:00:00+02:00</a:updated><a:author><a:name>Ada</a:name></a:author>
        <a:category term="rd" label="Research"/>
        <a:content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>First.</p><p>Second <b>bold</b>.</p></div></a:content>
        </a:entry></a:feed>"""
    )
    entry = feed.entries[0]
    assert (feed.publisher, entry.title, entry.url, entry.author) == (
        "Acme",
        "R&D day",
        "https://acme.example/news/one",
        "Ada",
    )
    assert entry.published == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert (entry.body, entry.fields) == (("First.", "Second bold."), {"tags": "Research"})


def test_a_youtube_feed_tells_a_videos_words_and_keeps_its_numbers_apart() -> None:
    entry = told(
        """<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/"
        xmlns="http://www.w3.org/2005/Atom"><title>Acme</title><entry><id>yt:video:abc</id><yt:videoId>abc</yt:videoId>
        <title>Minutes in two minutes</title><link rel="alternate" href="https://www.youtube.com/watch?v=abc"/>
        <published>2026-03-01T10:00:00+00:00</published><media:group><media:title>M</media:title>
        <media:description>How it works.</media:description><media:community><media:starRating count="7"/>
        <media:statistics views="1234"/></media:community></media:group></entry></feed>"""
    ).entries[0]
    assert (entry.category, entry.body, entry.fields) == (
        "YouTube video",
        ("How it works.",),
        {"views": 1234, "likes": 7},
    )


def test_a_news_search_names_the_publisher_of_each_article() -> None:
    entry = told(
        rss(
            "<title>Acme buys Example - The Daily - The Times</title><source url='https://times.example'>The Times</source>"
            "<link>https://news.google.com/rss/articles/CBMiXYZ?oc=5</link><guid isPermaLink='false'>CBMiXYZ</guid>"
            "<description>&lt;a href='x'&gt;Acme buys Example - The Daily&lt;/a&gt;&amp;nbsp;The Times</description>",
            '<title>"acme" - Google News</title>',
        )
    ).entries[0]
    assert (entry.title, entry.publisher, entry.guid, entry.body) == (
        "Acme buys Example - The Daily",
        "The Times",
        "CBMiXYZ",
        (),
    )


def test_a_content_that_was_packed_is_unpacked_and_a_picture_is_no_text() -> None:
    def body(content: str) -> tuple[str, ...]:
        return (
            told(f'<feed xmlns="http://purl.org/atom/ns#"><entry><title>T</title>{content}</entry></feed>')
            .entries[0]
            .body
        )

    assert body('<content mode="base64" type="text/html">PHA+SGk8L3A+</content>') == ("Hi",)
    assert body('<content mode="base64" type="text/html">A</content>') == ()
    assert body('<content type="image/png">iVBORw0KGgo</content>') == ()


def test_an_episode_is_called_and_linked_as_its_maker_says() -> None:
    entry = told(
        "<rss xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel><item><itunes:title>One</itunes:title>"
        "<enclosure url='https://acme.example/1.mp3'/><guid isPermaLink='false'>e1</guid></item></channel></rss>"
    ).entries[0]
    assert (entry.title, entry.url, entry.guid) == ("One", "https://acme.example/1.mp3", "e1")


def test_titles_of_other_vocabularies_are_not_the_entrys() -> None:
    read = told(
        "<rss xmlns:z='urn:z'><channel><z:title>No</z:title><title>Yes</title><item><z:title>other</z:title><title>mine</title>"
        "<n:Source xmlns:n='https://www.bing.com/news'>BBC</n:Source></item></channel></rss>"
    )
    assert (read.publisher, read.entries[0].title, read.entries[0].publisher) == ("Yes", "mine", "BBC")


def test_of_an_endless_feed_that_begins_with_its_oldest_the_end_is_read() -> None:
    items = "".join(f"<item><title>{n}</title><pubDate>{2000 + n // 200}-01-01</pubDate></item>" for n in range(3_000))
    read = told(f"<rss><channel>{items}</channel></rss>")
    assert (read.entries[-1].title, read.reasons) == ("2999", ("1,000 further entries were not read.",))


def test_the_language_of_a_feed_says_which_number_is_the_day() -> None:
    for language, month in (("en-us", 3), ("en-GB", 4), ("de", 4)):
        entry = told(rss("<pubDate>03/04/2024</pubDate>", f"<language>{language}</language>")).entries[0]
        assert entry.published is not None
        assert entry.published.month == month
    assert told(rss("<pubDate>03/04/2024</pubDate>")).entries[0].published is None


WORDS = "<title>Größe zählt für Acme</title>"


@pytest.mark.parametrize(
    ("declared", "written", "charset"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("iso-8859-1", "latin-1", "utf-8"),
        ("iso-8859-1", "utf-8", "utf-8"),  # says Latin, is UTF-8
        ("utf-8", "windows-1252", "utf-8"),  # says UTF-8, is Windows
        ("", "windows-1252", "windows-1252"),
        ("utf-16", "utf-16", "utf-8"),
        ("utf-16", "utf-8", "utf-8"),
        ("nonsense-9", "utf-8", "also-nonsense"),
        ("utf-7", "utf-8", "utf-8"),
    ],
)
def test_a_feed_is_decoded_as_it_is_not_as_it_says(declared: str, written: str, charset: str) -> None:
    prologue = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    assert told((prologue + rss(WORDS)).encode(written), charset=charset).entries[0].title == "Größe zählt für Acme"


def test_a_broken_character_does_not_garble_the_rest() -> None:
    body = rss("<title>Größe zählt für Größe BROKEN</title>").encode().replace(b"BROKEN", b"\xe4!")
    assert told(body).entries[0].title == "Größe zählt für Größe \ufffd!"


def test_what_stands_before_a_feed_is_passed_over() -> None:
    before = "\n\n<br />\n<b>Warning</b>: Cannot modify header\n<!-- made by hand -->\n<?xml version='1.0'?>"
    assert told(before + rss("<title>One</title>")).entries[0].title == "One"


def test_a_feed_is_told_in_a_line() -> None:
    response = page(URL, rss("<title>One</title>"))
    assert feed_preview(response) == "Acme blog: 1 entry"
    assert feed_preview(page(URL, "<rss><channel/></rss>")) == "A feed without a title: 0 entries"
    assert feed_preview(page(URL, "<html><body><rss>no</rss></body></html>")) is None
    assert feed_preview(page(URL, '{"items": []}')) is None

"""Ratings as a state and reviews as events: from pages, app stores and exported tables."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competedexter.integrations.web.protocol import WebResponse
from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.kinds.reviews import ReviewsCrawler
from competedexter.market.crawlers.outside import NothingToRead, Outside
from competedexter.market.crawlers.reading.review import mark
from competedexter.market.evidence.listings import Event, EventsRecord, Rating, RatingsRecord

URL = "https://www.g2.com/products/acme/reviews"
SOURCE = SourceRef(UUID(int=1), UUID(int=2), "reviews", URL, {})
CRAWLER = ReviewsCrawler()


def read(response: WebResponse) -> list[Finding]:
    findings = list(CRAWLER.read(SOURCE, response))
    assert len({finding.text for finding in findings}) == 1
    return findings


def events(response: WebResponse) -> tuple[Event, ...]:
    return next(one.record.events for one in read(response) if isinstance(one.record, EventsRecord))


def ratings(response: WebResponse) -> tuple[Rating, ...]:
    return next(one.record.ratings for one in read(response) if isinstance(one.record, RatingsRecord))


HTML = """<html><head><script type="application/ld+json">{"@type": "SoftwareApplication", "name": "Acme", "aggregateRating":
{"@type": "AggregateRating", "ratingValue": "4.6", "reviewCount": "1,234"}, "review": [
{"@type": "Review", "name": "Saves hours", "reviewBody": "Minutes write themselves.", "datePublished": "2026-03-02",
 "author": {"@type": "Person", "name": "Ann"}, "reviewRating": {"@type": "Rating", "ratingValue": 4.5}},
{"@type": "Review", "reviewBody": "It lost a meeting.", "author": "Bob", "reviewRating": {"ratingValue": "2", "bestRating": "10"}}]}
</script></head><body><p>Reviews of Acme</p></body></html>"""


def test_a_page_tells_its_rating_and_its_reviews() -> None:
    first, second = read(page(URL, HTML))
    assert (first.snapshot_type, second.snapshot_type, first.title) == ("ratings", "reviews", "Reviews at G2")
    (rating,) = ratings(page(URL, HTML))
    assert (rating.publisher, rating.product, rating.rating, rating.best, rating.count) == (
        "G2", "Acme", Decimal("4.6"), Decimal(5), 1234,
    )  # fmt: skip
    one, two = events(page(URL, HTML))
    assert (one.what, one.title, one.author, one.occurred_at) == (
        "review",
        "Saves hours",
        "Ann",
        datetime(2026, 3, 2, tzinfo=UTC),
    )
    assert one.fields == {"publisher": "G2", "rating": "4.5", "best": "5", "product": "Acme"}
    assert (two.title, two.author, two.fields["best"]) == ("It lost a meeting.", "Bob", "10")
    assert first.text[one.start : one.end] == "Saves hours\n4.5 out of 5\nBy Ann\nMinutes write themselves."
    assert first.quality.reasons == ("1 of 2 reviews had no date",)


def test_microdata_tells_the_same() -> None:
    html = """<div itemscope itemtype="https://schema.org/Product"><b itemprop="name">Acme</b><div itemprop="aggregateRating" itemscope
    itemtype="https://schema.org/AggregateRating"><span itemprop="ratingValue">4.4</span> of <meta itemprop="bestRating" content="5">
    <span itemprop="ratingCount">89</span></div><div itemprop="review" itemscope itemtype="https://schema.org/Review">
    <span itemprop="name">Fine</span><span itemprop="author">Eve</span><meta itemprop="datePublished" content="2025-01-02"></div></div>"""
    (rating,) = ratings(page(URL, html))
    assert (rating.product, rating.rating, rating.count) == ("Acme", Decimal("4.4"), 89)
    (review,) = events(page(URL, html))
    assert (review.title, review.author, review.fields["product"]) == ("Fine", "Eve", "Acme")


def test_the_same_review_seen_again_has_the_same_key_and_another_one_has_not() -> None:
    again = HTML.replace('"1,234"', '"1,300"').replace("<p>Reviews", "<p>All reviews")
    keys = [event.key for event in events(page(URL, HTML))]
    assert [event.key for event in events(page(URL + "?page=2", again))] == keys
    assert len(set(keys)) == 2


LOOKUP = {"resultCount": 1, "results": [{"trackName": "Acme", "averageUserRating": 4.65432, "userRatingCount": 1200}]}


def entry(number: int, **more: object) -> dict[str, object]:
    return {
        "author": {"name": {"label": f"User {number}"}}, "updated": {"label": "2026-03-02T04:05:06-07:00"},
        "im:rating": {"label": "4"}, "id": {"label": str(number)}, "title": {"label": f"Good {number}"},
        "content": {"label": "Works."},
    } | more  # fmt: skip


FEED = {"feed": {"id": {"label": "https://mzstoreservices/customerreviews/id=1"}, "entry": [
    {"im:name": {"label": "Acme"}, "title": {"label": "Acme - the app"}}, entry(1), entry(2)]}}  # fmt: skip


async def test_an_app_is_its_rating_and_its_newest_reviews() -> None:
    base = "http://127.0.0.1:9"
    lookup, feed = (
        f"{base}/lookup?id=123456&country=de",
        f"{base}/de/rss/customerreviews/page=1/id=123456/sortby=mostrecent/json",
    )
    web = ScriptedWebClient({
        lookup: page(lookup, orjson.dumps(LOOKUP), content_type="text/javascript"),
        feed: page(feed, orjson.dumps(FEED), content_type="text/javascript"),
    })  # fmt: skip
    source = replace(
        SOURCE, url="https://apps.apple.com/de/app/acme/id123456", outside=Outside({"https://itunes.apple.com": base})
    )
    response = await CRAWLER.fetch(source, web)
    (rating,) = ratings(response)
    assert (rating.publisher, rating.product, rating.rating, rating.count) == (
        "App Store",
        "Acme",
        Decimal("4.65"),
        1200,
    )
    told = [(one.key, one.title, one.author, one.occurred_at) for one in events(response)]
    at = datetime(2026, 3, 2, 11, 5, 6, tzinfo=UTC)
    assert told == [("app store:1", "Good 1", "User 1", at), ("app store:2", "Good 2", "User 2", at)]


def test_a_feed_of_one_review_is_no_list() -> None:
    one = {"feed": {"entry": entry(7)}}
    assert [event.key for event in events(page(URL, orjson.dumps(one), content_type="application/json"))] == [
        "app store:7"
    ]


def test_the_atom_form_of_the_feed_gives_the_same_keys() -> None:
    atom = """<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY x "bomb">]><feed xmlns="http://www.w3.org/2005/Atom"
    xmlns:im="http://itunes.apple.com/rss"><entry><id>1</id><title>Good 1</title><content type="text">Works. &x;</content>
    <im:rating>4</im:rating><updated>2026-03-02T11:05:06Z</updated><author><name>User 1</name></author></entry></feed>"""
    (review,) = events(page(URL, atom, content_type="application/atom+xml"))
    assert (review.key, review.author, review.fields["rating"]) == ("app store:1", "User 1", "4")


CSV = """\ufeffReview ID;Submitted At;Overall Rating;Title;Reviewer;What do you like best?;What do you dislike?
77;2026-02-01;4.5 out of 5;Great;Ann;Fast;Price
78;02/30/2026;★★;;Bob;;
;;;;;;
"""


def test_an_exported_table_is_read_by_its_column_names() -> None:
    source = replace(SOURCE, config={"publisher": "Capterra"})
    (finding,) = CRAWLER.read(source, page(URL, CSV, content_type="text/csv"))
    assert isinstance(finding.record, EventsRecord)
    one, two = finding.record.events
    assert (one.key, one.title, one.author, one.fields["rating"]) == ("capterra:77", "Great", "Ann", "4.5")
    assert finding.text[one.start : one.end].endswith("Pros: Fast Cons: Price")
    assert (two.title, two.occurred_at, two.fields["rating"]) == ("(untitled)", None, "2")
    assert finding.quality.reasons == ("1 of 2 reviews had no title", "1 of 2 reviews had no date")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"jobs": []}', "application/json"),
        (b"<rss><channel/></rss>", "application/rss+xml"),
        (b"city,people\nOslo,7\n", "text/csv"),
        (b"{", "application/json"),
    ],
)
def test_what_has_no_reviews_is_refused_in_words(body: bytes, kind: str) -> None:
    with pytest.raises(NothingToRead):
        CRAWLER.read(SOURCE, page(URL, body, content_type=kind))


def test_a_page_without_ratings_says_so() -> None:
    (finding,) = read(page(URL, "<html><body><p>Rated 5 stars by everyone</p></body></html>"))
    assert finding.record == RatingsRecord()
    assert finding.quality.reasons == ("no rating and no review was found",)


@pytest.mark.parametrize(
    ("told", "best", "wanted"),
    [
        (4.5, None, ("4.5", "5")), ("4,5", None, ("4.5", "5")), ("9.1/10", None, ("9.1", "10")), ("87", None, ("87", "100")),
        ("★★★★", None, ("4", "5")), ("8", 10, ("8", "10")), ("4.65432", 5, ("4.65", "5")), ("0", 5, None), ("six", 5, None),
        ("6", 5, None), (True, None, None), (None, None, None), ("NaN", "NaN", None), ("10", "10", ("10", "10")),
    ],
)  # fmt: skip
def test_marks_in_the_ways_they_are_written(told: object, best: object, wanted: tuple[str, str] | None) -> None:
    found = mark(told, best)
    assert (found and (format(found[0], "f"), format(found[1], "f"))) == wanted


values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["@type", "aggregateRating", "ratingValue", "review", "author", "name", "feed", "entry", "im:rating",
                         "label", "results", "resultCount", "averageUserRating", "bestRating", "ratingCount"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(value=values, kind=st.sampled_from(["Review", "AggregateRating", "Product"]))
def test_no_data_breaks_it(value: object, kind: str) -> None:
    told = {
        "@type": kind,
        "aggregateRating": value,
        "review": value,
        "reviewRating": value,
        "ratingValue": value,
        "author": value,
    }
    body = orjson.dumps(told, option=orjson.OPT_NON_STR_KEYS).decode().replace("<", "")
    read(page(URL, f'<html><script type="application/ld+json">{body}</script>'))
    for answer in ({"feed": {"id": "customerreviews", "entry": value}}, {"resultCount": 1, "results": [value]}):
        read(page(URL, orjson.dumps(answer), content_type="application/json"))

"""Apple's App Store: the lookup of an app (its rating) and its feed of customer reviews, in JSON and in Atom.

https://performance-partners.apple.com/search-api for the lookup; the feed is rss/customerreviews of itunes.apple.com.
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from competedexter.market.crawlers.reading.feed_dates import feed_date
from competedexter.market.crawlers.reading.review import (
    MAX_BODY,
    MAX_REVIEWS,
    UNTITLED,
    FoundRating,
    FoundReview,
    FoundReviews,
    count_of,
    mark,
    words,
)

PUBLISHER: Final = "App Store"
MAX_XML: Final = 5 * 1024 * 1024  # bytes; a feed of fifty reviews is under 200 KB


def app_store_reviews(answer: object) -> FoundReviews | None:
    """What a JSON answer says; None when it is neither a lookup nor a feed of reviews."""
    if not isinstance(answer, dict):
        return None
    results = answer.get("results")
    if "resultCount" in answer and isinstance(results, list):
        return FoundReviews(PUBLISHER, tuple(rating for one in results[:20] for rating in _rating(one)))
    feed = answer.get("feed")
    if not isinstance(feed, dict) or not (
        "customerreviews" in str(feed)[:20_000] or "im:rating" in str(feed)[:200_000]
    ):
        return None
    entries = feed.get("entry", [])
    listed = entries if isinstance(entries, list) else [entries]
    reviews = tuple(review for one in listed[: MAX_REVIEWS + 1] for review in _entry(one))
    return FoundReviews(PUBLISHER, (), reviews)


def _rating(app: object) -> Iterator[FoundRating]:
    read = mark(app.get("averageUserRating"), 5) if isinstance(app, dict) else None
    if read is not None and isinstance(app, dict):
        yield FoundRating(PUBLISHER, words(app.get("trackName")), *read, count_of(app.get("userRatingCount")))


def _entry(entry: object) -> Iterator[FoundReview]:
    """An entry with a mark; the first of a feed is the app itself and has none."""
    read = mark(_label(entry, "im:rating"), 5)
    if read is None:
        return
    body = words(_label(entry, "content"), MAX_BODY)
    yield FoundReview(
        publisher=PUBLISHER,
        title=words(_label(entry, "title")) or body[:80] or UNTITLED,
        body=body,
        author=words(_label(entry, "author", "name")),
        at=feed_date(words(_label(entry, "updated"))),
        rating=read[0],
        best=read[1],
        key=words(_label(entry, "id")),
    )


def _label(entry: object, *path: str) -> object:
    here = entry
    for name in path:
        here = here.get(name) if isinstance(here, dict) else None
    return here.get("label") if isinstance(here, dict) else None


def app_store_atom(body: bytes) -> FoundReviews | None:
    """What an Atom answer says; None when it is no feed of reviews. No entity is read, nothing is fetched, never raises."""
    if b"im:rating" not in body and b"customerreviews" not in body:
        return None
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(body[:MAX_XML], parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    entries = [one for one in root if _name(one) == "entry"] if root is not None else []
    return FoundReviews(
        PUBLISHER, (), tuple(review for one in entries[: MAX_REVIEWS + 1] for review in _atom_entry(one))
    )


def _atom_entry(entry: "etree._Element") -> Iterator[FoundReview]:
    told = {_name(child): child for child in reversed(list(entry)) if child.get("type") != "html"}
    read = mark(_text(told.get("rating")), 5)
    if read is None:
        return
    author = told.get("author")
    names = [_text(child) for child in author if _name(child) == "name"] if author is not None else []
    body = words(_text(told.get("content")), MAX_BODY)
    yield FoundReview(
        publisher=PUBLISHER,
        title=words(_text(told.get("title"))) or body[:80] or UNTITLED,
        body=body,
        author=words(next(iter(names), "")),
        at=feed_date(_text(told.get("updated"))),
        rating=read[0],
        best=read[1],
        key=words(_text(told.get("id"))),
    )


def _text(element: "etree._Element | None") -> str:
    return (element.text or "").strip() if element is not None else ""


def _name(element: "etree._Element") -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""

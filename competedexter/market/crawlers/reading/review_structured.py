"""Ratings and reviews as pages tell machines: schema.org AggregateRating and Review, in JSON-LD or microdata."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from competedexter.market.crawlers.reading.feed_dates import feed_date
from competedexter.market.crawlers.reading.review import (
    BEST,
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
from competedexter.market.crawlers.reading.structured_data import Item, StructuredData

_PUBLISHERS = {"play.google.com": "Google Play", "apps.apple.com": "App Store", "g2.com": "G2", "capterra.com": "Capterra",
               "trustpilot.com": "Trustpilot", "gartner.com": "Gartner", "trustradius.com": "TrustRadius"}  # fmt: skip


def publisher_of(url: str) -> str:
    """Who publishes what stands at an address: a known name, else its host."""
    try:
        host = (urlsplit(url).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""
    return next((name for known, name in _PUBLISHERS.items() if host == known or host.endswith("." + known)), host)


def structured_reviews(data: StructuredData, url: str) -> FoundReviews:
    """Each rating and each review of a page once. Never raises."""
    publisher = publisher_of(url)
    ratings = {(one.product, one.rating, one.best): one for one in _ratings(data, publisher)}
    reviews = {one.identity: one for one in _reviews(data, publisher)}
    return FoundReviews(publisher, _named(list(ratings.values())), tuple(reviews.values())[: MAX_REVIEWS + 1])


def _named(ratings: list[FoundRating]) -> tuple[FoundRating, ...]:
    """One that names its product tells also the same one told without a name."""
    named = {(one.rating, one.best) for one in ratings if one.product}
    return tuple(one for one in ratings if one.product or (one.rating, one.best) not in named)[:MAX_REVIEWS]


def _ratings(data: StructuredData, publisher: str) -> Iterator[FoundRating]:
    for item in data.items:
        for told in _each(item.get("aggregateRating")):
            yield from _rating(told, words(item.get("name")), publisher)
    for item in data.of_type("AggregateRating"):
        yield from _rating(item, _name(item.get("itemReviewed")), publisher)


def _rating(told: Item, product: str, publisher: str) -> Iterator[FoundRating]:
    read = mark(told.get("ratingValue"), told.get("bestRating"))
    if read is not None:
        count = count_of(told.get("ratingCount", told.get("reviewCount")))
        yield FoundRating(publisher, product, *read, count)


def _reviews(data: StructuredData, publisher: str) -> Iterator[FoundReview]:
    owners = {
        id(review): item for item in data.items for name in ("review", "reviews") for review in _each(item.get(name))
    }
    for item in data.of_type("Review", "UserReview", "CriticReview"):
        owner = owners.get(id(item))
        product = _name(item.get("itemReviewed")) or (words(owner.get("name")) if owner else "")
        yield _review(item, product, publisher)


def _review(item: Item, product: str, publisher: str) -> FoundReview:
    body = words(item.get("reviewBody") or item.get("description"), MAX_BODY)
    told = next(iter(_each(item.get("reviewRating"))), None)
    read = mark(told.get("ratingValue"), told.get("bestRating")) if told else mark(item.get("reviewRating"))
    title = words(item.get("headline")) or words(item.get("name")) or body[:80] or UNTITLED
    return FoundReview(
        publisher=publisher,
        title=title,
        body=body,
        author=_name(item.get("author")),
        at=feed_date(words(item.get("datePublished")) or words(item.get("dateCreated"))),
        product=product,
        url=words(item.get("url"), 2_000),
        rating=read[0] if read else None,
        best=read[1] if read else BEST,
    )


def _each(value: object) -> list[Item]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)][:MAX_REVIEWS]


def _name(value: object) -> str:
    first = value[0] if isinstance(value, list) and value else value
    return words(first.get("name")) if isinstance(first, dict) else words(first)

"""Ratings and reviews written down: one text, a state of the ratings, an event for each review."""

from collections.abc import Sequence

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.reading.listing_text import ListingText
from competedexter.market.crawlers.reading.review import MAX_REVIEWS, UNTITLED, FoundRating, FoundReview, FoundReviews
from competedexter.market.evidence.listings import Event, EventsRecord, Plain, Rating, RatingsRecord
from competedexter.market.evidence.records import Quality, Record


def findings_of(source: SourceRef, response: WebResponse, found: FoundReviews) -> Sequence[Finding]:
    """The ratings first; an address that tells neither ratings nor reviews gives a record of none, and says so."""
    text = ListingText()
    ratings = tuple(_rating(one, text) for one in found.ratings)
    reviews = tuple(_event(one, text) for one in found.reviews[:MAX_REVIEWS])
    quality = _quality(found)
    records: list[tuple[str, Record]] = []
    if ratings or not reviews:
        records.append(("ratings", RatingsRecord(ratings=ratings)))
    if reviews:
        records.append(("reviews", EventsRecord(publisher=found.publisher, events=reviews)))
    title = " ".join(part for part in ("Reviews", "at" if found.publisher else "", found.publisher) if part)
    return tuple(
        Finding(
            url=source.url,
            title=title,
            text=text.text or "No rating and no review was found.",
            data_type=source.source_type,
            snapshot_type=kind,
            record=record,
            quality=quality,
        )
        for kind, record in records
    )


def _rating(found: FoundRating, text: ListingText) -> Rating:
    counted = f" of {found.count:,} ratings" if found.count is not None else ""
    start, end = text.tell([f"{found.product or found.publisher}: {found.rating} out of {found.best}{counted}"])
    return Rating(
        publisher=found.publisher, product=found.product, rating=found.rating, best=found.best, count=found.count,
        start=start, end=end,
    )  # fmt: skip


def _event(found: FoundReview, text: ListingText) -> Event:
    marked = f"{found.rating} out of {found.best}" if found.rating is not None else ""
    by = f"By {found.author}" if found.author else ""
    body = found.body if found.body != found.title else ""
    start, end = text.tell([found.title, marked, by, body])
    fields: dict[str, Plain] = {"publisher": found.publisher}
    if found.rating is not None:
        fields |= {"rating": str(found.rating), "best": str(found.best)}
    if found.product:
        fields["product"] = found.product
    return Event(
        key=found.identity, what="review", title=found.title, url=found.url, occurred_at=found.at, author=found.author,
        category=f"{found.publisher} review".strip(), fields=fields, start=start, end=end,
    )  # fmt: skip


def _quality(found: FoundReviews) -> Quality:
    if not found.ratings and not found.reviews:
        return Quality(score=0.6, reasons=("no rating and no review was found",))
    count = len(found.reviews)
    faults = {
        "had no title": sum(review.title == UNTITLED for review in found.reviews),
        "had no date": sum(review.at is None for review in found.reviews),
        "had no mark": sum(review.rating is None for review in found.reviews),
    }
    reasons = [f"{missing} of {count} reviews {what}" for what, missing in faults.items() if missing]
    score = 1.0 - sum(0.15 * missing / count for missing in faults.values()) if count else 1.0
    if count > MAX_REVIEWS:
        reasons.append(f"only the first {MAX_REVIEWS:,} reviews were read")
    return Quality(score=round(score, 2), reasons=tuple(reasons))

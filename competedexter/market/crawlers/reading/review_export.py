"""Reviews exported as a table (G2, Capterra and the like): columns are known by what vendors call them."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.outside import NothingToRead
from competedexter.market.crawlers.reading.custom_csv import table_of
from competedexter.market.crawlers.reading.feed_dates import feed_date
from competedexter.market.crawlers.reading.review import (
    BEST,
    MAX_BODY,
    MAX_REVIEWS,
    UNTITLED,
    FoundReview,
    FoundReviews,
    mark,
    words,
)

_COLUMNS: Final = {
    "key": ("review id", "id", "review url id", "survey response id"),
    "title": ("title", "review title", "headline", "summary", "review headline"),
    "rating": ("overall rating", "rating", "star rating", "stars", "score", "overall", "review rating", "overall score"),
    "date": ("date", "review date", "submitted at", "submitted", "published", "published at", "date published",
             "published date", "created", "created at", "submission date", "review published", "updated"),
    "author": ("reviewer", "author", "reviewer name", "user", "name", "user name", "username", "display name"),
    "body": ("review", "review text", "body", "text", "comment", "comments", "overall comments", "content", "description"),
    "pros": ("pros", "what do you like best", "what do you like best about the product", "likes", "love", "positives"),
    "cons": ("cons", "what do you dislike", "what do you dislike about the product", "dislikes", "hate", "negatives"),
    "product": ("product", "product name", "software", "app", "listing"),
    "url": ("url", "link", "review url", "review link"),
}  # fmt: skip


def exported_reviews(response: WebResponse, publisher: str) -> FoundReviews:
    """Raises NothingToRead for what is no table, or one without marks or words."""
    table = table_of(response)
    places = _places(table.header)
    if "rating" not in places or not {"title", "body", "pros", "cons"} & set(places):
        shown = ", ".join(name[:40] for name in table.header[:12])
        raise NothingToRead(reason=f"The table is no export of reviews: it has no marks or no words. It has: {shown}.")
    rows = (_review(row, places, publisher) for row in table.rows[: MAX_REVIEWS + 1])
    return FoundReviews(publisher, (), tuple(one for one in rows if one is not None))


def _places(header: Sequence[str]) -> dict[str, int]:
    """Which column says what; earlier names of _COLUMNS before later ones."""
    named = {re.sub(r"\W+", " ", name.casefold()).strip(): at for at, name in reversed(list(enumerate(header)))}
    return {field: named[name] for field, names in _COLUMNS.items() for name in reversed(names) if name in named}


def _review(row: Sequence[str], places: Mapping[str, int], publisher: str) -> FoundReview | None:
    def cell(field: str, limit: int = 2_000) -> str:
        at = places.get(field)
        return words(row[at], limit) if at is not None and at < len(row) else ""

    if not any(cell.strip() for cell in row):
        return None
    parts = [
        cell("body", MAX_BODY),
        *(f"{name.capitalize()}: {told}" for name in ("pros", "cons") if (told := cell(name))),
    ]
    body, read = " ".join(part for part in parts if part)[:MAX_BODY], mark(cell("rating"))
    return FoundReview(
        publisher=publisher,
        title=cell("title", 200) or body[:80] or UNTITLED,
        body=body,
        author=cell("author", 200),
        at=feed_date(cell("date", 100)),
        rating=read[0] if read else None,
        best=read[1] if read else BEST,
        product=cell("product", 200),
        url=cell("url"),
        key=cell("key", 200),
    )

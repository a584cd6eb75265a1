"""A rating and a review before they have a place in a text; marks as publishers write them."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

MAX_REVIEWS: Final = 1_000  # of one look
MAX_TITLE: Final = 200  # characters
MAX_BODY: Final = 10_000  # characters
BEST: Final = Decimal(5)  # what marks are out of where nobody says
UNTITLED: Final = "(untitled)"
_NUMBER = re.compile(r"(\d{1,3}(?:[.,]\d{1,10})?)(?:\s*(?:/|out of|of|von|sur|de)\s*(\d{1,3}))?", re.IGNORECASE)
_STARS: Final = "★⭐"


@dataclass(frozen=True)
class FoundRating:
    """A mean mark out of `best`; `count` is of how many, None when not said."""

    publisher: str
    product: str
    rating: Decimal
    best: Decimal
    count: int | None


@dataclass(frozen=True)
class FoundReview:
    """`key` is the publisher's own id, "" when it has none."""

    publisher: str
    title: str
    body: str = ""
    author: str = ""
    at: datetime | None = None
    rating: Decimal | None = None
    best: Decimal = BEST
    product: str = ""
    url: str = ""
    key: str = ""

    @property
    def identity(self) -> str:
        """The same wherever the same publisher shows it: its id, else who said what and when."""
        if self.key:
            return f"{self.publisher.casefold()}:{self.key}"[:300]
        day = f"{self.at:%Y-%m-%d}" if self.at else ""
        told = "\n".join((self.publisher.casefold(), self.author, day, self.title, self.body[:200]))
        return f"review:{hashlib.sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


@dataclass(frozen=True)
class FoundReviews:
    publisher: str
    ratings: tuple[FoundRating, ...] = ()
    reviews: tuple[FoundReview, ...] = ()


def mark(value: object, best: object = None) -> tuple[Decimal, Decimal] | None:
    """(mark, best) of 4.5, "4,5", "4/5", "9 out of 10", "★★★★"; two decimals. None for what is no mark.

    Without a best it is 5, or the 10 or 100 that the mark needs.
    """
    text = str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    stars = sum(text.count(sign) for sign in _STARS)
    found = _NUMBER.search(text[:100])
    number = Decimal(stars) if stars and found is None else _decimal(found[1]) if found else None
    told = _decimal(found[2]) if found and found[2] else None
    if number is None or number < 0:
        return None
    limit = told or _best(best) or next((Decimal(top) for top in (5, 10, 100) if number <= top), None)
    if limit is None or not 0 < number <= limit:
        return None
    return number.quantize(Decimal("0.01")).normalize() + 0, limit


def count_of(value: object) -> int | None:
    """A count as a number or with separators ("1,234"); None when it is none."""
    digits = (
        re.sub(r"[\s,.]", "", str(value))
        if isinstance(value, str | int | float) and not isinstance(value, bool)
        else ""
    )
    if isinstance(value, float):
        digits = str(int(value)) if 0 <= value < 1e12 else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 13 else None


def words(value: object, limit: int = MAX_TITLE) -> str:
    """A text on one line, cut; "" for what is no text."""
    is_plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    return " ".join(str(value)[: limit * 2].split())[:limit] if is_plain else ""


def _best(best: object) -> Decimal | None:
    text = str(best) if isinstance(best, str | int | float) and not isinstance(best, bool) else ""
    number = _decimal(text)
    return number if number is not None and 0 < number <= 1_000 else None


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None

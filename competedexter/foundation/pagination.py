"""Pages by number (small lists) and by cursor (facts): a cursor names the last row seen, so row 100,000 costs what row 1 does."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from .errors import InvalidRequest

DEFAULT_PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
MAX_PAGE = 100_000  # beyond it an offset only burns the database; use a cursor


class BadCursor(InvalidRequest):
    code = "bad_cursor"
    sentence = "This cursor is not one of ours. Start again without it."


def _bad_cursor() -> BadCursor:
    return BadCursor(details=[{"field": "cursor", "reason": BadCursor.sentence}])


@dataclass(frozen=True)
class Cursor:
    """The last row of a page ordered by (at, id) descending."""

    at: datetime
    id: UUID

    def encode(self) -> str:
        return base64.urlsafe_b64encode(f"{self.at.isoformat()}|{self.id}".encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """Raises BadCursor for anything `encode` did not write."""
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
            at, _, id_ = raw.partition("|")
            moment = datetime.fromisoformat(at)
            cursor = cls(moment, UUID(id_))
        except (ValueError, binascii.Error) as error:
            raise _bad_cursor() from error
        if moment.tzinfo is None:
            raise _bad_cursor()
        return cursor


@dataclass(frozen=True)
class PageRequest:
    """`page` counts from 1; with a cursor the page number is ignored."""

    page: int = 1
    page_size: int = DEFAULT_PAGE_SIZE
    cursor: Cursor | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.page <= MAX_PAGE or not 1 <= self.page_size <= MAX_PAGE_SIZE:
            raise InvalidRequest(details=[{"field": "page", "reason": f"page from 1, pageSize 1-{MAX_PAGE_SIZE}"}])

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.page_size

"""What comes into and goes out of evidence (api.md "Document", "Source")."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from competedexter.foundation.views import Moment, View

from .listings import Event
from .records import Block, Quality, Record


@dataclass(frozen=True)
class NewDocument:
    """What a look brought, ready to be kept. `blocks` are those of the page record, for passages."""

    source_id: UUID
    competitor_id: UUID
    crawl_run_id: UUID | None
    data_type: str
    url: str
    title: str
    text: str
    records: tuple[Record, ...]
    blocks: tuple[Block, ...]
    quality: Quality
    suspect: bool
    archive_key: str
    raw: dict[str, Any]  # Any: status, media type and the headers that matter
    extractor_version: str
    observed_at: datetime
    occurred_at: datetime | None = None
    split: bool = False  # its events become documents of their own: they are found by search, it is not


@dataclass(frozen=True)
class EventDocument:
    """An event as a document of its own, as changes tell it."""

    document_id: UUID
    text: str
    event: Event
    observed_at: datetime


@dataclass(frozen=True)
class NewObject:
    """A body in the archive."""

    key: str
    size: int
    stored_size: int
    media_type: str
    checksum: str


@dataclass(frozen=True)
class NewPassage:
    """A passage on its way into the index, the `position`th of its document; `terms` in order, with repeats."""

    position: int
    start: int
    end: int
    heading: str
    text: str
    terms: list[str]


class DocumentView(View):
    id: UUID
    competitor_id: UUID
    source_id: UUID
    data_type: str
    title: str
    source_url: str
    observed_at: Moment
    occurred_at: Moment | None
    created_at: Moment
    quality: float
    quality_reasons: tuple[str, ...]
    suspect: bool
    content_hash: str
    screenshot_at: Moment | None = None  # when the picture of the page was taken, if there is one
    raw_let_go_at: Moment | None = None  # when the raw page was let go, being older than the plan's history
    text: str
    processed_data: dict[str, Any]  # Any: the typed records as JSON


class DocumentLine(View):
    """A document in a list: without its text."""

    id: UUID
    competitor_id: UUID
    source_id: UUID
    data_type: str
    title: str
    source_url: str
    observed_at: Moment
    occurred_at: Moment | None
    quality: float
    suspect: bool
    length: int


class DocumentRecord(DocumentLine):
    """A document in a list with what was read in it. When it is too long for that, `complete` is false: `text` is its
    beginning and `processed_data` null; the document itself has both."""

    created_at: Moment
    quality_reasons: tuple[str, ...]
    content_hash: str
    complete: bool
    text: str
    processed_data: dict[str, Any] | None  # Any: as above


@dataclass(frozen=True)
class RawDocument:
    """Where the raw bytes are and what they are; `charset` as it was read, empty where nobody told."""

    archive_key: str
    media_type: str
    charset: str = ""


@dataclass(frozen=True)
class DocumentFilters:
    competitor_id: UUID | None = None
    source_id: UUID | None = None
    data_type: str | None = None
    latest: bool = False  # one per type
    as_of: datetime | None = None


@dataclass(frozen=True)
class SearchQuery:
    """`as_of` counts observed time: nothing seen later is found, or weighs in the ranking."""

    text: str
    competitor_ids: tuple[UUID, ...] = ()
    data_types: tuple[str, ...] = ()
    as_of: datetime | None = None
    limit: int = 10
    include_archived: bool = False  # competitors that are archived, when none is asked for


@dataclass(frozen=True)
class Quote:
    """A span of a document's text: `document.text[start:end] == quote`."""

    document_id: UUID
    competitor_id: UUID
    source_id: UUID
    title: str
    url: str
    start: int
    end: int
    quote: str
    observed_at: datetime


@dataclass(frozen=True)
class SearchHit(Quote):
    heading: str = ""
    score: float = 0.0
    data_type: str = "website"

"""The socket a source type plugs into: web in, findings out, no database."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from competedexter.integrations.web.protocol import WebClient, WebResponse
from competedexter.market.evidence.records import Block, Quality, Record

from .outside import Outside


@dataclass(frozen=True)
class SourceRef:
    """What a crawler is told of a source. `etag` and `last_modified` are those of the last good answer.

    `before` is what was read there last, and only given where the answer adds to it (a webhook's item, not a list).
    """

    source_id: uuid.UUID
    competitor_id: uuid.UUID
    source_type: str
    url: str
    config: dict[str, object]
    etag: str | None = None
    last_modified: str | None = None
    outside: Outside = field(default_factory=Outside)
    before: Record | None = None


@dataclass(frozen=True)
class Finding:
    """One thing read: `text` is the document's immutable text, `record` its typed form with spans into that text.

    All findings of one look share one text. Events of an EventsRecord become documents of their own besides.

    `occurred_at` is when the site says it happened, None when it does not say.
    """

    url: str
    title: str
    text: str
    data_type: str
    snapshot_type: str
    record: Record
    quality: Quality
    occurred_at: datetime | None = None
    main: tuple[Block, ...] | None = None  # of an article: the blocks of its main text, which alone is searched


class Crawler(Protocol):
    """One source type. `extractor_version` changes whenever `read` would read an archived page differently.

    `reads_data` says that it reads more than pages: JSON, feeds, bundles of answers. What it cannot make sense of it
    refuses with NothingToRead.
    """

    kind: str
    extractor_version: str
    reads_data: bool

    async def fetch(self, source: SourceRef, web: WebClient) -> WebResponse:
        """Asks for what the source is. Raises WebError."""

    def read(self, source: SourceRef, response: WebResponse) -> Sequence[Finding]:
        """What a good response says. Pure; raises NothingToRead, and only where `reads_data`."""

"""Events of a feed as documents of their own: kept when the feed lets them go, and once however many feeds tell them."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from competedexter.foundation.identifiers import new_id
from competedexter.foundation.unit_of_work import Work
from competedexter.models import Document

from .event_repository import EventRepository
from .indexing import indexed
from .listings import Event
from .passages import passages_of
from .schemas import EventDocument, NewDocument, NewPassage
from .service import checksum

LONGEST_KEY = 300  # characters; an index entry has room for 2,700 bytes
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


async def store_events(work: Work, look: NewDocument, events: Sequence[Event]) -> int:
    """Keeps those that no look brought before, with their passages; `look` is the document that lists them.

    Returns how many are new. The newest is written last: it is the latest record of its type.
    """
    ordered = sorted(events, key=lambda event: event.occurred_at or _LONG_AGO)
    documents = [_document(work, look, event) for event in ordered]
    repository = EventRepository(work)
    new = await repository.add(documents)
    await repository.add_passages([(one.id, _passages(one)) for one in documents if one.id in new])
    return len(new)


async def events_of_run(work: Work, crawl_run_id: UUID) -> list[EventDocument]:
    """The events that a run brought first, oldest first."""
    return [
        EventDocument(row.id, row.text, Event.model_validate(row.processed_data["event"]), row.observed_at)
        for row in await EventRepository(work).of_run(crawl_run_id)
    ]


def key_of(event: Event) -> str:
    """Its identity, short enough for an index."""
    return event.key if len(event.key) <= LONGEST_KEY else hashlib.sha256(event.key.encode()).hexdigest()


def _document(work: Work, look: NewDocument, event: Event) -> Document:
    text = look.text[event.start : event.end]
    told = event.model_copy(update={"start": 0, "end": len(text)})
    return Document(
        id=new_id(),
        workspace_id=work.tenant,
        data_source_id=look.source_id,
        competitor_id=look.competitor_id,
        crawl_run_id=look.crawl_run_id,
        data_type=look.data_type,
        raw_data=look.raw,
        processed_data={"event": told.model_dump(mode="json", by_alias=True)},
        text=text,
        source_url=event.url or look.url,
        title=event.title,
        content_hash=checksum(text),
        archive_key=look.archive_key,
        extractor_version=look.extractor_version,
        quality=look.quality.score,
        quality_reasons=list(look.quality.reasons),
        suspect=False,
        item_key=key_of(event),
        split=False,
        observed_at=look.observed_at,
        occurred_at=event.occurred_at,
        ingested_at=work.now(),
        processed_at=work.now(),
        created_at=work.now(),
    )


def _passages(document: Document) -> list[NewPassage]:
    return [indexed(*one) for one in enumerate(passages_of(document.text, document.title))]

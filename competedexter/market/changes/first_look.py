"""What a first look shows that says when it began: the past that a new competitor starts with. Pure.

It is dated and kept, and never alerted: it happened before we watched.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from competedexter.market.evidence.listings import Job, JobsRecord, ListedPage, Row, RowsRecord, SiteRecord
from competedexter.market.evidence.records import Record

from .diffing_items import place_of
from .drafts import Draft, draft
from .kinds import ChangeKind, Label
from .told_events import BEFORE_WATCHING

MOST: Final = 1_000  # of one look; the record and the document have all
MOST_PAGES: Final = 100  # a sitemap's dates are many, and the newest say most


def dated_past(record: Record) -> tuple[Draft, ...]:
    """A draft for each thing with a date of its own; nothing of records that carry none."""
    return tuple(islice(_dated(record), MOST))


def _dated(record: Record) -> Iterator[Draft]:
    if isinstance(record, JobsRecord):
        yield from (_job(job) for job in record.jobs if job.published_at)
    elif isinstance(record, RowsRecord):
        yield from (_row(row) for row in record.rows if row.date)
    elif isinstance(record, SiteRecord):
        dated = (page for page in record.pages if page.last_modified)
        yield from map(_page, sorted(dated, key=_modified, reverse=True)[:MOST_PAGES])


def _modified(page: ListedPage) -> float:
    return page.last_modified.timestamp() if page.last_modified else 0.0


def _job(job: Job) -> Draft:
    told = job.model_dump(mode="json", by_alias=True, exclude={"start", "end", "first_seen_at"})
    return draft(
        ChangeKind.JOB_OPENED,
        job.external_id,
        f"Opening: {job.title}" + (f" ({job.location})" if job.location else ""),
        {"job": told},
        label=Label.MINOR,
        reason=BEFORE_WATCHING,
        after=place_of(job),
        occurred_at=job.published_at,
    )


def _row(row: Row) -> Draft:
    return draft(
        ChangeKind.RECORD_ADDED,
        row.key,
        row.title,
        {"record": row.model_dump(mode="json", by_alias=True, exclude={"start", "end"})},
        label=Label.MINOR,
        reason=BEFORE_WATCHING,
        after=place_of(row),
        occurred_at=row.date,
    )


def _page(page: ListedPage) -> Draft:
    return draft(
        ChangeKind.PAGE_CHANGED,
        page.url,
        f"Last changed by its own account: {page.url}",
        {"url": page.url},
        label=Label.MINOR,
        reason=BEFORE_WATCHING,
        after=place_of(page),
        occurred_at=page.last_modified,
    )

"""What a first look shows that says when it began: the past that a new competitor starts with. Pure.

It is dated and kept, and never alerted: it happened before we watched.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from competedexter.market.evidence.listings import JobsRecord, ListedPage, RowsRecord, SiteRecord
from competedexter.market.evidence.records import Record

from .diffing_items import place_of
from .diffing_jobs import diff_jobs
from .diffing_rows import diff_rows
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
        yield from _began(diff_jobs(JobsRecord(board=record.board), record))
    elif isinstance(record, RowsRecord):
        yield from _began(diff_rows(RowsRecord(), record))
    elif isinstance(record, SiteRecord):
        dated = (page for page in record.pages if page.last_modified)
        yield from map(_page, sorted(dated, key=_modified, reverse=True)[:MOST_PAGES])


def _began(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """What would be new beside nothing, where it says when it began."""
    return (draft.labelled(Label.MINOR, BEFORE_WATCHING) for draft in drafts if draft.occurred_at)


def _modified(page: ListedPage) -> float:
    return page.last_modified.timestamp() if page.last_modified else 0.0


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

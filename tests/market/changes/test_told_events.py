"""What a new event is worth: news is news, an insider's form is routine, a filing on a merger is high."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from competedexter.market.changes.told_events import told_event
from competedexter.market.evidence.listings import Event, EventsRecord, Row, RowsRecord
from competedexter.market.evidence.schemas import EventDocument
from competedexter.market.snapshots.service import state_hash, state_of

SEEN = datetime(2026, 11, 2, tzinfo=UTC)


def event(what: str = "news", **more: object) -> Event:
    return Event.model_validate({"key": "1", "what": what, "title": "Acme did it", "start": 0, "end": 11, **more})


def told(event: Event, *, backfilled: bool = False) -> tuple[str, str]:
    draft = told_event(EventDocument(UUID(int=1), "Acme did it", event, SEEN), backfilled=backfilled)
    return draft.label.value, draft.severity.value


def filing(form: str, category: str) -> Event:
    return event("filing", category=category, fields={"form": form}, occurred_at=SEEN)


def test_a_new_article_is_significant_and_an_old_one_minor() -> None:
    assert told(event(occurred_at=SEEN - timedelta(days=1))) == ("significant", "medium")
    assert told(event(occurred_at=SEEN - timedelta(days=90)))[0] == "minor"
    assert told(event(), backfilled=True)[0] == "minor"


@pytest.mark.parametrize("form", ["3", "4", "4/A", "144", "SC 13G/A", "DEFA14A", "CORRESP"])
def test_filings_of_routine_are_minor(form: str) -> None:
    assert told(filing(form, "ownership")) == ("minor", "low")


@pytest.mark.parametrize(
    ("category", "severity"),
    [
        ("8-K item 5.02: directors or officers; 8-K item 9.01: exhibits", "high"),
        ("8-K item 2.01: completion of an acquisition", "high"),
        ("8-K item 7.01: Regulation FD disclosure", "medium"),
        ("quarterly report", "medium"),
    ],
)
def test_a_filing_weighs_what_its_items_say(category: str, severity: str) -> None:
    assert told(filing("8-K", category)) == ("significant", severity)


def test_points_that_an_article_gathers_are_no_other_state() -> None:
    few, many = (EventsRecord(events=(event(fields={"points": points}),)) for points in (1, 900))
    assert state_hash(state_of(few)) == state_hash(state_of(many))


@pytest.mark.parametrize("name", ["start", "end", "firstSeenAt", "price"])
def test_a_field_of_a_record_is_part_of_its_state_whatever_the_source_calls_it(name: str) -> None:
    old, new = (RowsRecord(rows=(Row(key="1", title="Sale", fields={name: day}, start=0, end=1),)) for day in "12")
    assert state_hash(state_of(old)) != state_hash(state_of(new))

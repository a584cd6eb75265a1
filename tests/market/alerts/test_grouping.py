"""Which alerts are one event for the person who reads them."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from competedexter.market.alerts.grouping import inbox_subject, joins

SOURCE = uuid4()
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def test_everything_about_prices_is_one_subject() -> None:
    kinds = ("plan_price_raised", "plan_added", "plan_terms_changed")
    assert {inbox_subject(kind, "website", SOURCE) for kind in kinds} == {"pricing"}
    assert inbox_subject("page_changed", "pricing", SOURCE) == "pricing"


def test_other_pages_are_a_subject_each() -> None:
    assert inbox_subject("page_changed", "website", SOURCE) == f"source:{SOURCE}"


def test_three_days_apart_is_one_event_and_more_is_another() -> None:
    assert joins(NOON, NOON + timedelta(hours=72))
    assert not joins(NOON, NOON + timedelta(hours=72, seconds=1))

"""The day an answer is asked for."""

from datetime import UTC, date, datetime, timedelta

import pytest

from competedexter.ui.ask.asked_day import NoSuchDay, end_of_day

TODAY = date(2026, 11, 25)


def test_a_day_of_the_past_is_asked_to_its_last_moment() -> None:
    moment = end_of_day(" 2026-06-30 ", TODAY)
    assert moment is not None
    assert moment.tzinfo is UTC
    assert moment + timedelta(microseconds=1) == datetime(2026, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "2026-11-25", "2027-01-01"])
def test_no_day_today_and_later_mean_what_is_known_now(text: str) -> None:
    assert end_of_day(text, TODAY) is None


@pytest.mark.parametrize("text", ["2026-02-30", "yesterday", "2026-06-30T00:00"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(NoSuchDay):
        end_of_day(text, TODAY)

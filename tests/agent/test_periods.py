"""Dates in questions, read on Sunday 22 November 2026."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competedexter.agent.periods import dates_in

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("What changed since March?", "2026-03-01", "2026-11-22"),
        ("since December", "2025-12-01", "2026-11-22"),
        ("since the beginning of the year", "2026-01-01", "2026-11-22"),
        ("last week", "2026-11-09", "2026-11-15"),
        ("this week", "2026-11-16", "2026-11-22"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("last quarter", "2026-07-01", "2026-09-30"),
        ("over the past year", "2025-11-22", "2026-11-22"),
        ("over the last year", "2025-11-22", "2026-11-22"),
        ("in the last quarter", "2026-08-22", "2026-11-22"),
        ("over the year", "2025-11-22", "2026-11-22"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("in the last 3 months", "2026-08-22", "2026-11-22"),
        ("in 2024", "2024-01-01", "2024-12-31"),
        ("in Q2 2024", "2024-04-01", "2024-06-30"),
        ("H1 2025", "2025-01-01", "2025-06-30"),
        ("in March 2024", "2024-03-01", "2024-03-31"),
        ("on 5 March 2025", "2025-03-05", "2025-03-05"),
        ("on March 5th, 2025", "2025-03-05", "2025-03-05"),
        ("between March and May 2025", "2025-03-01", "2025-05-31"),
        ("from 2024-01-01 to 2024-06-30", "2024-01-01", "2024-06-30"),
        ("before June 2025", None, "2025-05-31"),
        ("until 2025-01-01", None, "2025-01-01"),
        ("after 2025-01-01", "2025-01-02", "2026-11-22"),
        ("3 months ago", "2026-08-22", "2026-08-22"),
        ("yesterday", "2026-11-21", "2026-11-21"),
    ],
)
def test_a_date_becomes_a_range(words: str, start: str | None, end: str) -> None:
    (period,) = dates_in(words, NOW).periods
    assert (period.start and period.start.date().isoformat(), period.end.date().isoformat()) == (start, end)


def test_as_of_is_a_moment_at_the_end_of_its_day() -> None:
    dates = dates_in("How much was it as of 2024-06-30?", NOW)
    assert dates.as_of == datetime(2024, 6, 30, 23, 59, 59, 999999, tzinfo=UTC)
    assert dates.periods == ()


def test_two_years_are_two_periods_in_the_order_asked() -> None:
    dates = dates_in("GitHub Team in 2019 and 2020?", NOW)
    assert [period.end.year for period in dates.periods] == [2019, 2020]


@pytest.mark.parametrize(
    "words", ["the price of 2000 users", "$2024.50", "may it rise", "February 31", "plan 2020%", "a month", "per year"]
)
def test_what_is_no_date_is_left_alone(words: str) -> None:
    assert dates_in(words, NOW).periods == ()


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    dates_in(text, NOW)


@given(st.text(alphabet="0123456789- ofinsceagomonthyerqh", max_size=60))
def test_no_near_date_breaks_it(text: str) -> None:
    for period in dates_in(text, NOW).periods:
        assert period.start is None or period.start <= period.end

"""When a source is looked at next."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competedexter.market.sources.cadence import INTERVALS, MAX_WAIT, Health, next_look

NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)


class Middle(Random):
    """No jitter."""

    def uniform(self, a: float, b: float) -> float:
        return (a + b) / 2


@pytest.mark.parametrize(
    ("frequency", "health", "errors", "wait"),
    [
        ("hourly", Health.OK, 0, timedelta(hours=1)),
        ("daily", Health.OK, 0, timedelta(days=1)),
        ("daily", Health.SUSPECT, 1, timedelta(minutes=15)),
        ("daily", Health.FAILING, 1, timedelta(minutes=5)),
        ("daily", Health.FAILING, 3, timedelta(minutes=20)),
        ("hourly", Health.BLOCKED, 9, timedelta(hours=21, minutes=20)),
        ("hourly", Health.FAILING, 10, timedelta(days=7)),
        ("hourly", Health.GONE, 0, timedelta(days=7)),
    ],
)
def test_the_next_look_follows_from_how_this_one_ended(frequency, health, errors, wait) -> None:
    assert next_look(frequency=frequency, health=health, errors=errors, now=NOW, chance=Middle()) - NOW == wait


def test_the_sites_own_wish_is_kept() -> None:
    due = next_look(frequency="hourly", health=Health.BLOCKED, errors=1, now=NOW, chance=Middle(), retry_after=86_400)
    assert due - NOW == timedelta(days=1)


@given(seed=st.integers(), retry_after=st.floats(0, 7 * 86_400), errors=st.integers(0, 20))
def test_chance_never_brings_a_look_before_the_time_a_site_asked_for(seed, retry_after, errors) -> None:
    due = next_look(
        frequency="hourly", health=Health.BLOCKED, errors=errors, now=NOW, chance=Random(seed), retry_after=retry_after
    )
    assert due - NOW >= timedelta(seconds=retry_after)


@given(
    frequency=st.sampled_from(sorted(INTERVALS)),
    health=st.sampled_from(list(Health)),
    errors=st.integers(0, 10_000),
    seed=st.integers(),
    retry_after=st.none() | st.floats(0, 1e9),
)
def test_every_source_stays_due_within_eight_days_and_never_at_once(
    frequency, health, errors, seed, retry_after
) -> None:
    due = next_look(
        frequency=frequency, health=health, errors=errors, now=NOW, chance=Random(seed), retry_after=retry_after
    )
    assert timedelta(minutes=4) < due - NOW <= MAX_WAIT * 1.2

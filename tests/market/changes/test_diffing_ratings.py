"""Ratings that move: measured out of five, and never by how many gave them."""

from decimal import Decimal

import pytest

from competedexter.market.changes.diffing_ratings import diff_ratings
from competedexter.market.changes.kinds import ChangeKind, Label, Severity
from competedexter.market.evidence.listings import Rating, RatingsRecord


def record(rating: str, count: int | None = 100, best: str = "5") -> RatingsRecord:
    one = Rating(
        publisher="G2", product="Acme", rating=Decimal(rating), best=Decimal(best), count=count, start=0, end=4
    )
    return RatingsRecord(ratings=(one,))


def test_a_mark_that_moves_by_a_tenth_is_significant() -> None:
    (change,) = diff_ratings(record("4.5"), record("4.4"))
    assert (change.kind, change.label, change.severity) == (
        ChangeKind.RATING_CHANGED,
        Label.SIGNIFICANT,
        Severity.MEDIUM,
    )
    assert change.summary == "Acme on G2: 4.5 → 4.4 out of 5"
    assert change.data["moved"] == -0.1
    assert change.data["before"] == {"rating": "4.5", "best": "5", "count": 100}


@pytest.mark.parametrize(
    ("before", "after", "label"),
    [
        (record("4.50"), record("4.55"), Label.MINOR),
        (record("8.9", best="10"), record("8.8", best="10"), Label.MINOR),
        (record("4.5", 100), record("4.5", 200), Label.MINOR),
        (RatingsRecord(), record("4.5"), Label.MINOR),
        (record("4.5"), RatingsRecord(), Label.MINOR),
    ],
)
def test_less_is_minor(before: RatingsRecord, after: RatingsRecord, label: Label) -> None:
    (change,) = diff_ratings(before, after)
    assert change.label is label
    assert change.suspicious is not bool(after.ratings)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (record("4.5", 100), record("4.5", 199)),
        (record("4.5"), record("9.0", best="10")),
        (record("4.5", None), record("4.5")),
    ],
)
def test_a_few_more_ratings_or_another_scale_are_no_change(before: RatingsRecord, after: RatingsRecord) -> None:
    assert diff_ratings(before, after) == ()

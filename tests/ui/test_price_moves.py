"""Prices that moved lately, one line a plan."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from competedexter.market.changes.kinds import ChangeKind, ChangeState, Label, LabelSource, Severity
from competedexter.market.changes.schemas import ChangeView
from competedexter.ui.overview.price_moves import HEIGHT, WIDTH, price_moves

NOW = datetime(2026, 11, 25, tzinfo=UTC)
SINCE = NOW - timedelta(days=90)
ACME, GLOBEX = uuid4(), uuid4()
NAMES = {ACME: "Acme", GLOBEX: "Globex"}


def moved(
    competitor: UUID, plan: str, before: str | None, after: str | None, days_ago: int, **terms: Any
) -> ChangeView:
    at = NOW - timedelta(days=days_ago)
    price = {"currency": "USD", "period": "month", "unit": None, "basis": None, **terms}
    return ChangeView(
        id=uuid4(), competitor_id=competitor, source_id=uuid4(), snapshot_type="pricing",
        kind=ChangeKind.PLAN_PRICE_RAISED, subject=plan, summary="",
        data={"plan": plan, "before": {"amount": before, **price}, "after": {"amount": after, **price}},
        label=Label.SIGNIFICANT, label_reason="", label_source=LabelSource.RULE, state=ChangeState.CONFIRMED,
        confirmed_at=at, severity=Severity.HIGH, severity_reason="", observed_at=at, occurred_at=None,
        before_snapshot_id=None, after_snapshot_id=None, evidence_before=None, evidence_after=None, created_at=at,
    )  # fmt: skip


def test_two_moves_of_a_plan_are_one_line_with_their_total() -> None:
    views = [moved(ACME, "Pro", "40", "50", 45), moved(ACME, "Pro", "50", "60.50", 9)]
    (row,) = price_moves(views[::-1], NAMES, SINCE, NOW)
    assert (row.competitor, row.plan, row.price, row.terms) == ("Acme", "Pro", "60.50", "USD / month")
    assert row.total.replace("\u00a0", " ") == "+51.2 %"
    assert row.direction == "up"
    assert row.path == f"M0 21.0H{WIDTH / 2}V12.2H86.4V3.0H{WIDTH}"
    assert row.spoken == "Acme Pro: from 40 to 60.50 USD / month"


def test_the_latest_move_comes_first_and_other_terms_are_another_line() -> None:
    views = [
        moved(ACME, "Pro", "40", "50", 45),
        moved(GLOBEX, "Team", "9", "7", 3),
        moved(ACME, "Pro", "400", "500", 20, period="year"),
    ]
    rows = price_moves(views, NAMES, SINCE, NOW)
    assert [(row.competitor, row.terms) for row in rows] == [
        ("Globex", "USD / month"), ("Acme", "USD / year"), ("Acme", "USD / month"),
    ]  # fmt: skip
    assert rows[0].direction == "down"


def test_a_price_that_was_hidden_and_an_archived_competitor_draw_no_line() -> None:
    assert price_moves([moved(ACME, "Pro", "40", None, 3), moved(uuid4(), "Pro", "4", "5", 3)], NAMES, SINCE, NOW) == []


def test_a_price_that_went_and_came_back_stays_within_its_box() -> None:
    (row,) = price_moves([moved(ACME, "Pro", "0", "5", 80), moved(ACME, "Pro", "5", "0", 100)], NAMES, SINCE, NOW)
    numbers = [float(part) for part in row.path.replace("M", " ").replace("H", " ").replace("V", " ").split()]
    assert all(0 <= number <= max(WIDTH, HEIGHT) for number in numbers)
    assert row.direction == "flat"

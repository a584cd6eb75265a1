"""Step charts as geometry."""

import itertools
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from competedexter.ui.competitor.charts import ChartRow, PricePoint, Series, step_chart

START = datetime(2026, 1, 1, tzinfo=UTC)
NOW = START + timedelta(days=100)


def points(*steps: tuple[int, int]) -> tuple[PricePoint, ...]:
    return tuple(PricePoint(START + timedelta(days=day), Decimal(amount)) for day, amount in steps)


def test_a_price_stays_until_it_moves() -> None:
    (line,) = step_chart([Series("Pro", points((0, 50), (50, 100)))], NOW, "").lines
    assert line.path == "M0.0 110.7H500.0V21.4H1000"
    assert line.label == "Pro 100"


def test_labels_of_equal_prices_do_not_cover_each_other() -> None:
    lines = step_chart([Series(name, points((0, 50))) for name in ("A", "B", "C")], NOW, "").lines
    tops = [float(line.top.rstrip("%")) for line in lines]
    assert all(later - earlier >= 8.9 for earlier, later in itertools.pairwise(tops))


def test_nothing_to_draw_is_an_empty_chart() -> None:
    assert step_chart([], NOW, "") == ChartRow()
    assert step_chart([Series("Pro", ())], NOW, "") == ChartRow()


def test_plans_that_are_all_free_can_be_drawn() -> None:
    (line,) = step_chart([Series("Free", points((0, 0)))], NOW, "").lines
    assert line.path == "M0.0 200.0H1000"

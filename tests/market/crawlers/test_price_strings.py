"""Single price strings: 400 real ones exactly, and slips of the pen."""

from decimal import Decimal
from pathlib import Path

import pytest

from competedexter.market.crawlers.reading.prices import parse_price
from tests.bench import price_strings as measured


def test_real_price_strings_are_read_exactly(shared_data: Path) -> None:
    right, total, missed = measured.measure(shared_data)
    assert (right, total) == (400, 400), missed


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$119. 95", "119.95"),
        ("$..75", "0.75"),
        ("$.750.30", "750.30"),
        ("$.99", "0.99"),
        ("€ 1.234,50", "1234.50"),
        ("$1.50 2", "1.50"),
    ],
)
def test_slips_are_forgiven_and_prices_are_left_alone(text: str, amount: str) -> None:
    assert parse_price(text)[0] == Decimal(amount)

"""Figures in words."""

from decimal import Decimal

import pytest

from competedexter.ui.components.figures import amount_words, direction_of, percent_words, signed, terms_words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("59", "59"),
        ("59.00", "59"),
        ("0.5", "0.50"),
        ("1200", "1,200"),
        ("0.00125", "0.00125"),
        (None, "Price on request"),
    ],
)
def test_an_amount_is_told_without_needless_digits(amount: str | None, words: str) -> None:
    assert amount_words(None if amount is None else Decimal(amount)) == words


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("USD", "seat", "month", "billed annually"), "USD / seat / month, billed annually"),
        (("EUR", None, "year", None), "EUR / year"),
        ((None, None, None, None), ""),
        (("USD", None, "usage", None), "USD / use"),
    ],
)
def test_terms_name_currency_unit_period_and_basis(parts: tuple[str | None, ...], words: str) -> None:
    assert terms_words(*parts) == words


def test_a_move_has_a_sign_and_a_real_minus() -> None:
    assert signed(Decimal(10)) == "+10"
    assert signed(Decimal("-5.5")) == "\u22125.50"
    assert percent_words(20.4) == "+20.4\u00a0%"
    assert percent_words(-50.0) == "\u221250\u00a0%"


def test_what_is_not_comparable_has_no_percent() -> None:
    assert percent_words(None) == ""
    assert direction_of(Decimal(1), None) == "flat"

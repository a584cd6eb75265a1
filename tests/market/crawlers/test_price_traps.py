"""Amounts that are no price of a plan neither become plans nor hide the plans around them."""

import pytest

from tests.market.crawlers.price_pages import card, cards, document, told

PLANS = {"Basic": ["19 USD month"], "Pro": ["59 USD month"]}
RATES = [
    ("10 GB, then $0.12/GB", "50 GB, then $0.10/GB"),
    ("Then $0.10 per extra GB", "Then $0.05 per extra GB"),
    ("2.9% + $0.30 per transaction", "2.4% + $0.30 per transaction"),
    ("2.9% + 30¢ per transaction", "API access"),
    ("$5 credit included", "$25 credit included"),
    ("Up to $10,000 in transactions", "Up to $50,000 in transactions"),
    ("$1 per extra user", "$1 per extra user"),
]


@pytest.mark.parametrize(("basic", "pro"), RATES)
def test_a_rate_among_a_plans_features_hides_no_plan(basic: str, pro: str) -> None:
    assert told(document(card("Basic", "$19/mo", basic) + card("Pro", "$59/mo", pro))) == PLANS


@pytest.mark.parametrize(("basic", "pro"), RATES)
def test_nor_does_it_where_the_price_stands_in_the_head_of_the_card(basic: str, pro: str) -> None:
    body = "".join(
        f"<div class=box><div class=head><h3>{name}</h3><p>{price}</p></div><ul><li>Seats</li><li>{rate}</li></ul></div>"
        for name, price, rate in (("Basic", "$19/mo", basic), ("Pro", "$59/mo", pro))
    )
    assert told(document(body)) == PLANS


def test_all_rates_of_all_cards_together_hide_no_plan() -> None:
    basic, pro = zip(*RATES, strict=True)
    assert told(document(card("Basic", "$19/mo", *basic) + card("Pro", "$59/mo", *pro))) == PLANS


def test_a_list_of_rates_beside_the_cards_is_on_sale_itself() -> None:
    rates = "<section><h2>Usage</h2><ul><li>Storage $0.12 per GB</li><li>Traffic $0.05 per GB</li></ul></section>"
    found = told(document(f"<div>{card('Basic', '$19/mo')}{card('Pro', '$59/mo')}</div>{rates}"))
    assert found == PLANS | {"Storage": ["0.12 USD usage per gb"], "Traffic": ["0.05 USD usage per gb"]}


@pytest.mark.parametrize(
    ("basic", "pro"),
    [
        ("$19/mo", "14-day free trial, then $59/mo"),
        ("14-day free trial, then $19/mo", "14-day free trial, then $59/mo"),
        ("Free for 14 days<br>then $19/month", "$59/mo"),
        ("<span>20% off</span> $19/mo", "Save 10%: $59/mo"),
        ("$19/mo", "30 Tage kostenlos, danach $59 pro Monat"),
    ],
)
def test_a_trial_or_a_saving_before_the_price_is_no_name(basic: str, pro: str) -> None:
    assert told(cards({"Basic": basic, "Pro": pro})) == PLANS


def test_the_same_price_said_otherwise_is_no_plan() -> None:
    found = told(
        cards({name: f"${12 * n} per year<p>That is ${n} a month</p>" for name, n in (("A1", 12), ("B2", 40))})
    )
    assert {name: prices[0] for name, prices in found.items()} == {"A1": "144 USD year", "B2": "480 USD year"}

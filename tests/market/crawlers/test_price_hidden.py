"""A plan whose card still stands is a plan, also when its price is no longer told."""

import pytest

from competedexter.market.changes.diffing_pricing import diff_pricing
from competedexter.market.changes.kinds import ChangeKind
from tests.market.crawlers.price_pages import card, document, read, told

PRICES = {"Basic": "$10/mo", "Pro": "$20/mo", "Max": "$30/mo"}


def page(**lost: str) -> str:
    return document(f"<div>{''.join(card(name, lost.get(name, price)) for name, price in PRICES.items())}</div>")


@pytest.mark.parametrize("instead", ["", "Request pricing", "<p>Ask our team what it costs</p>"])
def test_one_card_without_a_price_stays_a_plan(instead: str) -> None:
    assert told(page(Pro=instead)) == {"Basic": ["10 USD month"], "Pro": ["-"], "Max": ["30 USD month"]}
    changes = diff_pricing(read(page()), read(page(Pro=instead)))
    assert [(change.kind, change.data["plan"]) for change in changes] == [(ChangeKind.PLAN_PRICE_HIDDEN, "Pro")]


def test_what_one_can_press_stands_for_the_price() -> None:
    assert [plan.price_text for plan in read(page(Pro="")).plans] == ["$10/mo", "Buy", "$30/mo"]


@pytest.mark.parametrize("instead", ["", "Request pricing"])
def test_all_cards_without_prices_stay_plans(instead: str) -> None:
    bare = page(Basic=instead, Pro=instead, Max=instead)
    assert told(bare) == {"Basic": ["-"], "Pro": ["-"], "Max": ["-"]}
    assert {change.kind for change in diff_pricing(read(page()), read(bare))} == {ChangeKind.PLAN_PRICE_HIDDEN}


def test_a_form_instead_of_the_cards_shows_no_plan() -> None:
    assert told(document("<form><p>Tell us about you</p><button>Request pricing</button></form>")) == {}


def test_cards_that_sell_nothing_are_no_plans() -> None:
    told_about = "".join(f"<div class=card><h3>{name}</h3><p>Very {name}.</p></div>" for name in ("Fast", "Safe"))
    assert told(document(f"<div>{told_about}</div>")) == {}
    assert told(page() + document(f"<div>{told_about}</div>")) == told(page())

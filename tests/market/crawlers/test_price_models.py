"""Price models as YAML: plans, add-ons, limits and features typed, their changes exact, hostile files refused."""

from decimal import Decimal
from pathlib import Path

import pytest

from competedexter.market.crawlers.reading.price_models import read_price_model
from competedexter.market.crawlers.reading.safe_yaml import MAX_BYTES, YamlRefused, read_yaml
from tests.bench import price_models as bench

MODEL = b"""
syntaxVersion: '2.1'
saasName: Acme
createdAt: 2019-11-30
currency: EUR
url: https://acme.example/pricing
billing: {monthly: 1.0, annual: 0.8}
features:
  sso: {description: Single sign-on, valueType: BOOLEAN, defaultValue: false, type: DOMAIN}
usageLimits:
  seats: {valueType: NUMERIC, defaultValue: 3, unit: user, type: NON_RENEWABLE}
plans:
  FREE: {price: 0, unit: user/month, features: null, usageLimits: null}
  TEAM: {price: 9.5, unit: user/month, features: {sso: {value: true}}, usageLimits: {seats: {value: 10}}}
  BIG: {price: Contact Sales, features: {sso: {value: true}}}
addOns:
  storage: {price: 2, unit: GB/month, availableFor: [TEAM]}
"""


def test_a_model_is_read_whole():
    model = read_price_model(MODEL)
    plans = {plan.name: plan for plan in model.pricing.plans}
    team = plans["TEAM"].prices[0]
    assert (model.name, f"{model.observed_on:%Y-%m-%d}", model.url) == (
        "Acme",
        "2019-11-30",
        "https://acme.example/pricing",
    )
    assert (team.amount, team.currency, team.period, team.unit) == (Decimal("9.5"), "EUR", "month", "user")
    assert plans["BIG"].prices[0].amount is None
    assert plans["BIG"].price_text == "Contact Sales"
    assert plans["TEAM"].limits == {"seats": "10 user"}
    assert plans["FREE"].limits == {"seats": "3 user"}
    assert plans["Add-on storage"].prices[0].unit == "GB"
    assert model.features.features[0].values == {"FREE": "no", "TEAM": "yes", "BIG": "yes"}
    assert model.text[plans["TEAM"].start : plans["TEAM"].end].startswith("TEAM: 9.50 EUR per user per month")


def test_every_plan_and_price_event_of_the_real_years_is_told_and_no_other(shared_data: Path):
    assert shared_data == bench.DATA.parent
    wrong = [pair["after"] for pair in bench.pairs() if bench.told(pair) != bench.wanted(pair)]
    assert wrong == []
    assert len(bench.pairs()) == 106


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"a: &x [1]\nb: *x\n", "Anchors"),
        (b"a: !!python/object/apply:os.system [echo]\n", "plain YAML"),
        (b"a: 1\na: 2\n", "said twice"),
        (b"[" * 5_000, "nested"),
        (b"- 1\n" * 200_000, "more than 100,000"),
        (b"a" * (MAX_BYTES + 1), "2 MB"),
        (b"\xff\xfe", "UTF-8"),
        (b"{unclosed", "plain YAML"),
        (b"? [a, b]\n: 1\n", "key"),
        (b'a: "nul \\0 inside"', "NUL"),
        (b'a: "\\uD800"', "plain YAML"),
        (b"a: 2019-99-99\n", "plain YAML"),
        (b"a: 1" + b"0" * 5_000, "plain YAML"),
    ],
)
def test_hostile_yaml_is_refused_in_a_sentence(body: bytes, reason: str):
    with pytest.raises(YamlRefused, match=reason):
        read_yaml(body)


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"plans: {}", b"plans: 5\nfeatures: {}", b"features: {}\nplans: {A: {price: -1}}", b"just words"],
)
def test_what_is_no_price_model_is_refused(body: bytes):
    with pytest.raises(YamlRefused):
        read_price_model(body)


def test_the_refusal_names_the_line():
    with pytest.raises(YamlRefused) as refused:
        read_yaml(b"a: 1\nb: 2\na: 3\n")
    assert refused.value.line == 3

"""Whether a change meets conditions."""

import time

import pytest

from competedexter.market.alerts.conditions import read_conditions
from competedexter.market.alerts.facts import Facts
from competedexter.market.alerts.matching import evaluate

FACTS = Facts(
    kind="plan_price_raised",
    label="significant",
    severity="high",
    tier="primary",
    competitor_id="00000000-0000-0000-0000-000000000001",
    competitor="Acme",
    tags=("CRM", "EU"),
    source_type="pricing",
    snapshot_type="pricing",
    text="Pro: 20 USD/month → 75 USD/month (+275 %)",
    data={
        "plan": "Pro",
        "before": {"amount": "20.00", "currency": "USD"},
        "after": {"amount": "75.00", "currency": "USD"},
        "percent": 275.0,
    },
)

CASES = [
    ("kind", "eq", "plan_price_raised", True),
    ("kind", "ne", "plan_price_raised", False),
    ("kind", "in", ["plan_added", "plan_price_raised"], True),
    ("severity", "gte", "medium", True),
    ("severity", "lt", "high", False),
    ("severity", "eq", "high", True),
    ("tier", "ne", "watch", True),
    ("tag", "contains", "crm", True),
    ("tag", "in", ["us", "eu"], True),
    ("tag", "ne", "crm", False),
    ("competitor", "eq", "ACME", True),
    ("text", "contains", "usd/MONTH", True),
    ("text", "matches", r"pro: \d+ usd", True),
    ("text", "matches", r"^Team", False),
    ("data.percent", "gt", 100, True),
    ("data.percent", "lte", 274.9, False),
    ("data.before.amount", "eq", 20, True),
    ("data.after.amount", "lt", 75, False),
    ("data.plan", "eq", "pro", True),
    ("data.after.currency", "in", ["EUR", "usd"], True),
    ("data.after.currency", "gt", 3, False),
    ("data.nothing", "eq", "x", False),
    ("data.nothing", "ne", "x", True),
    ("data.before", "eq", "x", False),
]


@pytest.mark.parametrize(("field", "op", "value", "expected"), CASES)
def test_a_test_compares_by_the_type_of_its_field(field: str, op: str, value: object, expected: bool) -> None:
    tree = read_conditions({"field": field, "op": op, "value": value})
    assert evaluate(tree, FACTS) is expected


def test_groups_combine() -> None:
    yes = {"field": "kind", "op": "eq", "value": "plan_price_raised"}
    no = {"not": yes}
    for raw, expected in [
        ({"all": []}, True),
        ({"all": [yes, no]}, False),
        ({"any": [no, yes]}, True),
        ({"not": {"any": [no, no]}}, True),
    ]:
        assert evaluate(read_conditions(raw), FACTS) is expected


def test_a_pattern_that_would_explode_elsewhere_takes_no_time() -> None:
    tree = read_conditions({"field": "text", "op": "matches", "value": "(a+)+$"})
    facts = Facts(**{**FACTS.__dict__, "text": "a" * 50_000 + "!"})
    begun = time.perf_counter()
    assert evaluate(tree, facts) is False
    assert time.perf_counter() - begun < 1.0


def test_facts_read_back_as_they_were_stored() -> None:
    assert Facts.from_json(FACTS.as_json()) == FACTS

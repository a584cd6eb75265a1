"""Conditions as JSON: read into the typed tree, written back, and every mistake named at its place."""

import pytest

from competedexter.market.alerts.conditions import read_conditions, write_conditions
from competedexter.market.alerts.default_rules import DEFAULT_RULES
from competedexter.market.alerts.errors import BadConditions


def mistakes(raw: object) -> list[tuple[str, str]]:
    with pytest.raises(BadConditions) as caught:
        read_conditions(raw)
    details = caught.value.details
    assert isinstance(details, list)
    return [(entry["field"], entry["reason"]) for entry in details]


def test_what_is_written_reads_back_the_same() -> None:
    raw = {
        "all": [
            {"field": "kind", "op": "in", "value": ["plan_price_raised", "plan_price_lowered"]},
            {"any": [{"field": "data.percent", "op": "gte", "value": 10}, {"not": {"field": "tier", "op": "eq", "value": "watch"}}]},
            {"field": "text", "op": "matches", "value": "enterprise|team"},
        ]
    }  # fmt: skip
    assert write_conditions(read_conditions(raw)) == raw


def test_the_default_rules_are_valid_conditions() -> None:
    for rule in DEFAULT_RULES:
        assert read_conditions(write_conditions(rule.conditions)) == rule.conditions


@pytest.mark.parametrize(
    ("raw", "place", "reason"),
    [
        ("all", "conditions", "a condition is an object"),
        (None, "conditions", "a condition is an object"),
        ({}, "conditions", "exactly field, op and value"),
        ({"all": [], "any": []}, "conditions", "stands alone"),
        ({"all": {}}, "conditions.all", "a list of conditions"),
        ({"any": []}, "conditions.any", "1 to 200"),
        ({"not": []}, "conditions.not", "a condition is an object"),
        ({"field": "colour", "op": "eq", "value": "red"}, "conditions.field", "no field colour"),
        ({"field": "data", "op": "eq", "value": "x"}, "conditions.field", "no field data"),
        ({"field": "data.__class__.x.y.z.w", "op": "eq", "value": "x"}, "conditions.field", "no field"),
        ({"field": "kind", "op": "is", "value": "x"}, "conditions.op", "the operations are"),
        ({"field": "kind", "op": "contains", "value": "x"}, "conditions.op", "kind knows eq, ne, in"),
        ({"field": "kind", "op": "eq", "value": "price"}, "conditions.value", "must be one of"),
        ({"field": "severity", "op": "gte", "value": 3}, "conditions.value", "must be text"),
        ({"field": "data.percent", "op": "gt", "value": "10"}, "conditions.value", "must be a number"),
        ({"field": "data.percent", "op": "gt", "value": True}, "conditions.value", "must be a number"),
        ({"field": "data.percent", "op": "gt", "value": float("nan")}, "conditions.value", "must be a number"),
        ({"field": "tag", "op": "in", "value": []}, "conditions.value", "a list of 1 to 200"),
        ({"field": "tag", "op": "in", "value": ["a", 1]}, "conditions.value[1]", "must be text"),
        ({"field": "text", "op": "contains", "value": "x" * 1_001}, "conditions.value", "longer than 1000"),
        ({"field": "text", "op": "matches", "value": "("}, "conditions.value", "linear time"),
        ({"field": "text", "op": "matches", "value": r"(a)\1"}, "conditions.value", "linear time"),
        ({"field": "text", "op": "matches", "value": "(?=a)b"}, "conditions.value", "linear time"),
    ],
)
def test_each_mistake_is_named_at_its_place(raw: object, place: str, reason: str) -> None:
    ((told_place, told_reason),) = mistakes(raw)
    assert told_place == place
    assert reason in told_reason


def test_all_mistakes_are_told_at_once() -> None:
    bad = {"field": "colour", "op": "eq", "value": 1}
    assert [place for place, _ in mistakes({"all": [bad, {"not": bad}]})] == [
        "conditions.all[0].field",
        "conditions.all[1].not.field",
    ]


def test_deep_and_wide_trees_are_refused() -> None:
    deep: object = {"field": "kind", "op": "eq", "value": "plan_added"}
    for _ in range(9):
        deep = {"not": deep}
    assert "more than 8 deep" in mistakes(deep)[0][1]
    leaf = {"field": "kind", "op": "eq", "value": "plan_added"}
    assert len(mistakes({"all": [{"all": [leaf] * 150}, {"all": [leaf] * 150}]})) <= 50

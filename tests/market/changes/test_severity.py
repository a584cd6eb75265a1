"""Severity from kind, size and tier, with its reason in words."""

import pytest

from competedexter.market.changes.kinds import ChangeKind, Label, Severity
from competedexter.market.changes.severity import weigh

CASES = [
    (ChangeKind.PLAN_PRICE_RAISED, Label.SIGNIFICANT, {"percent": 275.0}, "secondary", Severity.HIGH),
    (ChangeKind.PLAN_PRICE_RAISED, Label.SIGNIFICANT, {"percent": 275.0}, "primary", Severity.CRITICAL),
    (ChangeKind.PLAN_PRICE_LOWERED, Label.SIGNIFICANT, {"percent": -10.0}, "secondary", Severity.MEDIUM),
    (ChangeKind.PLAN_PRICE_LOWERED, Label.SIGNIFICANT, {"percent": -1.0}, "secondary", Severity.LOW),
    (ChangeKind.PLAN_PRICE_RAISED, Label.SIGNIFICANT, {"percent": None}, "secondary", Severity.HIGH),
    (ChangeKind.PLAN_TERMS_CHANGED, Label.MINOR, {}, "secondary", Severity.LOW),
    (ChangeKind.PAGE_CHANGED, Label.SIGNIFICANT, {"wordsAdded": 400}, "watch", Severity.MEDIUM),
    (ChangeKind.PAGE_CHANGED, Label.MINOR, {"wordsAdded": 1}, "watch", Severity.LOW),
    (ChangeKind.PAGE_CHANGED, Label.SIGNIFICANT, {"wordsAdded": 2, "money": True}, "secondary", Severity.HIGH),
    (ChangeKind.PLAN_REMOVED, Label.NOISE, {}, "primary", Severity.LOW),
    (ChangeKind.PLAN_REMOVED, Label.VARIANT, {}, "primary", Severity.LOW),
]


@pytest.mark.parametrize(("kind", "label", "data", "tier", "expected"), CASES)
def test_severity_follows_kind_size_label_and_tier(
    kind: ChangeKind, label: Label, data: dict[str, object], tier: str, expected: Severity
) -> None:
    assert weigh(kind, label, data, tier).severity is expected


def test_every_kind_has_a_severity_and_a_sentence() -> None:
    for kind in ChangeKind:
        weight = weigh(kind, Label.SIGNIFICANT, {}, "secondary")
        assert weight.reason.startswith(weight.severity.value.capitalize())
        assert weight.reason.endswith(".")


def test_the_reason_tells_the_step_of_the_tier() -> None:
    weight = weigh(ChangeKind.PLAN_PRICE_RAISED, Label.SIGNIFICANT, {"percent": 20.4}, "primary")
    assert weight.reason == (
        "Critical: a price moved by 20.4 % (20 % or more is high); one step up for a primary competitor."
    )

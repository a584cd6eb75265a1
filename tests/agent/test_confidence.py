"""An answer is relied on as far as it answers what was asked."""

from dataclasses import replace

import pytest

from competedexter.agent.confidence import Signals, unspoken, weigh
from competedexter.agent.understanding import Intent, Understanding
from tests.agent.asking import ask
from tests.agent.library import NOW, a_shelf

ASKED = Understanding(intent=Intent.PRICING, seen_until=NOW)
WELL = Signals(required=1, found=1, shown=1, dropped=0, oldest=NOW, seen_until=NOW)


@pytest.mark.parametrize(
    ("asked", "told", "left"),
    [
        ({"plans": ("Pro",)}, "Acme Pro costs $49.", []),
        ({"plans": ("Pro",)}, "Acme Starter costs $9.", ["Pro"]),
        ({"topic": ("sso",)}, "Acme Pro lists “single sign-on”.", []),
        ({"topic": ("sso",)}, "The cheapest is Acme Starter at $9.", ["sso"]),
        ({"seats": 25}, "Acme Pro for 25 seats comes to $1,225.", []),
        ({"seats": 25}, "Acme Pro costs $49.", ["25 seats"]),
        ({"percent": True}, "Acme Pro costs 20 % more than Acme Starter.", []),
        ({"percent": True}, "Acme Pro costs $49.", ["a percentage"]),
    ],
)
def test_what_was_asked_for_and_is_not_told_is_found(asked: dict[str, object], told: str, left: list[str]) -> None:
    assert unspoken(ASKED.model_copy(update=asked), told) == left


def test_an_answer_beside_the_point_is_relied_on_less_and_says_why() -> None:
    beside = weigh(replace(WELL, unspoken=("sso",)))
    assert beside.value < weigh(WELL).value
    assert "The answer does not speak of sso." in beside.reasons


async def test_an_answer_to_the_point_loses_nothing() -> None:
    asked = await ask("How much is Acme Pro?", a_shelf())
    assert asked.ended.confidence.value == 1.0

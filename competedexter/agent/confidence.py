"""How far an answer can be relied on: coverage x freshness x agreement x verification x point, each told in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from .facts import LookFact, PriceFact
from .figures_in_text import holds_number
from .money import day_words, joined
from .topics import carried
from .understanding import Understanding

_AGES = (
    (7, 1.0),
    (30, 0.9),
    (180, 0.75),
    (100_000, 0.6),
)  # days since last seen; a price page moves about twice a year
DISAGREEMENT = 0.7
BAD_HEALTH = 0.85
DOUBTFUL_NAME = 0.9
FROM_SEARCH = 0.8  # words found in passages, no typed fact
HALF = 0.5  # of the words of a subject: "audit log retention" is spoken of in "audit logs"
UNSPOKEN = 0.6  # for each thing that was asked for and that the answer does not speak of


@dataclass(frozen=True)
class Signals:
    """What is known about an answer when it is finished."""

    required: int
    found: int
    shown: int
    dropped: int
    oldest: datetime | None
    seen_until: datetime
    disagree: bool = False
    unhealthy: Sequence[str] = ()
    doubtful: bool = False
    only_passages: bool = False
    unspoken: Sequence[str] = ()


@dataclass(frozen=True)
class Confidence:
    """`value` from 0 to 1."""

    value: float
    reasons: tuple[str, ...]


def weigh(signals: Signals) -> Confidence:
    """No evidence is no confidence; everything else multiplies."""
    if not signals.shown:
        return Confidence(0.0, ("Nothing in the archive supports an answer.",))
    value, reasons = 1.0, []
    for factor, reason in (
        _coverage(signals),
        _freshness(signals),
        _agreement(signals),
        _verification(signals),
        _kind(signals),
        _to_the_point(signals),
    ):
        value *= factor
        if reason:
            reasons.append(reason)
    return Confidence(round(value, 2), tuple(reasons))


def _coverage(signals: Signals) -> tuple[float, str]:
    if not signals.required:
        return 1.0, ""
    if signals.found >= signals.required:
        return 1.0, "What the question needs was found."
    told = f"{signals.found} of {signals.required} facts the question needs were found."
    return 0.4 + 0.6 * signals.found / signals.required, told


def _freshness(signals: Signals) -> tuple[float, str]:
    if signals.oldest is None:
        return 1.0, ""
    days = max((signals.seen_until - signals.oldest).days, 0)
    factor = next(factor for limit, factor in _AGES if days <= limit)
    return factor, f"The oldest evidence was last seen on {day_words(signals.oldest)}."


def _agreement(signals: Signals) -> tuple[float, str]:
    if signals.disagree:
        return DISAGREEMENT, "Two sources disagree."
    if signals.unhealthy:
        return BAD_HEALTH, f"Not every source can be read at the moment: {', '.join(sorted(set(signals.unhealthy)))}."
    return 1.0, ""


def _verification(signals: Signals) -> tuple[float, str]:
    if not signals.dropped:
        return 1.0, "Every sentence was checked against the archive."
    share = signals.shown / (signals.shown + signals.dropped)
    return (
        share,
        f"{signals.dropped} sentence{'s' if signals.dropped != 1 else ''} could not be verified and were left out.",
    )


def _kind(signals: Signals) -> tuple[float, str]:
    factor = DOUBTFUL_NAME if signals.doubtful else 1.0
    if signals.only_passages:
        return factor * FROM_SEARCH, "The answer quotes passages; no typed fact confirms them."
    return factor, ""


def _to_the_point(signals: Signals) -> tuple[float, str]:
    """An answer to less than was asked is an answer to another question."""
    if not signals.unspoken:
        return 1.0, ""
    return UNSPOKEN ** len(signals.unspoken), f"The answer does not speak of {joined(tuple(signals.unspoken))}."


def unspoken(understanding: Understanding, told: str) -> list[str]:
    """What was asked for and stands nowhere in what was told: plans, a subject, seats, a percentage."""
    folded, found = told.casefold(), []
    found += [plan for plan in understanding.plans if not _is_named(plan, folded)]
    if understanding.topic and carried(understanding.topic, told) < HALF:
        found.append(" ".join(understanding.topic))
    if understanding.seats and not holds_number(told, Decimal(understanding.seats)):
        found.append(f"{understanding.seats} seats")
    if understanding.percent and "%" not in told:
        found.append("a percentage")
    return found


def _is_named(plan: str, told: str) -> bool:
    """Whether a word of a plan's name stands in a text; a price of zero is a free plan under any name."""
    named = [word for word in re.findall(r"\w+", plan.casefold()) if word not in ("plan", "tier")]
    return any(re.search(rf"\b{re.escape(word)}", told) for word in named) or not named


def disagreements(facts: Sequence[PriceFact]) -> list[tuple[PriceFact, PriceFact]]:
    """Plans of one name of one competitor that two pages price differently."""
    pairs = []
    for at, one in enumerate(facts):
        for other in facts[at + 1 :]:
            same = one.competitor_id == other.competitor_id and one.plan.casefold() == other.plan.casefold()
            if same and one.place.document_id != other.place.document_id and set(one.prices) != set(other.prices):
                pairs.append((one, other))
    return pairs


def unhealthy(looks: Sequence[LookFact]) -> list[str]:
    return [f"{look.source_type} is {look.health}" for look in looks if look.health not in ("ok", "")]

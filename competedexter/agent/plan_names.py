"""Plans by the names people give them, and their prices as numbers to compute with."""

import re
from collections.abc import Sequence
from decimal import Decimal

from rapidfuzz.distance import OSA

from competedexter.market.evidence.records import Price

from .facts import Operand, PriceFact

_WORD = re.compile(r"[^\W_]+(?:[+#])*")
_GENERIC = frozenset({"plan", "tier", "plans", "edition", "package"})


def _words(name: str) -> list[str]:
    return [word for word in _WORD.findall(name.casefold()) if word not in _GENERIC]


def matching(facts: Sequence[PriceFact], names: Sequence[str]) -> list[PriceFact]:
    """The plans of each competitor that carry one of the names: whole names first, then parts, then one typo away."""
    kept: list[PriceFact] = []
    for competitor_id in dict.fromkeys(fact.competitor_id for fact in facts):
        own = [fact for fact in facts if fact.competitor_id == competitor_id]
        for name in names:
            kept += [fact for fact in _best(own, name) if fact not in kept]
    return kept


def _best(facts: Sequence[PriceFact], name: str) -> list[PriceFact]:
    wanted = _words(name)
    if not wanted:
        return []
    whole = [fact for fact in facts if _words(fact.plan) == wanted]
    part = [fact for fact in facts if set(wanted) <= set(_words(fact.plan))]
    near = [fact for fact in facts if any(_near(word, wanted) for word in _words(fact.plan))]
    free = [fact for fact in facts if name.casefold() == "free" and any(price.amount == 0 for price in fact.prices)]
    return whole or part or free or near


def _near(word: str, wanted: Sequence[str]) -> bool:
    return any(_alike(word, other) for other in wanted)


def _alike(one: str, other: str) -> bool:
    """The same word, its plural or a shorter form ("pro", "professional"), or one typo in a long word."""
    if one.rstrip("s") == other.rstrip("s") or (
        min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one))
    ):
        return True
    return min(len(one), len(other)) > 4 and OSA.distance(one, other) == 1


def unit_of(price: Price) -> str:
    """`USD per user per month`: what two amounts must share to be set against each other."""
    per = f" per {price.unit}" if price.unit else ""
    period = f" per {price.period}" if price.period in ("month", "year") else ""
    return f"{price.currency or '?'}{per}{period}"


def operand_of(
    fact: PriceFact, price: Price, name: str, *, value: Decimal | None = None, unit: str | None = None
) -> Operand:
    """A plan's price as a number that rests on the plan's place in the archive. The price must have an amount."""
    amount = value if value is not None else price.amount
    if amount is None:
        raise ValueError("an unpublished price is no number")
    return Operand(label=f"{name} {fact.plan}", value=amount, unit=unit or unit_of(price), place=fact.place)

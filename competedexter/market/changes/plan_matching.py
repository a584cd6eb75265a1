"""Which plan of the later page is which plan of the earlier one: by name, then by price, features and place."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from competedexter.market.evidence.records import Plan, Price

SAME_PLAN = 0.5  # likeness from which a plan under another name is the same plan
_NUMBERED = re.compile(r"(?:plan|tier|package|option|#)? ?\d{1,2}")  # the reader's own name for a plan without one
_FILLER = re.compile(r"\b(plan|tier|package|edition|offer)\b")
_AMOUNT_ONLY = re.compile(r"^[\W\d_]*(free|mo|month|yr|year|usd|eur|gbp|[\W\d_])*$")


@dataclass(frozen=True)
class PlanPair:
    """A plan on both pages; `before` or `after` is None when it stands on one of them only."""

    before: Plan | None
    after: Plan | None
    renamed: bool = False

    @property
    def name(self) -> str:
        """What the plan is called now, else what it was called."""
        plan = self.after or self.before
        return (plan.name or plan.price_text or "unnamed plan") if plan else ""


@dataclass(frozen=True)
class _Placed:
    """A plan and its place among the plans of its page, 0 (first) to 1 (last)."""

    plan: Plan
    place: float


def plan_key(name: str) -> str:
    """A plan's name as matching sees it; empty when the "name" is only a price or a number."""
    folded = name.casefold().strip()
    if _NUMBERED.fullmatch(folded):
        return ""
    if _AMOUNT_ONLY.match(folded) and folded.strip() != "free":
        return ""
    return " ".join(re.findall(r"\w+", _FILLER.sub(" ", folded) or folded))


def pair_plans(before: Sequence[Plan], after: Sequence[Plan]) -> tuple[PlanPair, ...]:
    """Every plan of both pages exactly once, in the order of the later page, removed ones last."""
    left, right = _placed(before), _placed(after)
    pairs = dict(_by_name(left, right))
    pairs |= _by_likeness([b for b in range(len(left)) if b not in pairs], left, right, set(pairs.values()))
    found = {a: b for b, a in pairs.items()}
    kept = [_pair(left[found[a]].plan if a in found else None, right[a].plan) for a in range(len(right))]
    return (*kept, *(PlanPair(left[b].plan, None) for b in range(len(left)) if b not in pairs))


def pair_named(before: Sequence[Plan], after: Sequence[Plan]) -> tuple[PlanPair, ...]:
    """The same where names are identities: price lists name what they mean, so nothing is taken for a renamed plan."""
    old = {plan.name: plan for plan in before}
    kept = [PlanPair(old.pop(plan.name, None), plan) for plan in after]
    return (*kept, *(PlanPair(plan, None) for plan in old.values()))


def _pair(before: Plan | None, after: Plan) -> PlanPair:
    if before is None:
        return PlanPair(None, after)
    old, new = plan_key(before.name), plan_key(after.name)
    return PlanPair(before, after, renamed=bool(old and new and old != new))


def _placed(plans: Sequence[Plan]) -> list[_Placed]:
    merged = _merge_namesakes(plans)
    last = max(len(merged) - 1, 1)
    return [_Placed(plan, index / last) for index, plan in enumerate(merged)]


def _merge_namesakes(plans: Sequence[Plan]) -> list[Plan]:
    """A plan shown twice (a monthly and a yearly card, a card and a table) is one plan with all its prices."""
    merged: dict[object, Plan] = {}
    for index, plan in enumerate(plans):
        key: object = plan_key(plan.name) or index
        known = merged.get(key)
        merged[key] = _joined(known, plan) if known else plan
    return list(merged.values())


def _joined(first: Plan, second: Plan) -> Plan:
    return first.model_copy(
        update={
            "prices": tuple(dict.fromkeys(first.prices + second.prices)),
            "features": tuple(dict.fromkeys(first.features + second.features)),
            "limits": second.limits | first.limits,
        }
    )


def _by_name(left: Sequence[_Placed], right: Sequence[_Placed]) -> Iterable[tuple[int, int]]:
    places = {plan_key(placed.plan.name): a for a, placed in enumerate(right)}
    for b, placed in enumerate(left):
        key = plan_key(placed.plan.name)
        if key and key in places:
            yield b, places[key]


def _by_likeness(
    unpaired: Sequence[int], left: Sequence[_Placed], right: Sequence[_Placed], taken: set[int]
) -> dict[int, int]:
    """Best pairs first, each plan once."""
    scores = sorted(
        ((likeness(left[b], right[a]), b, a) for b in unpaired for a in range(len(right)) if a not in taken),
        key=lambda entry: (-entry[0], entry[1], entry[2]),
    )
    pairs: dict[int, int] = {}
    for score, b, a in scores:
        if score >= SAME_PLAN and b not in pairs and a not in pairs.values():
            pairs[b] = a
    return pairs


def likeness(before: _Placed, after: _Placed) -> float:
    """0 (nothing in common) to about 1.2, from prices, contents, place and name."""
    old, new = before.plan, after.plan
    score = 0.45 * _same_prices(old.prices, new.prices)
    score += 0.40 * _overlap(_contents(old), _contents(new))
    score += 0.20 * (1.0 - abs(before.place - after.place))
    return score + _name_likeness(old.name, new.name)


def _same_prices(before: Sequence[Price], after: Sequence[Price]) -> float:
    old, new = ({(p.amount, p.currency) for p in prices if p.amount is not None} for prices in (before, after))
    if not old and not new:
        return 0.4
    return len(old & new) / max(len(old | new), 1)


def _contents(plan: Plan) -> set[str]:
    listed = [*plan.features, *plan.limits]
    return {" ".join(re.findall(r"[^\W\d_]+", text.casefold())) for text in listed}


def _overlap(before: set[str], after: set[str]) -> float:
    if not before and not after:
        return 0.25
    return len(before & after) / len(before | after)


def _name_likeness(before: str, after: str) -> float:
    """Part of one name in the other speaks for the same plan, as does no name on either page; other names against it."""
    old, new = plan_key(before), plan_key(after)
    if not old or not new:
        return 0.25 if old == new else 0.0
    return 0.3 * (fuzz.token_set_ratio(old, new) / 100 - 0.5)

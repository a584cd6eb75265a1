"""Two readings of one pricing page, as typed changes: which plan, which price, from what to what.

Plans are matched by name, then by price, contents and place, so that a renamed plan is not a removed and an added one
and two plans that swap prices are two price moves. Prices of another currency, period or basis are never compared.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from competedexter.market.evidence.records import Plan, Price, PricingRecord, as_amount

from .confirmation import suspicion
from .drafts import Draft, JsonObject, SpanRef, draft
from .kinds import ChangeKind, Label
from .plan_matching import PlanPair, pair_named, pair_plans, plan_key
from .price_matching import Move, PriceMove, pair_listed, pair_prices
from .terms import compare_terms

_KINDS = {
    Move.RAISED: ChangeKind.PLAN_PRICE_RAISED,
    Move.LOWERED: ChangeKind.PLAN_PRICE_LOWERED,
    Move.HIDDEN: ChangeKind.PLAN_PRICE_HIDDEN,
    Move.PUBLISHED: ChangeKind.PLAN_PRICE_PUBLISHED,
}
_REASONS = {
    Move.RAISED: "The price of a plan went up.",
    Move.LOWERED: "The price of a plan went down.",
    Move.HIDDEN: "The plan had a public price and has none now.",
    Move.PUBLISHED: "The plan had no public price and has one now.",
    Move.CURRENCY: "The page shows another currency; the amounts are not comparable.",
    Move.PERIOD: "The price is now told for another period; the amounts are not comparable.",
    Move.BASIS: "The price is now told for another way of billing; the amounts are not comparable.",
    Move.UNIT: "The price now counts another unit; the amounts are not comparable.",
    Move.MULTIPLIED: "The price is now multiplied by another unit; the amounts are not comparable.",
    Move.OFFERED: "The plan can now also be paid this way.",
    Move.WITHDRAWN: "The plan can no longer be paid this way.",
}
_MINOR_MOVES = frozenset({Move.CURRENCY, Move.BASIS, Move.UNIT})  # as a rule another view of the same price list


def diff_pricing(before: PricingRecord, after: PricingRecord) -> tuple[Draft, ...]:
    """The typed changes from one reading to the next; empty when the two say the same. Subjects are unique."""
    met: Counter[tuple[ChangeKind, str]] = Counter()
    drafts: list[Draft] = []
    for found in _drafts(before, after):
        key = (found.kind, found.subject)
        met[key] += 1
        drafts.append(found if met[key] == 1 else replace(found, subject=f"{found.subject} #{met[key]}"))
    return tuple(drafts)


def _drafts(before: PricingRecord, after: PricingRecord) -> Iterator[Draft]:
    if not before.plans or not after.plans:
        yield from _all_or_none(before, after)
        return
    listed = before.named and after.named
    for pair in (pair_named if listed else pair_plans)(before.plans, after.plans):
        if pair.before is None and pair.after is not None:
            yield _added(pair.after)
        elif pair.after is None and pair.before is not None:
            yield _removed(pair.before)
        elif pair.before is not None and pair.after is not None:
            yield from _kept(pair, pair.before, pair.after, listed=listed)
    yield from _default_period(before, after)


def _all_or_none(before: PricingRecord, after: PricingRecord) -> Iterator[Draft]:
    """A page that stopped stating plans, or began to: their prices are hidden or published; whether they are sold is not said."""
    for pair in pair_plans(before.plans, after.plans):
        old, new = (plan.prices if plan else () for plan in (pair.before, pair.after))
        for move in pair_prices(old, new):
            yield _moved(pair, move)


def _kept(pair: PlanPair, before: Plan, after: Plan, *, listed: bool) -> Iterator[Draft]:
    if pair.renamed:
        yield _renamed(before, after)
    for move in (pair_listed if listed else pair_prices)(before.prices, after.prices):
        yield _moved(pair, move)
    terms = compare_terms(before, after)
    if terms:
        label, why = Label.SIGNIFICANT, "What the plan includes changed."
        if terms.only_wording:
            label, why = Label.MINOR, "What the plan includes is told in other words."
        yield draft(
            ChangeKind.PLAN_TERMS_CHANGED,
            f"terms:{_subject(pair)}",
            f"{pair.name}: {terms.in_words()}",
            {"plan": pair.name} | terms.as_json(),
            label=label,
            reason=why,
            before=_span(before),
            after=_span(after),
        )


def _added(plan: Plan) -> Draft:
    prices = _price_list(plan)
    return draft(
        ChangeKind.PLAN_ADDED,
        f"plan:{_name_key(plan)}",
        f"New plan {_name(plan)}" + (f": {prices}" if prices else ""),
        {"plan": _name(plan), "after": _whole(plan)},
        label=Label.SIGNIFICANT,
        reason="A plan that was not on the page before is on it now.",
        suspicious=suspicion(ChangeKind.PLAN_ADDED, {}) is not None,
        after=_span(plan),
    )


def _removed(plan: Plan) -> Draft:
    prices = _price_list(plan)
    return draft(
        ChangeKind.PLAN_REMOVED,
        f"plan:{_name_key(plan)}",
        f"Plan {_name(plan)} is gone" + (f" (it was {prices})" if prices else ""),
        {"plan": _name(plan), "before": _whole(plan)},
        label=Label.SIGNIFICANT,
        reason="A plan that was on the page before is not on it now.",
        suspicious=suspicion(ChangeKind.PLAN_REMOVED, {}) is not None,
        before=_span(plan),
    )


def _renamed(before: Plan, after: Plan) -> Draft:
    return draft(
        ChangeKind.PLAN_RENAMED,
        f"plan:{_name_key(after)}",
        f"Plan {before.name} is now called {after.name}",
        {"plan": after.name, "before": {"name": before.name}, "after": {"name": after.name}},
        label=Label.SIGNIFICANT,
        reason="The same offer has another name.",
        before=_span(before),
        after=_span(after),
    )


def _moved(pair: PlanPair, move: PriceMove) -> Draft:
    kind = _KINDS.get(move.move, ChangeKind.PLAN_TERMS_CHANGED)
    data: JsonObject = {
        "plan": pair.name,
        "before": move.before and price_json(move.before),
        "after": move.after and price_json(move.after),
        "percent": move.percent,
    }
    return draft(
        kind,
        f"price:{_subject(pair)}:{_price_key(move.after or move.before)}",
        f"{pair.name}: {_move_in_words(move)}",
        data,
        label=Label.MINOR if move.move in _MINOR_MOVES else Label.SIGNIFICANT,
        reason=_REASONS[move.move],
        suspicious=suspicion(kind, data) is not None,
        before=_span(pair.before) if pair.before else None,
        after=_span(pair.after) if pair.after else None,
    )


def _default_period(before: PricingRecord, after: PricingRecord) -> Iterator[Draft]:
    """A toggle that opens on another side is told as such; the prices themselves did not move."""
    old, new = before.default_period, after.default_period
    if old is None or new is None or old == new:
        return
    yield draft(
        ChangeKind.PLAN_TERMS_CHANGED,
        "default-period",
        f"Prices are now shown per {new} first, before per {old}",
        {"plan": None, "before": {"period": old}, "after": {"period": new}, "percent": None},
        label=Label.MINOR,
        reason="The page opens on another billing period; that by itself moves no price.",
        suspicious=True,
    )


def price_json(price: Price) -> JsonObject:
    """A price as api.md "Shapes" shows it."""
    dumped: JsonObject = price.model_dump(mode="json", by_alias=True)
    return dumped


def told(price: Price | None) -> str:
    """ "20.00 USD/month per seat, billed annually"; "not public" without an amount."""
    if price is None or price.amount is None:
        return "not public"
    amount = as_amount(price.amount).removesuffix(".00")
    period = {"once": " once", "usage": "", None: ""}.get(price.period, f"/{price.period}")
    unit = f" per {price.unit.removeprefix('per ')}" if price.unit else ""
    basis = f", {price.basis}" if price.basis else ""
    return f"{amount} {price.currency or ''}".strip() + period + unit + basis


def _move_in_words(move: PriceMove) -> str:
    if move.move is Move.OFFERED:
        return f"now also {told(move.after)}"
    if move.move is Move.WITHDRAWN:
        return f"no longer {told(move.before)}"
    percent = "" if move.percent is None else f" ({move.percent:+g} %)"
    return f"{told(move.before)} → {told(move.after)}{percent}"


def _price_key(price: Price | None) -> str:
    if price is None:
        return ""
    return "/".join(str(part) for part in (price.currency, price.period, price.unit, price.basis) if part)


def _subject(pair: PlanPair) -> str:
    plan = pair.after or pair.before
    return _name_key(plan) if plan else ""


def _name(plan: Plan) -> str:
    return plan.name or plan.price_text or "without a name"


def _name_key(plan: Plan) -> str:
    return plan_key(plan.name) or f"unnamed {plan.price_text}".strip()


def _price_list(plan: Plan) -> str:
    return ", ".join(told(price) for price in plan.prices) or plan.price_text


def _whole(plan: Plan) -> JsonObject:
    dumped: JsonObject = plan.model_dump(mode="json", by_alias=True, exclude={"start", "end"})
    return dumped


def _span(plan: Plan) -> SpanRef:
    return SpanRef(plan.start, plan.end, " ".join(part for part in (plan.name, plan.price_text) if part))

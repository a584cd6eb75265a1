"""Prices of several competitors side by side."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import Field

from competedexter.agent.calculations import compute
from competedexter.agent.facts import Fact, FigureFact, Operand, PriceFact
from competedexter.agent.money import monthly
from competedexter.agent.plan_contents import lists
from competedexter.agent.plan_names import matching, operand_of
from competedexter.agent.question import MAX_COMPETITORS
from competedexter.agent.toolbox import Arguments, DataType, ToolContext, ToolResult
from competedexter.market.changes.price_matching import basis_key
from competedexter.market.evidence.records import Price


class ComparisonArguments(Arguments):
    competitor_ids: tuple[UUID, ...] = Field(min_length=1, max_length=MAX_COMPETITORS)
    plans: tuple[str, ...] = Field(default=(), description="only plans of these names")
    extreme: Literal["cheapest", "dearest"] = "cheapest"
    topic: tuple[str, ...] = Field(default=(), description="only plans that list this")

    @property
    def about(self) -> tuple[UUID, ...]:
        return self.competitor_ids


class ComparePricing:
    """Prices of 2 to 10 competitors set against each other: which is cheapest among those that can be compared.

    Works on the results of the get_pricing tasks it depends on.
    """

    name = "compare_pricing"
    version = "2"
    data_type: DataType = "computed"
    args = ComparisonArguments

    async def run(self, args: ComparisonArguments, context: ToolContext) -> ToolResult:
        prices = [fact for result in context.earlier.values() for fact in result.facts if isinstance(fact, PriceFact)]
        scoped = [fact for fact in prices if fact.competitor_id in args.competitor_ids]
        named = matching(scoped, args.plans) if args.plans else scoped
        listing = [fact for fact in named if lists(fact, args.topic)]
        matched = listing or named
        figures, gaps = _extremes(matched, args.extreme, context)
        if args.topic and not listing:
            gaps.append(f"No plan here lists “{' '.join(args.topic)}”; all of them are compared.")
        missing = [id_ for id_ in args.competitor_ids if not any(fact.competitor_id == id_ for fact in matched)]
        gaps += [_missing(context.name(id_), args.plans, args.topic if listing else ()) for id_ in missing]
        facts: list[Fact] = [*matched, *figures]
        found = len({fact.competitor_id for fact in matched})
        return ToolResult(
            summary=f"Prices of {found} competitors side by side",
            facts=tuple(facts),
            gaps=tuple(gaps),
            partial=bool(missing),
        )


def _missing(name: str, plans: Sequence[str], topic: Sequence[str]) -> str:
    if topic:
        return f"No plan of {name} lists “{' '.join(topic)}”; that does not mean that none has it."
    if plans:
        return f"{name} shows no plan called {' or '.join(plans)}."
    return f"No prices of {name} could be compared."


Comparable = tuple[PriceFact, Price, Decimal]


def _extremes(facts: Sequence[PriceFact], extreme: str, context: ToolContext) -> tuple[list[FigureFact], list[str]]:
    """The cheapest (or dearest) paid price of the largest group that can be compared; the others are said."""
    groups: dict[str, list[Comparable]] = {}
    for fact in facts:
        for unit, best in _by_unit(fact).items():
            groups.setdefault(unit, []).append((fact, *best))
    several = {unit: group for unit, group in groups.items() if len({one[0].competitor_id for one in group}) > 1}
    gaps = _not_comparable(groups, several, context)
    if not several:
        return [], gaps
    unit = max(several, key=lambda key: (len({one[0].competitor_id for one in several[key]}), " billed" not in key))
    operands = tuple(_operand(one, unit, context) for one in several[unit])
    operation = "lowest" if extreme == "cheapest" else "highest"
    label = f"{extreme} of {len(operands)} paid plans per month"
    return [FigureFact(operation=operation, label=label, operands=operands, result=compute(operation, operands))], gaps


def _by_unit(fact: PriceFact) -> dict[str, tuple[Price, Decimal]]:
    """A plan's lowest paid monthly amount for each currency and unit it is sold in."""
    best: dict[str, tuple[Price, Decimal]] = {}
    for price in fact.prices:
        amount = monthly(price)
        if amount is None or amount == 0 or price.currency is None:
            continue
        unit = f"{price.currency} per {price.unit + ' per ' if price.unit else ''}month{_billed(price)}"
        if unit not in best or amount < best[unit][1]:
            best[unit] = (price, amount)
    return best


def _billed(price: Price) -> str:
    """A price for those who pay a year ahead is not set against one for those who do not."""
    yearly = price.period == "year" or basis_key(price.basis) == "year"
    return " billed yearly" if yearly else ""


def _operand(one: Comparable, unit: str, context: ToolContext) -> Operand:
    fact, price, amount = one
    return operand_of(fact, price, context.name(fact.competitor_id), value=amount, unit=unit)


def _not_comparable(
    groups: dict[str, list[Comparable]], several: dict[str, list[Comparable]], context: ToolContext
) -> list[str]:
    """Competitors whose prices are in another currency or counted otherwise than everyone else's."""
    compared = {one[0].competitor_id for group in several.values() for one in group}
    alone = {
        one[0].competitor_id: unit
        for unit, group in groups.items()
        for one in group
        if one[0].competitor_id not in compared
    }
    return (
        [
            f"{context.name(id_)} prices in {unit}, which cannot be set against the others."
            for id_, unit in alone.items()
        ]
        if len(groups) > 1
        else []
    )

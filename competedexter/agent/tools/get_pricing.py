"""The prices of one competitor."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field

from competedexter.agent.facts import Fact, LookFact
from competedexter.agent.library import PricingState
from competedexter.agent.money import day_words
from competedexter.agent.plan_prices import price_fact
from competedexter.agent.toolbox import Arguments, DataType, ToolContext, ToolResult
from competedexter.agent.windows import Ending


class PricingArguments(Arguments):
    competitor_id: UUID
    at: Ending = Field(default=None, description="prices as last observed at this time; the newest when left out")

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.competitor_id,)


class GetPricing:
    """All plans of one competitor with prices, currency, period, unit, limits and features, as last observed."""

    name = "get_pricing"
    version = "1"
    data_type: DataType = "pricing"
    args = PricingArguments

    async def run(self, args: PricingArguments, context: ToolContext) -> ToolResult:
        until = min(args.at, context.seen_until) if args.at else context.seen_until
        states = await context.library.pricing(args.competitor_id, until)
        looks = await context.library.looks(args.competitor_id, context.seen_until)
        own = [look for look in looks if look.source_type == "pricing"]
        facts: list[Fact] = [price_fact(plan, state, until) for state in states for plan in state.record.plans]
        name = context.name(args.competitor_id)
        if not facts:
            return ToolResult(
                summary=f"No prices of {name}",
                facts=tuple(own),
                gaps=(_why_none(name, states, own, until),),
                partial=True,
            )
        return ToolResult(summary=f"{len(facts)} plans of {name}", facts=(*facts, *own), gaps=_remarks(name, own))


def _why_none(name: str, states: Sequence[PricingState], looks: list[LookFact], until: datetime) -> str:
    if states:
        return f"{name}'s pricing page was read, but it shows no plans that could be recognised."
    if not looks:
        return f"No pricing page of {name} is watched."
    blocked = next((look for look in looks if look.health in ("blocked", "gone", "failing")), None)
    if blocked:
        return f"{name}'s pricing page could not be read ({blocked.reason or blocked.health}); that does not mean that it has no prices."
    first = min((look.first_seen_at for look in looks if look.first_seen_at), default=None)
    if first and first > until:
        return f"{name}'s prices have been watched since {day_words(first)}; what they were by {day_words(until)} is not known."
    return f"No prices of {name} had been observed by {day_words(until)}."


def _remarks(name: str, looks: list[LookFact]) -> tuple[str, ...]:
    """What a reader must know beside the prices: the page cannot be read now, or two pages disagree."""
    bad = [look for look in looks if look.health in ("blocked", "gone", "failing", "suspect")]
    return tuple(
        f"{name}'s pricing page is {look.health} at the moment; the prices are those last read." for look in bad[:1]
    )

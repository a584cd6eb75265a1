"""What the plans of one competitor contain."""

from uuid import UUID

from pydantic import Field

from competedexter.agent.facts import PriceFact
from competedexter.agent.plan_contents import listed
from competedexter.agent.plan_names import matching
from competedexter.agent.plan_prices import prices_of
from competedexter.agent.toolbox import Arguments, DataType, ToolContext, ToolResult


class FeatureArguments(Arguments):
    competitor_id: UUID
    topic: tuple[str, ...] = Field(default=(), description="what the plans should speak of; everything when empty")
    plans: tuple[str, ...] = Field(default=(), description="these plans in any case")

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.competitor_id,)


class GetFeatures:
    """Plans of one competitor whose entries list a feature or limit, with their prices, as last observed."""

    name = "get_features"
    version = "1"
    data_type: DataType = "pricing"
    args = FeatureArguments

    async def run(self, args: FeatureArguments, context: ToolContext) -> ToolResult:
        facts = await prices_of(context.library, args.competitor_id, context.seen_until)
        asked = matching(facts, args.plans)
        found = [fact for fact in facts if fact in asked or _speaks(fact, args)]
        name = context.name(args.competitor_id)
        return ToolResult(summary=f"{len(found)} plans of {name}", facts=tuple(found), partial=not found)


def _speaks(fact: PriceFact, args: FeatureArguments) -> bool:
    return bool(listed(fact, args.topic)[0]) if args.topic else not args.plans

"""What the plans of one competitor contain."""

from uuid import UUID

from pydantic import Field

from competedexter.agent.facts import PriceFact
from competedexter.agent.plan_contents import listed
from competedexter.agent.plan_names import matching
from competedexter.agent.plan_prices import prices_of
from competedexter.agent.standing import feature_facts
from competedexter.agent.things import FeatureFact
from competedexter.agent.toolbox import Arguments, DataType, ToolContext, ToolResult
from competedexter.agent.topics import speaks_of
from competedexter.market.evidence.listings import FeaturesRecord

MOST_CELLS = 40  # of a comparison table


class FeatureArguments(Arguments):
    competitor_id: UUID
    topic: tuple[str, ...] = Field(default=(), description="what the plans should speak of; everything when empty")
    plans: tuple[str, ...] = Field(default=(), description="these plans in any case")

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.competitor_id,)


class GetFeatures:
    """Plans of one competitor that have a feature or limit: by its comparison table and by the plans' own entries."""

    name = "get_features"
    version = "2"
    data_type: DataType = "pricing"
    args = FeatureArguments

    async def run(self, args: FeatureArguments, context: ToolContext) -> ToolResult:
        facts = await prices_of(context.library, args.competitor_id, context.seen_until)
        asked = matching(facts, args.plans)
        found = [fact for fact in facts if fact in asked or _speaks(fact, args)]
        name = context.name(args.competitor_id)
        table = await _of_table(args, context)
        return ToolResult(
            summary=f"{len({*(one.plan for one in found), *(one.plan for one in table)})} plans of {name}",
            facts=(*table, *found),
            partial=not found and not table,
        )


async def _of_table(args: FeatureArguments, context: ToolContext) -> list[FeatureFact]:
    """What comparison tables and feature lists say of the topic: of the plans asked about, else of all."""
    if not args.topic:
        return []
    states = await context.library.listed(args.competitor_id, "features", context.seen_until)
    facts = [
        fact
        for state in states
        if isinstance(state.record, FeaturesRecord)
        for feature in state.record.features
        if speaks_of(args.topic, f"{feature.name} {feature.group}")
        for fact in feature_facts(feature, state)
    ]
    named = {plan.casefold() for plan in args.plans}
    return [fact for fact in facts if fact.plan.casefold() in named or not fact.plan or not named][:MOST_CELLS]


def _speaks(fact: PriceFact, args: FeatureArguments) -> bool:
    return bool(listed(fact, args.topic)[0]) if args.topic else not args.plans

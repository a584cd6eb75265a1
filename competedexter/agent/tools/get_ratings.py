"""How one competitor is rated."""

from uuid import UUID

from pydantic import Field

from competedexter.agent.facts import Fact
from competedexter.agent.source_words import own_looks, remarks, why_none
from competedexter.agent.standing import rating_fact
from competedexter.agent.toolbox import Arguments, DataType, ToolContext, ToolResult
from competedexter.agent.windows import Ending
from competedexter.market.evidence.listings import RatingsRecord


class RatingArguments(Arguments):
    competitor_id: UUID
    until: Ending = Field(default=None, description="as last observed at this time; the newest when left out")

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.competitor_id,)


class GetRatings:
    """Ratings of one competitor by review sites and stores, with how many marks each is the mean of, as last observed."""

    name = "get_ratings"
    version = "1"
    data_type: DataType = "reviews"
    args = RatingArguments

    async def run(self, args: RatingArguments, context: ToolContext) -> ToolResult:
        until = min(args.until, context.seen_until) if args.until else context.seen_until
        states = await context.library.listed(args.competitor_id, "ratings", until)
        looks = await context.library.looks(args.competitor_id, context.seen_until)
        name, own = context.name(args.competitor_id), own_looks("ratings", looks)
        facts: list[Fact] = [
            rating_fact(one, state)
            for state in states
            if isinstance(state.record, RatingsRecord)
            for one in state.record.ratings
        ]
        if not facts:
            gaps = (why_none("ratings", name, looks, until),)
            return ToolResult(summary=f"No ratings of {name}", facts=tuple(own), gaps=gaps, partial=True)
        told = f"{len(facts)} rating{'' if len(facts) == 1 else 's'} of {name}"
        return ToolResult(summary=told, facts=(*facts, *own), gaps=tuple(remarks("ratings", name, looks)))

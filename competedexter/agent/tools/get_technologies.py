"""What one competitor's pages are built with."""

from uuid import UUID

from pydantic import Field

from competedexter.agent.facts import Fact
from competedexter.agent.listed import is_meant, tally
from competedexter.agent.source_words import own_looks, remarks, why_none
from competedexter.agent.standing import technology_fact
from competedexter.agent.toolbox import Arguments, DataType, ToolContext, ToolResult
from competedexter.agent.windows import Ending
from competedexter.market.evidence.listings import TechnologiesRecord


class TechnologyArguments(Arguments):
    competitor_id: UUID
    topic: tuple[str, ...] = Field(default=(), description="a technology or a kind of one; all when empty")
    until: Ending = Field(default=None, description="as last observed at this time; the newest when left out")

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.competitor_id,)


class GetTechnologies:
    """Technologies whose traces one competitor's pages show (analytics, payment, CMS, CDN), as last observed."""

    name = "get_technologies"
    version = "1"
    data_type: DataType = "tech_stack"
    args = TechnologyArguments

    async def run(self, args: TechnologyArguments, context: ToolContext) -> ToolResult:
        until = min(args.until, context.seen_until) if args.until else context.seen_until
        states = await context.library.listed(args.competitor_id, "tech_stack", until)
        looks = await context.library.looks(args.competitor_id, context.seen_until)
        name, own = context.name(args.competitor_id), own_looks("tech_stack", looks)
        if not states:
            gaps: tuple[str, ...] = (why_none("tech_stack", name, looks, until),)
            return ToolResult(summary=f"No technologies of {name}", facts=tuple(own), gaps=gaps, partial=True)
        facts: list[Fact] = []
        for state in states:
            if not isinstance(state.record, TechnologiesRecord):
                continue
            facts += [tally(state, "tech_stack", until)]
            facts += [tally(state, "tech_stack", until, args.topic)] if args.topic else []
            meant = [one for one in state.record.technologies if is_meant(one, args.topic)]
            facts += [technology_fact(one, state) for one in meant]
        gaps = tuple(remarks("tech_stack", name, looks))
        return ToolResult(summary=f"Technologies of {name}", facts=(*facts, *own), gaps=gaps)

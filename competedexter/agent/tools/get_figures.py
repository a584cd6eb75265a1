"""What one competitor reported of its business."""

from uuid import UUID

from pydantic import Field

from competedexter.agent.facts import Fact
from competedexter.agent.reported import chosen, is_of_metric, labels_in, with_growth
from competedexter.agent.source_words import own_looks, remarks, why_none
from competedexter.agent.standing import reported_fact
from competedexter.agent.toolbox import Arguments, DataType, ToolContext, ToolResult
from competedexter.agent.windows import Ending
from competedexter.market.evidence.listings import FiguresRecord


class FigureArguments(Arguments):
    competitor_id: UUID
    asked: str = Field(default="revenue", max_length=300, description="which figure and period, in words")
    until: Ending = Field(default=None, description="figures known at this time; the newest when left out")

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.competitor_id,)


class GetFigures:
    """Reported figures of one competitor (revenue, net income, cash), by quarter and year, with growth on a year before."""

    name = "get_figures"
    version = "1"
    data_type: DataType = "financials"
    args = FigureArguments

    async def run(self, args: FigureArguments, context: ToolContext) -> ToolResult:
        until = min(args.until, context.seen_until) if args.until else context.seen_until
        states = await context.library.listed(args.competitor_id, "financials", until)
        looks = await context.library.looks(args.competitor_id, context.seen_until)
        name, own = context.name(args.competitor_id), own_looks("financials", looks)
        labels = labels_in(args.asked)
        known = [
            reported_fact(one, state)
            for state in states
            if isinstance(state.record, FiguresRecord)
            for one in state.record.figures
            if is_of_metric(one.label, labels)
        ]
        if not states:
            none = (why_none("financials", name, looks, until),)
            return ToolResult(summary=f"No figures of {name}", facts=tuple(own), gaps=none, partial=True)
        found, gaps_found = chosen(known, args.asked, labels, name, until)
        facts: list[Fact] = [fact for one in found for fact in with_growth(one, known, name)]
        gaps = (*gaps_found, *remarks("financials", name, looks))
        return ToolResult(summary=f"Figures of {name}", facts=(*facts, *own), gaps=gaps, partial=not found)

"""Who a competitor is."""

from uuid import UUID

from competedexter.agent.facts import CompanyFact, Fact
from competedexter.agent.toolbox import Arguments, DataType, ToolContext, ToolResult


class CompanyArguments(Arguments):
    competitor_id: UUID

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.competitor_id,)


class GetCompany:
    """Name, domain, tier and tags of one competitor as this workspace records it, and its own words about itself."""

    name = "get_company"
    version = "1"
    data_type: DataType = "company"
    args = CompanyArguments

    async def run(self, args: CompanyArguments, context: ToolContext) -> ToolResult:
        company = context.companies[args.competitor_id]
        place = await context.library.home(args.competitor_id, context.seen_until)
        looks = await context.library.looks(args.competitor_id, context.seen_until)
        facts: list[Fact] = [CompanyFact(competitor_id=company.id, company=company, place=place), *looks]
        gaps = () if place else (f"No page on which {company.name} describes itself had been read by then.",)
        return ToolResult(summary=f"Profile of {company.name}", facts=tuple(facts), gaps=gaps, partial=place is None)

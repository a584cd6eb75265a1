"""Who a competitor is."""

from uuid import UUID

from pydantic import Field

from competedexter.agent.company_words import names_in
from competedexter.agent.facts import CompanyFact, Fact
from competedexter.agent.source_words import own_looks, remarks, why_none
from competedexter.agent.standing import about_fact
from competedexter.agent.things import AboutFact
from competedexter.agent.toolbox import Arguments, DataType, ToolContext, ToolResult
from competedexter.market.evidence.listings import CompanyRecord


class CompanyArguments(Arguments):
    competitor_id: UUID
    asked: str = Field(default="", max_length=300, description="which facts, in words; those of a profile when empty")

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.competitor_id,)


class GetCompany:
    """Who a competitor is: its own words, what the workspace records, and facts such as where it sits, since when, how large."""

    name = "get_company"
    version = "2"
    data_type: DataType = "company"
    args = CompanyArguments

    async def run(self, args: CompanyArguments, context: ToolContext) -> ToolResult:
        company = context.companies[args.competitor_id]
        looks = await context.library.looks(args.competitor_id, context.seen_until)
        facts = await _about(args, context)
        if args.asked:
            own, name = own_looks("company_info", looks), context.name(company.id)
            gaps = tuple(remarks("company_info", name, looks))
            if not facts:
                shown = any(look.first_seen_at for look in own)
                silent = f"What was read of {name} does not say that; that does not mean that the answer is no."
                gaps = (silent if shown else why_none("company_info", name, looks, context.seen_until),)
            return ToolResult(
                summary=f"{len(facts)} facts of {name}", facts=(*facts, *own), gaps=gaps, partial=not facts
            )
        place = await context.library.home(args.competitor_id, context.seen_until)
        whole: list[Fact] = [CompanyFact(competitor_id=company.id, company=company, place=place), *facts, *looks]
        missing = () if place else (f"No page on which {company.name} describes itself had been read by then.",)
        return ToolResult(summary=f"Profile of {company.name}", facts=tuple(whole), gaps=missing, partial=place is None)


async def _about(args: CompanyArguments, context: ToolContext) -> list[AboutFact]:
    """The facts asked about, or those of a profile."""
    states = await context.library.listed(args.competitor_id, "company_info", context.seen_until)
    wanted = names_in(args.asked)
    return [
        about_fact(fact, state)
        for state in states
        if isinstance(state.record, CompanyRecord)
        for fact in state.record.facts
        if fact.name in wanted
    ]

"""What changed at a competitor, and what happened to its sources."""

from uuid import UUID

from pydantic import Field

from competedexter.agent.facts import CountFact, Fact, LookFact, Place
from competedexter.agent.library import ChangeQuery
from competedexter.agent.money import day_words
from competedexter.agent.toolbox import Arguments, DataType, ToolContext, ToolResult
from competedexter.agent.windows import Beginning, Ending

HELD_BACK = ("noise", "variant")  # stored and listed in the ledger, not told unless asked for


class TimelineArguments(Arguments):
    competitor_id: UUID
    since: Beginning = None
    until: Ending = None
    kinds: tuple[str, ...] = Field(default=(), description="kinds of change, such as plan_price_raised; all when empty")
    limit: int = Field(default=20, ge=1, le=50)

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.competitor_id,)


class GetTimeline:
    """Typed changes of one competitor in a period (prices, plans, pages), newest first, with evidence before and after.

    Also says how many there were: none is a finding when the pages were really watched in that time.
    """

    name = "get_timeline"
    version = "1"
    data_type: DataType = "changes"
    args = TimelineArguments

    async def run(self, args: TimelineArguments, context: ToolContext) -> ToolResult:
        query = ChangeQuery(args.competitor_id, context.seen_until, args.since, args.until, args.kinds)
        changes = await context.library.changes(query)
        told = [change for change in changes if change.label not in HELD_BACK and change.state != "reverted"]
        events = [] if args.kinds else await context.library.events(query)
        looks = await context.library.looks(args.competitor_id, context.seen_until)
        places = () if told else await _pages_seen(args, context)
        count = _count(args, context, len(told), places)
        facts: list[Fact] = [*told[: args.limit], *events[: args.limit], count, *looks]
        gaps = _gaps(args, context, len(changes) - len(told), list(looks))
        return ToolResult(
            summary=_summary(context.name(args.competitor_id), len(told)),
            facts=tuple(facts),
            gaps=gaps,
            partial=not looks,
        )


def _summary(name: str, count: int) -> str:
    return f"{count or 'No'} change{'' if count == 1 else 's'} at {name}"


def _count(args: TimelineArguments, context: ToolContext, count: int, places: tuple[Place, ...]) -> CountFact:
    return CountFact(
        competitor_id=args.competitor_id,
        kinds=args.kinds,
        since=args.since,
        until=min(args.until, context.seen_until) if args.until else context.seen_until,
        count=count,
        places=places,
    )


async def _pages_seen(args: TimelineArguments, context: ToolContext) -> tuple[Place, ...]:
    """The pages on which "nothing changed" rests: the pricing pages as last read, or the home page."""
    states = await context.library.pricing(args.competitor_id, context.seen_until)
    if states:
        newest = states[0]
        plan = newest.record.plans[0] if newest.record.plans else None
        start, end = (plan.start, plan.end) if plan else (0, min(len(newest.text), 200))
        quote = newest.text[start:end]
        place = Place(
            document_id=newest.document_id, competitor_id=newest.competitor_id, title=newest.title, url=newest.url,
            observed_at=newest.observed_at, start=start, end=end, quote=quote, subject=plan.name if plan else "",
        )  # fmt: skip
        return (place,)
    home = await context.library.home(args.competitor_id, context.seen_until)
    return (home,) if home else ()


def _gaps(args: TimelineArguments, context: ToolContext, held_back: int, looks: list[LookFact]) -> tuple[str, ...]:
    name, gaps = context.name(args.competitor_id), []
    if held_back:
        gaps.append(
            f"{held_back} change{'' if held_back == 1 else 's'} at {name} labelled noise, variant or reverted are in the ledger and not told here."
        )
    seen = [look.first_seen_at for look in looks if look.first_seen_at]
    if not seen:
        gaps.append(f"No page of {name} had been read by then.")
    elif args.since and min(seen) > args.since:
        gaps.append(f"{name} has been watched since {day_words(min(seen))}; earlier changes are not known.")
    gaps += [
        f"{name}'s {look.source_type} page is {look.health}: changes there may have been missed."
        for look in looks
        if look.health in ("blocked", "gone", "failing")
    ]
    return tuple(gaps)

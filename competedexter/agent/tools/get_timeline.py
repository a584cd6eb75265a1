"""What changed at a competitor, and what happened to its sources."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field

from competedexter.agent.counted import is_dated, narrowed
from competedexter.agent.facts import ChangeFact, CountFact, Fact, LookFact, Place
from competedexter.agent.library import ChangeQuery
from competedexter.agent.money import day_words
from competedexter.agent.source_words import failing_words
from competedexter.agent.told import told_of
from competedexter.agent.toolbox import Arguments, DataType, ToolContext, ToolResult
from competedexter.agent.topics import speaks_of
from competedexter.agent.windows import Beginning, Ending
from competedexter.market.changes.kinds import PRICE_KINDS


class TimelineArguments(Arguments):
    competitor_id: UUID
    since: Beginning = None
    until: Ending = None
    kinds: tuple[str, ...] = Field(default=(), description="kinds of change, such as plan_price_raised; all when empty")
    plans: tuple[str, ...] = Field(default=(), description="only changes of these plans")
    topic: tuple[str, ...] = Field(default=(), description="only changes that speak of these words")
    limit: int = Field(default=20, ge=1, le=500)
    only_events: bool = Field(default=False, description="only when its pages could not be read")
    quiet: bool = Field(default=False, description="that nothing was found is no gap: others were asked too")

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.competitor_id,)

    @property
    def counted(self) -> tuple[str, ...]:
        return narrowed(self.kinds, self.plans)


class GetTimeline:
    """Typed changes of one competitor in a period (prices, plans, pages), newest first, with evidence before and after.

    Also says how many there were: none is a finding when the pages were really watched in that time.
    """

    name = "get_timeline"
    version = "2"
    data_type: DataType = "changes"
    args = TimelineArguments

    async def run(self, args: TimelineArguments, context: ToolContext) -> ToolResult:
        with_past = bool(args.since or args.until or args.kinds)
        query = ChangeQuery(
            args.competitor_id, context.seen_until, args.since, args.until, args.counted, with_past=with_past
        )
        if args.only_events:
            return await _of_pages(query, context)
        changes = await context.library.changes(query)
        told = told_of(changes, with_past=with_past)
        looks = await context.library.looks(args.competitor_id, context.seen_until)
        if args.topic:
            return _of_topic(args, context, told, looks)
        events = [] if args.counted else await context.library.events(query)
        places = () if told else await _pages_seen(args, context)
        count = _count(args, context, told, places, _watched_since(args, looks))
        kinds = _by_kind(args, context, told) if not args.counted else []
        facts: list[Fact] = [*told[: args.limit], *events[: args.limit], *([count] if count else []), *kinds, *looks]
        gaps = _gaps(args, context, len(changes) - len(told), list(looks), told=bool(told))
        return ToolResult(
            summary=_summary(context.name(args.competitor_id), len(told)),
            facts=tuple(facts),
            gaps=gaps,
            partial=not looks or count is None,
        )


def _summary(name: str, count: int) -> str:
    return f"{count or 'No'} change{'' if count == 1 else 's'} at {name}"


async def _of_pages(query: ChangeQuery, context: ToolContext) -> ToolResult:
    """What happened to the pages themselves, and how they are watched."""
    events = await context.library.events(query)
    looks = await context.library.looks(query.competitor_id, context.seen_until)
    summary = f"{len(looks)} watched pages of {context.name(query.competitor_id)}"
    return ToolResult(summary=summary, facts=(*events, *looks), partial=not looks)


def _of_topic(
    args: TimelineArguments, context: ToolContext, told: Sequence[ChangeFact], looks: Sequence[LookFact]
) -> ToolResult:
    """The changes that speak of something; they are not counted, since others may mean it in other words."""
    name = context.name(args.competitor_id)
    found = [change for change in told if speaks_of(args.topic, _text_of(change))]
    gaps = (
        () if found or args.quiet else (f"No change at {name} that was observed speaks of “{' '.join(args.topic)}”.",)
    )
    return ToolResult(summary=_summary(name, len(found)), facts=(*found[: args.limit], *looks), gaps=gaps)


def _text_of(change: ChangeFact) -> str:
    """A price that moved says nothing of what else stands in its plan's entry."""
    moved = change.change_kind in PRICE_KINDS
    quote = change.after.quote if change.after and not moved else ""
    return f"{change.plan} {change.summary} {quote}"


def _watched_since(args: TimelineArguments, looks: Sequence[LookFact]) -> datetime | None:
    """The first look at the pages that such changes stand on."""
    seen = [look for look in looks if look.first_seen_at]
    own = [look for look in seen if look.source_type == "pricing"] if args.counted else seen
    return min((look.first_seen_at for look in own or seen if look.first_seen_at), default=None)


def _count(
    args: TimelineArguments,
    context: ToolContext,
    told: Sequence[ChangeFact],
    places: tuple[Place, ...],
    first: datetime | None,
) -> CountFact | None:
    """What was counted and over what time. That there was none is known from the first look on; None: not watched then."""
    until = min(args.until, context.seen_until) if args.until else context.seen_until
    since = args.since
    if not told:
        if first is None or first > until:
            return None
        since = max(since, first) if since else first
    return CountFact(
        competitor_id=args.competitor_id, kinds=args.counted, since=since, until=until, count=len(told),
        with_past=bool(args.since or args.until or args.kinds), dated=any(map(is_dated, told)), places=places,
    )  # fmt: skip


def _by_kind(args: TimelineArguments, context: ToolContext, told: Sequence[ChangeFact]) -> list[CountFact]:
    """How many there were of each kind, so that many can be told in few words."""
    until = min(args.until, context.seen_until) if args.until else context.seen_until
    return [
        CountFact(
            competitor_id=args.competitor_id, kinds=(kind,), since=args.since, until=until, count=len(own),
            with_past=bool(args.since or args.until), dated=any(map(is_dated, own)),
        )
        for kind in dict.fromkeys(change.change_kind for change in told)
        if (own := [change for change in told if change.change_kind == kind])
    ]  # fmt: skip


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


def _gaps(
    args: TimelineArguments, context: ToolContext, held_back: int, looks: list[LookFact], *, told: bool
) -> tuple[str, ...]:
    name, gaps = context.name(args.competitor_id), []
    if held_back and not args.counted:
        gaps.append(
            f"{held_back} change{'' if held_back == 1 else 's'} at {name} labelled noise, variant or reverted are in the ledger and not told here."
        )
    seen = [look.first_seen_at for look in looks if look.first_seen_at]
    if not seen:
        gaps.append(f"No page of {name} had been read by then.")
    elif args.until and min(seen) > args.until and told:
        gaps.append(
            f"{name} has been watched since {day_words(min(seen))}; of the time before only what its sources date is known."
        )
    elif args.until and min(seen) > args.until:
        gaps.append(
            f"{name} was not watched then: it has been watched since {day_words(min(seen))}; what happened by "
            f"{day_words(args.until)} is not known."
        )
    elif args.since and min(seen).date() > args.since.date():
        gaps.append(f"{name} has been watched since {day_words(min(seen))}; earlier changes are not known.")
    for kind in dict.fromkeys(look.source_type for look in looks):
        gaps += failing_words(name, kind, [look for look in looks if look.source_type == kind])
    return tuple(gaps)

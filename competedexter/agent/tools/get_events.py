"""What one competitor published, filed or was told to have done."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field

from competedexter.agent.counted import is_dated
from competedexter.agent.facts import ChangeFact, CountFact, Fact, LookFact
from competedexter.agent.happened import KIND_OF, is_of_form, is_of_routine
from competedexter.agent.library import ChangeQuery
from competedexter.agent.source_words import SourceType, own_looks, remarks, thing_words, why_none
from competedexter.agent.told import told_of
from competedexter.agent.toolbox import Arguments, DataType, ToolContext, ToolResult
from competedexter.agent.topics import speaks_of
from competedexter.agent.windows import Beginning, Ending


class EventArguments(Arguments):
    competitor_id: UUID
    of: SourceType = Field(default="news", description="news, social, filings, funding, reviews or patents")
    since: Beginning = Field(default=None, description="only those that happened since")
    until: Ending = Field(default=None, description="only those that happened until")
    topic: tuple[str, ...] = Field(default=(), description="only those that speak of these words")
    forms: tuple[str, ...] = Field(default=(), description="only filings of these forms")
    limit: int = Field(default=20, ge=1, le=200)

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.competitor_id,)


class GetEvents:
    """Articles, posts, filings, funding rounds, reviews or patents of one competitor, newest first, by when they happened."""

    name = "get_events"
    version = "1"
    data_type: DataType = "changes"
    args = EventArguments

    async def run(self, args: EventArguments, context: ToolContext) -> ToolResult:
        kind = KIND_OF.get(args.of, KIND_OF["news"])
        query = ChangeQuery(args.competitor_id, context.seen_until, args.since, args.until, (kind,))
        told = told_of(await context.library.changes(query), with_past=True)
        looks = await context.library.looks(args.competitor_id, context.seen_until)
        name, what = context.name(args.competitor_id), thing_words(args.of)
        until = min(args.until, context.seen_until) if args.until else context.seen_until
        found = [change for change in told if _is_asked(change, args)]
        own = own_looks(args.of, looks)
        gaps = remarks(args.of, name, looks)
        if not told:
            gaps = [_none(args, context, looks, until)]
        elif not found:
            period = " of that time" if args.since or args.until else ""
            gaps.append(
                f"Of the {len(told):,} {what} of {name}{period} that were read, none speaks of “{_asked(args)}”."
            )
        counts = [_count(args, context, told, until)] if told and not (args.topic or args.forms) else []
        ordered = sorted(found, key=is_of_routine)  # stable: newest first within each
        facts: list[Fact] = [*ordered[: args.limit], *counts, *own]
        return ToolResult(
            summary=f"{len(found)} {what} of {name}", facts=tuple(facts), gaps=tuple(gaps), partial=not found
        )


def _asked(args: EventArguments) -> str:
    return " ".join((*args.forms, *args.topic))


def _is_asked(change: ChangeFact, args: EventArguments) -> bool:
    if args.forms and not is_of_form(change, args.forms):
        return False
    quote = change.after.quote if change.after else ""
    return not args.topic or speaks_of(args.topic, f"{change.subject} {change.category} {quote}")


def _none(args: EventArguments, context: ToolContext, looks: Sequence[LookFact], until: datetime) -> str:
    name, what = context.name(args.competitor_id), thing_words(args.of)
    read = [
        look for look in own_looks(args.of, looks) if look.first_seen_at and look.first_seen_at <= context.seen_until
    ]
    if read and (args.since or args.until):
        period = " in that time" if args.since else " by then"
        return f"No {what} of {name}{period} are among those that were read; a source may not list older ones."
    return why_none(args.of, name, looks, until)


def _count(args: EventArguments, context: ToolContext, told: Sequence[ChangeFact], until: datetime) -> CountFact:
    kind = KIND_OF.get(args.of, KIND_OF["news"])
    return CountFact(
        competitor_id=args.competitor_id, kinds=(kind,), since=args.since, until=until, count=len(told),
        dated=any(map(is_dated, told)),
    )  # fmt: skip

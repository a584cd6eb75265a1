"""Records of sources that the workspace described itself, and pages that a site names."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from competedexter.agent.facts import Fact
from competedexter.agent.library import ListedState
from competedexter.agent.listed import is_meant, tally, things_of
from competedexter.agent.source_words import SourceType, own_looks, remarks, thing_words, why_none
from competedexter.agent.standing import page_fact, row_fact
from competedexter.agent.toolbox import Arguments, DataType, ToolContext, ToolResult
from competedexter.agent.windows import Ending
from competedexter.market.evidence.listings import ListedPage, Row

MOST_LISTED = 40  # entries brought of one list; the counts are of all


class RecordArguments(Arguments):
    competitor_id: UUID
    of: Literal["custom", "site"] = Field(default="custom", description="site: the pages that its sitemap names")
    topic: tuple[str, ...] = Field(default=(), description="only entries that carry these words")
    until: Ending = Field(default=None, description="as last observed at this time; the newest when left out")

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.competitor_id,)


class GetRecords:
    """Entries of one competitor's custom sources, or the pages that its site names: how many and which, as last observed."""

    name = "get_records"
    version = "1"
    data_type: DataType = "custom"
    args = RecordArguments

    async def run(self, args: RecordArguments, context: ToolContext) -> ToolResult:
        until = min(args.until, context.seen_until) if args.until else context.seen_until
        kind: SourceType = args.of
        states = await context.library.listed(args.competitor_id, args.of, until)
        looks = await context.library.looks(args.competitor_id, context.seen_until)
        name, own = context.name(args.competitor_id), own_looks(kind, looks)
        what = thing_words(kind)
        if not states:
            none = (why_none(kind, name, looks, until),)
            return ToolResult(summary=f"No {what} of {name}", facts=tuple(own), gaps=none, partial=True)
        facts: list[Fact] = []
        for state in states:
            facts += [tally(state, args.of, until)]
            facts += [tally(state, args.of, until, args.topic)] if args.topic else []
            facts += _entries(state, args)
        gaps = tuple(remarks(kind, name, looks))
        return ToolResult(summary=f"{what.capitalize()} of {name}", facts=(*facts, *own), gaps=gaps)


def _entries(state: ListedState, args: RecordArguments) -> list[Fact]:
    found: list[Fact] = []
    for thing in things_of(state):
        if len(found) == MOST_LISTED:
            break
        if isinstance(thing, Row) and is_meant(thing, args.topic):
            found.append(row_fact(thing, state))
        elif isinstance(thing, ListedPage) and is_meant(thing, args.topic):
            found.append(page_fact(thing, state))
    return found

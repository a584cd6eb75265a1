"""The openings of one competitor."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from pydantic import Field

from competedexter.agent.facts import CountFact, Fact, LookFact
from competedexter.agent.library import ChangeQuery, ListedState
from competedexter.agent.listed import groups_of, is_meant, tally, things_of
from competedexter.agent.source_words import own_looks, remarks, why_none
from competedexter.agent.standing import opening_fact
from competedexter.agent.things import Grouped, TallyFact
from competedexter.agent.told import told_of
from competedexter.agent.toolbox import Arguments, DataType, ToolContext, ToolResult
from competedexter.agent.topics import speaks_of
from competedexter.agent.windows import Beginning, Ending
from competedexter.market.changes.kinds import ChangeKind
from competedexter.market.evidence.listings import Job

MOST_LISTED = 40  # openings brought of one board; the counts are of all
MOST_GROUPS = 12  # teams and places
_BOTH: Final = (ChangeKind.JOB_OPENED.value, ChangeKind.JOB_CLOSED.value)


class OpeningArguments(Arguments):
    competitor_id: UUID
    topic: tuple[str, ...] = Field(default=(), description="only openings whose title, team or place carry these words")
    since: Beginning = Field(default=None, description="start of the time whose new and closed openings are wanted")
    moves: tuple[Literal["job_opened", "job_closed"], ...] = Field(
        default=(), description="new openings, closed ones or both; with since both in any case"
    )
    until: Ending = Field(default=None, description="openings as last observed at this time; the newest when left out")

    @property
    def about(self) -> tuple[UUID, ...]:
        return (self.competitor_id,)


class GetOpenings:
    """Open jobs of one competitor as last observed: how many, by team and place, which, and with a time new and closed ones."""

    name = "get_openings"
    version = "1"
    data_type: DataType = "jobs"
    args = OpeningArguments

    async def run(self, args: OpeningArguments, context: ToolContext) -> ToolResult:
        until = min(args.until, context.seen_until) if args.until else context.seen_until
        states = await context.library.listed(args.competitor_id, "jobs", until)
        looks = await context.library.looks(args.competitor_id, context.seen_until)
        name = context.name(args.competitor_id)
        own = own_looks("jobs", looks)
        if not states:
            return ToolResult(
                summary=f"No openings of {name}", facts=tuple(own), gaps=(why_none("jobs", name, looks, until),),
                partial=True,
            )  # fmt: skip
        states = sorted(states, key=lambda state: -len(things_of(state)))
        facts = [fact for state in states for fact in _of_board(state, args, context)]
        moves = await _moves(args, context, own)
        gaps = remarks("jobs", name, looks)
        if len(states) > 1:
            gaps.append(
                f"{len(states)} job boards of {name} are watched; one opening may stand on both, so they are not added up."
            )
        total = sum(len(things_of(state)) for state in states)
        return ToolResult(summary=f"{total} openings of {name}", facts=(*facts, *moves, *own), gaps=tuple(gaps))


def _of_board(state: ListedState, args: OpeningArguments, context: ToolContext) -> Iterator[Fact]:
    """The counts, then the openings meant, newest first."""
    until = min(args.until, context.seen_until) if args.until else context.seen_until
    yield tally(state, "jobs", until)
    if args.topic:
        yield tally(state, "jobs", until, args.topic)
    things = things_of(state)
    if not args.topic:
        for by in _GROUPED:
            yield from _groups(state, by, until)
    jobs = [job for job in things if isinstance(job, Job) and is_meant(job, args.topic)]
    jobs.sort(key=lambda job: job.published_at.timestamp() if job.published_at else 0.0, reverse=True)
    yield from (opening_fact(job, state) for job in jobs[:MOST_LISTED])


_GROUPED: tuple[Grouped, ...] = ("team", "place")


def _groups(state: ListedState, by: Grouped, until: datetime) -> Iterator[TallyFact]:
    groups: Sequence[tuple[str, int]] = groups_of(things_of(state), by)
    for value, _ in groups[:MOST_GROUPS] if len(groups) > 1 else ():
        yield tally(state, "jobs", until, by=by, value=value)


async def _moves(args: OpeningArguments, context: ToolContext, own: Sequence[LookFact]) -> list[Fact]:
    """Openings that came and went in the time asked about."""
    kinds = args.moves or (_BOTH if args.since else ())
    if not kinds:
        return []
    found: list[Fact] = []
    for kind in kinds:
        query = ChangeQuery(args.competitor_id, context.seen_until, args.since, args.until, (kind,), with_past=False)
        moved = told_of(await context.library.changes(query), with_past=False)
        found += [change for change in moved if not args.topic or speaks_of(args.topic, change.summary)]
        if not args.topic:
            found.append(_count(kind, len(moved), args, context, own))
    return found


def _count(kind: str, count: int, args: OpeningArguments, context: ToolContext, own: Sequence[LookFact]) -> CountFact:
    """That there was none is known from the first look at the board on."""
    until = min(args.until, context.seen_until) if args.until else context.seen_until
    first = min((look.first_seen_at for look in own if look.first_seen_at), default=args.since)
    since = max(args.since, first) if args.since and first else args.since or first
    return CountFact(
        competitor_id=args.competitor_id, kinds=(kind,), since=since, until=until, count=count, with_past=False
    )

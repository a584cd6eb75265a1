"""Question in, Understanding out: by the reasoner, or by rules when it fails. Names stay within the closed set."""

import asyncio
from dataclasses import replace
from uuid import UUID

from competedexter.agent.errors import OverBudget, ReasonerFailed
from competedexter.agent.naming import named_in
from competedexter.agent.question import MAX_COMPETITORS
from competedexter.agent.reasoners.protocol import Reading
from competedexter.agent.state import RunState
from competedexter.agent.understanding import Understanding
from competedexter.foundation.errors import ProductError


async def understand(state: RunState) -> Reading:
    """The question read, with a first plan when the reasoner made one."""
    await state.enter("understand")
    state.brief = replace(state.brief, plans=await _plans(state))
    try:
        reading = await state.reasoner.understand(state.brief, state.budget)
    except (ReasonerFailed, OverBudget) as error:
        state.degrade(str(error))
        reading = await state.offline.understand(state.brief, state.budget)
    return Reading(_within(reading.understanding, state), reading.tasks)


async def _plans(state: RunState) -> dict[UUID, tuple[str, ...]]:
    """The plans that competitors show, so that a question may name them: of those it names, else of the first few."""
    brief = state.brief
    ids = [*named_in(brief.question, brief.companies).found, *brief.chosen] or [one.id for one in brief.companies]
    turn = asyncio.Semaphore(state.budget.limits.tasks_at_once)
    found = await asyncio.gather(*(_plans_of(state, id_, turn) for id_ in ids[:MAX_COMPETITORS]))
    return {id_: names for id_, names in zip(ids, found, strict=False) if names is not None}


async def _plans_of(state: RunState, competitor_id: UUID, turn: asyncio.Semaphore) -> tuple[str, ...] | None:
    """None where they cannot be read in time: what a tool then cannot read is told by the tool."""
    try:
        async with turn, asyncio.timeout(state.budget.limits.task_seconds):
            states = await state.library.pricing(competitor_id, state.brief.seen_until)
    except (ProductError, TimeoutError):
        return None
    return tuple(dict.fromkeys(plan.name for one in states for plan in one.record.plans))


def _within(understanding: Understanding, state: RunState) -> Understanding:
    """Only competitors of this workspace, and never a later moment than the question allows."""
    known = tuple(id_ for id_ in dict.fromkeys(understanding.competitors) if id_ in state.companies)
    until = min(understanding.seen_until, state.brief.seen_until)
    state.verifier.seen_until = until
    return understanding.model_copy(update={"competitors": known, "seen_until": until})

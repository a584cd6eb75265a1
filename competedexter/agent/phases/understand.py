"""Question in, Understanding out: by the reasoner, or by rules when it fails. Names stay within the closed set."""

from competedexter.agent.errors import OverBudget, ReasonerFailed
from competedexter.agent.reasoners.protocol import Reading
from competedexter.agent.state import RunState
from competedexter.agent.understanding import Understanding


async def understand(state: RunState) -> Reading:
    """The question read, with a first plan when the reasoner made one."""
    await state.enter("understand")
    try:
        reading = await state.reasoner.understand(state.brief, state.budget)
    except (ReasonerFailed, OverBudget) as error:
        state.degrade(str(error))
        reading = await state.offline.understand(state.brief, state.budget)
    return Reading(_within(reading.understanding, state), reading.tasks)


def _within(understanding: Understanding, state: RunState) -> Understanding:
    """Only competitors of this workspace, and never a later moment than the question allows."""
    known = tuple(id_ for id_ in dict.fromkeys(understanding.competitors) if id_ in state.companies)
    until = min(understanding.seen_until, state.brief.seen_until)
    state.verifier.seen_until = until
    return understanding.model_copy(update={"competitors": known, "seen_until": until})

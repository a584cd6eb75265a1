"""Required facts against found facts: complete, or the tasks that may still find what is missing. Decided in code."""

from competedexter.agent.errors import BadPlan
from competedexter.agent.plan_graph import Plan, repaired
from competedexter.agent.planning import missing
from competedexter.agent.state import RunState
from competedexter.agent.understanding import Understanding


async def reflect(state: RunState, understanding: Understanding, iteration: int) -> Plan:
    """Another plan of calls not made yet; empty when the answer can be written."""
    await state.enter("reflect", iteration)
    if iteration >= state.budget.limits.iterations or state.budget.seconds_left <= 0:
        return Plan()
    tasks = missing(understanding, state.findings, state.brief)
    if not tasks:
        return Plan()
    try:
        return repaired(tasks, state.findings.done)
    except BadPlan:
        return Plan()

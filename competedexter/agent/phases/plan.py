"""Understanding in, a checked plan out: mended once, else the rules' own plan."""

from collections.abc import Sequence

from competedexter.agent.errors import BadArguments, BadPlan, UnknownCompetitor, UnknownTool
from competedexter.agent.plan_graph import Plan, Task, repaired
from competedexter.agent.planning import plan as planned_by_rules
from competedexter.agent.reasoners.protocol import Reading
from competedexter.agent.state import RunState


async def plan(state: RunState, reading: Reading) -> Plan:
    """A plan that can run; empty when there is nobody to ask about, or nothing to look up."""
    await state.enter("plan")
    if reading.understanding.refusal:
        return Plan()
    usable = _usable(reading.tasks, state)
    if reading.tasks and len(usable) < len(reading.tasks):
        state.degrade("The model's plan named tools or competitors that do not exist; the rules' plan was used.")
        usable = []
    tasks = usable or planned_by_rules(reading.understanding, state.brief)
    if not tasks:
        return Plan()
    try:
        return repaired(tasks, state.findings.done)
    except BadPlan:
        return Plan()


def _usable(tasks: Sequence[Task], state: RunState) -> list[Task]:
    """The tasks whose tool exists and whose arguments it takes, within this workspace."""
    kept = []
    for task in tasks:
        try:
            state.toolbox.get(task.tool).read(task.args, state.companies)
        except (UnknownTool, BadArguments, UnknownCompetitor):
            continue
        kept.append(task)
    return kept

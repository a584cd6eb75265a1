"""Plan in, findings out: whatever is ready runs, a few at a time, each with its own time limit."""

import asyncio
from collections.abc import Mapping

from competedexter.agent.errors import ToolTimedOut
from competedexter.agent.events import TaskCompleted, TaskOutcome, TaskStarted, TaskState, TaskView
from competedexter.agent.evidence import Key
from competedexter.agent.findings import Finding
from competedexter.agent.plan_graph import Plan, Task
from competedexter.agent.state import RunState
from competedexter.agent.tool_cache import Call
from competedexter.agent.toolbox import AnyTool, Arguments, ToolContext, ToolResult
from competedexter.agent.understanding import Understanding
from competedexter.foundation.errors import ProductError


async def execute(state: RunState, plan: Plan, understanding: Understanding, iteration: int) -> None:
    """Run every task of the plan; one that fails costs its dependants their input, and the answer nothing else."""
    await state.enter("execute", iteration)
    if not plan.tasks:
        return
    runner = _Runner(state, plan, understanding, await _edition(state, understanding))
    state.findings.add(await runner.run())


async def _edition(state: RunState, understanding: Understanding) -> str:
    """Which evidence this run sees; "" (nothing is cached) when that cannot be told."""
    try:
        return await state.library.edition(understanding.competitors)
    except ProductError:
        return ""


class _Runner:
    """A ready queue: a task starts the moment its last dependency ends and a place is free."""

    def __init__(self, state: RunState, plan: Plan, understanding: Understanding, edition: str) -> None:
        self._state, self._plan, self._understanding, self._edition = state, plan, understanding, edition
        self._places = asyncio.Semaphore(state.budget.limits.tasks_at_once)
        self._done: dict[str, asyncio.Event] = {task.id: asyncio.Event() for task in plan.tasks}
        self._findings: dict[str, Finding] = {finding.task.id: finding for finding in state.findings}

    async def run(self) -> list[Finding]:
        """The findings in plan order."""
        async with asyncio.TaskGroup() as group:
            for task in self._plan.tasks:
                group.create_task(self._when_ready(task))
        return [self._findings[task.id] for task in self._plan.tasks]

    async def _when_ready(self, task: Task) -> None:
        for needed in task.depends_on:
            if needed in self._done:
                await self._done[needed].wait()
        async with self._places:
            await self._state.emit(TaskStarted(task=_view(task)))
            finding = await self._one(task)
            self._findings[task.id] = finding
            await self._state.emit(TaskCompleted(task=_view(task, finding.state), result=self._outcome(finding)))
        self._done[task.id].set()

    async def _one(self, task: Task) -> Finding:
        """The task's finding, whatever happened to it."""
        if self._state.budget.seconds_left <= 0:
            return Finding(
                task, "skipped", error=f"{task.description}: left out, the time for this question was used up."
            )
        earlier = {id_: self._findings[id_] for id_ in task.depends_on if id_ in self._findings}
        if earlier and all(finding.result is None for finding in earlier.values()):
            return Finding(task, "skipped", error=f"{task.description}: left out, what it needs could not be read.")
        try:
            result, cached = await self._call(task, earlier)
        except TimeoutError:
            seconds = self._state.budget.limits.task_seconds
            return Finding(task, "failed", error=str(ToolTimedOut(what=task.description, seconds=seconds)))
        except ProductError as error:
            return Finding(task, "failed", error=f"{task.description}: {error}")
        keys: list[Key] = [key for fact in result.facts for key in self._state.ledger.take(fact)]
        lost = any(finding.result is None for finding in earlier.values())
        state: TaskState = "partial" if result.partial or lost else "ok"
        return Finding(task, state, result, None, cached, tuple(dict.fromkeys(keys)))

    async def _call(self, task: Task, earlier: Mapping[str, Finding]) -> tuple[ToolResult, bool]:
        """Raises TimeoutError, ProductError."""
        state = self._state
        tool = state.toolbox.get(task.tool)
        args = tool.read(task.args, state.companies)
        results = {id_: finding.result for id_, finding in earlier.items() if finding.result is not None}
        context = ToolContext(
            state.library, state.companies, state.brief.names, self._understanding.seen_until, state.brief.now, results
        )
        limit = min(state.budget.limits.task_seconds, state.budget.seconds_left)
        async with asyncio.timeout(limit):
            if earlier:  # what it computes depends on more than its arguments
                return await tool.run(args, context), False
            return await state.cache.fetch(
                self._key(task, tool, args), state.contexts, state.brief.now, lambda: tool.run(args, context)
            )

    def _key(self, task: Task, tool: AnyTool[Arguments], args: Arguments) -> Call:
        asked = self._understanding.seen_until
        moment = "" if asked >= self._state.brief.now else asked.isoformat()
        return Call(
            self._state.workspace_id, tool.name, tool.version, args.model_dump(mode="json"), moment, self._edition,
            tool.data_type, args.about,
        )  # fmt: skip

    def _outcome(self, finding: Finding) -> TaskOutcome:
        ids = tuple(self._state.ledger.entries[key].evidence_id for key in finding.keys)
        told = finding.result.summary if finding.result else "Nothing was found"
        return TaskOutcome(summary=told, evidence_ids=ids, cached=finding.cached, error=finding.error)


def _view(task: Task, state: TaskState | None = None) -> TaskView:
    return TaskView(id=task.id, description=task.description, kind=task.tool, depends_on=task.depends_on, state=state)

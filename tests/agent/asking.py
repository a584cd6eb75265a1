"""Asking the analyst in a test: one call, and everything that was told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from competedexter.agent.budget import Budget, Limits
from competedexter.agent.events import AgentEvent
from competedexter.agent.reasoners.offline import OfflineAnalyst
from competedexter.agent.reasoners.protocol import Reasoner
from competedexter.agent.run import Ended, run
from competedexter.agent.state import RunState
from competedexter.agent.tool_cache import ToolCache
from competedexter.agent.tools import all_tools
from competedexter.agent.understanding import brief_of
from tests.agent.library import NOW, Shelf, uid


@dataclass
class Asked:
    events: list[AgentEvent]
    ended: Ended
    state: RunState

    @property
    def text(self) -> str:
        return self.state.told.answer

    @property
    def tables(self) -> list[list[tuple[str, ...]]]:
        return [list(block.rows) for block in self.state.told.blocks if block.kind == "table"]

    @property
    def notes(self) -> list[str]:
        return [note.text for note in self.state.told.notes]


async def ask(
    question: str,
    shelf: Shelf,
    *,
    as_of: datetime | None = None,
    earlier: tuple[str, ...] = (),
    chosen: tuple[UUID, ...] = (),
    reasoner: Reasoner | None = None,
    cache: ToolCache | None = None,
    limits: Limits | None = None,
    workspace: UUID | None = None,
) -> Asked:
    """One question to the analyst over an archive in memory."""
    events: list[AgentEvent] = []

    async def emit(event: AgentEvent) -> None:
        events.append(event)

    until = min(as_of, NOW) if as_of else NOW
    brief = brief_of(
        question, await shelf.companies(), NOW, until, chosen=chosen, earlier=earlier, as_of_asked=as_of is not None
    )
    offline = OfflineAnalyst()
    state = RunState(
        workspace or uid(900), brief, shelf, all_tools(), cache or ToolCache(), reasoner or offline, offline, emit,
        budget=Budget(limits or Limits()),
    )  # fmt: skip
    return Asked(events, await run(state), state)

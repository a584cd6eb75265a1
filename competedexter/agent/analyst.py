"""The analyst of one process: what every question shares, and the runs it owns."""

import asyncio
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from redis.asyncio import Redis

from competedexter.foundation.clock import Clock
from competedexter.foundation.database import Database
from competedexter.foundation.identifiers import new_id

from .budget import Limits
from .live import LiveRun
from .reasoners.offline import OfflineAnalyst
from .reasoners.protocol import Reasoner
from .tool_cache import ToolCache
from .toolbox import Toolbox
from .tools import all_tools

MOST_RUNS = 500  # under way at once in a process; each holds a few hundred kilobytes


@dataclass
class Owned:
    """A run of this process: its stream, its task, and whether somebody asked it to stop."""

    workspace_id: UUID
    user_id: UUID
    live: LiveRun
    task: "asyncio.Task[None] | None" = None
    stop: bool = False


@dataclass
class Analyst:
    """Made once a process by runtime.py. `reasoner` is the offline analyst, or a model that falls back on it."""

    database: Database
    clock: Clock
    redis: "Redis | None" = None
    reasoner: Reasoner = field(default_factory=OfflineAnalyst)
    limits: Limits = field(default_factory=Limits)
    toolbox: Toolbox = field(default_factory=all_tools)
    cache: ToolCache = field(default_factory=ToolCache)
    owner: str = field(default_factory=lambda: str(new_id()))
    offline: OfflineAnalyst = field(default_factory=OfflineAnalyst)
    runs: dict[UUID, Owned] = field(default_factory=dict)
    watcher: "asyncio.Task[None] | None" = None

    async def close(self) -> None:
        """Stop every run of this process; each ends with an event that says so."""
        tasks = [owned.task for owned in self.runs.values() if owned.task]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=5)
        if self.watcher is not None:
            self.watcher.cancel()
        await self.reasoner.close()


class House(Protocol):
    """What the doors hand to the agent: runtime.Runtime, or whatever has an analyst."""

    @property
    def analyst(self) -> Analyst: ...

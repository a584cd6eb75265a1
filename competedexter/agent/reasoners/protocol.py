"""What thinks: two reasoners behind one protocol. Either may be asked for every step; the offline one never fails."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol

from competedexter.agent.budget import Budget
from competedexter.agent.evidence import Ledger
from competedexter.agent.findings import Findings
from competedexter.agent.pieces import Piece
from competedexter.agent.plan_graph import Task
from competedexter.agent.understanding import Brief, Understanding


@dataclass(frozen=True)
class Reading:
    """A question understood, with a plan when the reasoner made one in the same step."""

    understanding: Understanding
    tasks: tuple[Task, ...] = ()


class Reasoner(Protocol):
    name: str

    async def close(self) -> None: ...

    async def understand(self, brief: Brief, budget: Budget) -> Reading:
        """Raises ReasonerFailed."""
        ...

    def answer(
        self, brief: Brief, understanding: Understanding, findings: Findings, ledger: Ledger, budget: Budget
    ) -> AsyncGenerator[Piece, None]:
        """Pieces as they are ready, not verified yet. Raises ReasonerFailed, also in the middle."""
        ...

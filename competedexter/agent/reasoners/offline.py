"""The analyst that needs no model: rules, templates and sentences quoted from evidence."""

from collections.abc import AsyncGenerator

from competedexter.agent.budget import Budget
from competedexter.agent.composing import compose
from competedexter.agent.evidence import Ledger
from competedexter.agent.findings import Findings
from competedexter.agent.naming import named_in
from competedexter.agent.pieces import Piece
from competedexter.agent.planning import plan
from competedexter.agent.reading import read
from competedexter.agent.refusals import is_foreign
from competedexter.agent.understanding import Brief, Understanding

from .protocol import Reading


class OfflineAnalyst:
    name = "offline"

    async def close(self) -> None:
        return None

    async def understand(self, brief: Brief, budget: Budget) -> Reading:
        understanding = read(brief)
        if is_foreign(named_in(brief.question, brief.companies).rest):
            understanding = understanding.model_copy(update={"refusal": "language"})
        return Reading(understanding, tuple(plan(understanding, brief)))

    async def answer(
        self, brief: Brief, understanding: Understanding, findings: Findings, ledger: Ledger, budget: Budget
    ) -> AsyncGenerator[Piece, None]:
        for piece in compose(understanding, findings, brief, ledger):
            yield piece

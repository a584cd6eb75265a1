"""The answer under way: small and apart, so that each flush sends only what is new."""

from typing import Any
from uuid import UUID

import reflex as rx

from competedexter.agent import service as agent
from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.errors import ProductError
from competedexter.runtime import get_runtime
from competedexter.ui.addresses import as_id
from competedexter.ui.components.rows import SourceRow
from competedexter.ui.errors import sentence_for
from competedexter.ui.notes import Notes
from competedexter.ui.session import viewer_of

from .batches import batches
from .rows import PieceRow, TaskRow, TurnRow, told

FLUSH_SECONDS = 0.1  # ten times a second reads as at once
FRESH = 5  # pieces that are sent again with each flush; older ones are settled and sent once every FRESH


class Live(rx.State):
    """`settled` and `fresh` together are what was told so far."""

    id: str = ""
    question: str = ""
    running: bool = False
    phase_words: str = ""
    done_phases: int = 0
    tasks: list[TaskRow] = []
    settled: list[PieceRow] = []
    fresh: list[PieceRow] = []
    sources: list[SourceRow] = []
    finished: int = 0
    _turn: int = 0

    @rx.event(background=True)
    async def follow(self, query_id: str, question: str) -> None:
        """Shows a run until it ends, from its first event: a reload in mid-answer goes on where it is."""
        async with self:
            viewer, wanted = await viewer_of(self), as_id(query_id)
            turn = self._start(str(wanted), str(question))
        try:
            await self._show_all(viewer, wanted, turn)
        except ProductError as error:
            async with self:
                if self._turn == turn:
                    self.running, self.phase_words = False, sentence_for(error)

    def _start(self, query_id: str, question: str) -> int:
        self._turn += 1
        self.id, self.question, self.running = query_id, question[:1000], True
        self.phase_words, self.done_phases = "Reading the question", 0
        self.tasks, self.settled, self.fresh, self.sources = [], [], [], []
        return self._turn

    async def _show_all(self, viewer: Viewer, query_id: UUID, turn: int) -> None:
        row = TurnRow(id=str(query_id), question=self.question)
        stream = agent.follow(get_runtime(), viewer, query_id)
        async for batch in batches(stream, FLUSH_SECONDS):
            for numbered in batch:
                row = told(row, numbered.event)
            async with self:
                if self._turn != turn:
                    return
                self._show(row)
        async with self:
            if self._turn == turn:
                self.finished += 1

    def _show(self, row: TurnRow) -> None:
        """Only what moved is sent."""
        settled = len(row.pieces) // FRESH * FRESH
        moved = {
            "phase_words": row.phase_words,
            "done_phases": row.done_phases,
            "tasks": row.tasks,
            "settled": row.pieces[:settled],
            "fresh": row.pieces[settled:],
            "sources": row.sources,
        }
        for name, value in moved.items():
            if getattr(self, name) != value:
                setattr(self, name, value)

    @rx.event
    def clear(self) -> None:
        """The turn stands among the finished ones now."""
        self._turn += 1
        self.id, self.question, self.running = "", "", False
        self.tasks, self.settled, self.fresh, self.sources = [], [], [], []

    @rx.event(background=True)
    async def stop(self) -> list[Any] | None:  # Any: event handlers and specs
        """Asks the run to end; what was found until then stays."""
        async with self:
            viewer, query_id = await viewer_of(self), as_id(self.id)
        stopped = await agent.cancel(get_runtime(), viewer, query_id)
        return None if stopped else [Notes.tell("It had finished already.")]

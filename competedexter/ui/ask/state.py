"""Asking: the front page of questions, and a conversation with its finished turns."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import ValidationError
from reflex.event import EventSpec

from competedexter.agent import service as agent
from competedexter.agent.events import read_event
from competedexter.agent.question import Context, Question
from competedexter.customers.accounts.viewer import Viewer
from competedexter.customers.conversations import service as conversations
from competedexter.customers.conversations.schemas import HistoryFilters, QueryView
from competedexter.foundation.errors import NotFound, ProductError
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.foundation.views import as_rfc3339
from competedexter.market.changes import service as changes
from competedexter.market.competitors import service as competitors
from competedexter.runtime import get_runtime
from competedexter.ui.addresses import as_id, id_at, query_of
from competedexter.ui.errors import Loading, load_page, sentence_for
from competedexter.ui.notes import Notes
from competedexter.ui.session import viewer_of, working

from .asked_day import end_of_day
from .live_state import Live
from .rows import TurnRow, told

SHOWN_HISTORY = 20
SHOWN_TURNS = 20  # of one conversation
LONGEST = 1000  # characters of a question
RUNNING = "processing"

Follow = Any  # an event handler or a spec; Reflex's own types are skipped by the checker


@dataclass(frozen=True)
class AskedRow:
    """A question of before."""

    href: str
    question: str
    answer: str
    at: str
    status: str


async def ask(
    viewer: Viewer,
    text: str,
    competitor_ids: tuple[UUID, ...] = (),
    conversation_id: UUID | None = None,
    as_of: datetime | None = None,
) -> UUID:
    """Begins an answer. Raises ValidationError for what is no question, and what the agent raises."""
    context = Context(conversation_id=conversation_id)
    question = Question(query=text, competitor_ids=competitor_ids, as_of=as_of, context=context)
    running = await agent.ask(get_runtime(), viewer, question)
    return running.query_id


class AskPage(Loading, rx.State):
    """One input, what was asked before, and what might be asked."""

    text: str = ""
    about: str = ""
    about_id: str = ""
    asked: list[AskedRow] = []
    suggestions: list[str] = []
    today: str = ""

    @rx.event
    async def load(self) -> EventSpec | None:
        self.today = get_runtime().database.clock.now().date().isoformat()
        self.text = query_of(self).get("q", "")[:LONGEST]
        return await load_page(self, self._read)

    async def _read(self, viewer: Viewer) -> None:
        query = query_of(self)
        self.about, self.about_id = "", ""
        async with working(viewer) as work:
            if query.get("about"):
                company = await competitors.get(work, viewer, as_id(query["about"]))
                self.about, self.about_id = company.name, str(company.id)
            if query.get("change"):
                self.text = await _about_change(work, viewer, as_id(query["change"]))
            self.asked = await history_rows(work, viewer)
            names = [one.name for one in await competitors.watched(work) if not one.is_self]
        self.suggestions = suggested([self.about] if self.about else names)

    @rx.event
    async def submit(self, form: dict[str, Any]) -> list[Follow]:  # Any: whatever the page sent
        viewer = await viewer_of(self)
        scope = (as_id(self.about_id),) if self.about_id else ()
        try:
            day = end_of_day(str(form.get("as_of", "")), get_runtime().database.clock.now().date())
            query_id = await ask(viewer, str(form.get("question", "")), scope, as_of=day)
        except (ProductError, ValidationError) as error:
            return [Notes.tell(question_problem(error), "problem")]
        return [rx.redirect(f"/ask/{query_id}")]


class ConversationPage(Loading, rx.State):
    """Finished turns: they change once a turn. The one under way is in Live."""

    turns: list[TurnRow] = []
    asked: list[AskedRow] = []
    title: str = ""
    as_of: str = ""
    _conversation: UUID | None = None
    _as_of: datetime | None = None

    @rx.event
    async def load(self) -> list[Follow]:
        if self.turns and not any(turn.id == str(_wanted(self)) for turn in self.turns):
            self.status = "refreshing"
        left = await load_page(self, self._read)
        if left:
            return [left]
        live = await self.get_state(Live)
        open_turn = next((turn for turn in self.turns if turn.status == RUNNING), None)
        if open_turn is None:
            return [Live.clear] if live.id else []
        self.turns = [turn for turn in self.turns if turn.id != open_turn.id]
        return [Live.follow(open_turn.id, open_turn.question)]

    async def _read(self, viewer: Viewer) -> None:
        query_id = id_at(self)
        async with working(viewer) as work:
            wanted = await conversations.get(work, viewer, query_id)
            found = await conversations.turns(work, viewer, wanted.conversation_id, PageRequest(1, SHOWN_TURNS))
            self.asked = await history_rows(work, viewer)
            known = {turn.id: turn for turn in self.turns if turn.status != RUNNING}
            turns = [known.get(str(view.query_id)) or await _turn(work, viewer, view) for view in found.items]
        self._conversation, self.turns = wanted.conversation_id, turns
        self._as_of = wanted.as_of
        self.as_of = f"{wanted.as_of:%-d %B %Y}" if wanted.as_of else ""
        self.title = found.items[0].query if found.items else wanted.query

    @rx.event
    async def submit(self, form: dict[str, Any]) -> list[Follow]:  # Any: whatever the page sent
        """A follow-up: it knows what was asked before, and stays on the day it was asked for."""
        viewer = await viewer_of(self)
        question = str(form.get("question", ""))
        try:
            query_id = await ask(viewer, question, conversation_id=self._conversation, as_of=self._as_of)
        except (ProductError, ValidationError) as error:
            return [Notes.tell(question_problem(error), "problem")]
        return [rx.redirect(f"/ask/{query_id}")]


def _wanted(state: Any) -> UUID | None:  # Any: a Reflex State
    try:
        return id_at(state)
    except NotFound:
        return None


def question_problem(error: ProductError | ValidationError) -> str:
    return "Ask a question of 3 to 1000 characters." if isinstance(error, ValidationError) else sentence_for(error)


async def _turn(work: Work, viewer: Viewer, view: QueryView) -> TurnRow:
    """A finished turn from its stored log: what is shown again is what was streamed."""
    row = TurnRow(id=str(view.query_id), question=view.query, status=view.status)
    if view.status == RUNNING:
        return row
    for record in await conversations.events_after(work, viewer, view.query_id, 0):
        row = told(row, read_event(record.event))
    return row


async def history_rows(work: Work, viewer: Viewer) -> list[AskedRow]:
    found = await conversations.history(work, viewer, HistoryFilters(), PageRequest(1, SHOWN_HISTORY))
    return [
        AskedRow(f"/ask/{one.id}", one.query, one.answer[:160], as_rfc3339(one.timestamp), one.status)
        for one in found.items
    ]


async def _about_change(work: Work, viewer: Viewer, change_id: UUID) -> str:
    view = await changes.get(work, viewer, change_id)
    name = (await competitors.get(work, viewer, view.competitor_id)).name
    plan = view.data.get("plan")
    about = f"the {plan} plan of {name}" if isinstance(plan, str) and plan else name
    return f"What changed at {about} since {view.observed_at.strftime('%-d %B %Y')}?"


def suggested(names: list[str]) -> list[str]:
    """Questions this workspace can answer, made from whom it watches."""
    if not names:
        return []
    first = names[0]
    made = [f"How much does {first} cost?", f"What changed at {first} in the last 30 days?"]
    if len(names) > 1:
        made.append(f"Compare the prices of {' and '.join(names[:2])}")
        made.append("What changed in pricing this month?")
    else:
        made += [f"What does the cheapest paid plan of {first} include?", f"What does {first} do?"]
    return made

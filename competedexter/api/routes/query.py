"""Questions: asked, streamed, followed, stopped, read again."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from competedexter.agent import service as agent
from competedexter.agent.events import as_json
from competedexter.agent.live import Numbered
from competedexter.agent.question import Question
from competedexter.agent.suggestions import Suggestion, suggestions
from competedexter.api.answer_shapes import STREAM
from competedexter.api.dependencies import CompetitorId, Id, InWorkspace, Text, Visiting, Walking
from competedexter.api.door import Door
from competedexter.api.streaming import EVENT_STREAM, MAX_EVENT_ID, Event, event_stream, last_event_id, wants_json
from competedexter.api.visit import FOLLOW, Visit
from competedexter.customers.accounts.viewer import Viewer
from competedexter.customers.conversations import service as conversations
from competedexter.customers.conversations.schemas import HistoryFilters, HistoryLine, NewFeedback, QueryView
from competedexter.customers.idempotency.schemas import KeptAnswer
from competedexter.foundation.views import Pagination, View

router = APIRouter(prefix="/query", tags=["query"], route_class=Door)
Told = dict[int | str, dict[str, Any]]  # Any: OpenAPI is JSON
STREAMED: Told = {200: {"content": {EVENT_STREAM: {"schema": STREAM}}}}
FOLLOWED: Told = {**STREAMED, 204: {"description": "The answer has ended, and there is nothing after that event."}}
LAST_EVENT_ID = {
    "name": "Last-Event-ID",
    "in": "header",
    "description": "The number of the last event the client has.",
    "schema": {"type": "integer", "minimum": 0, "maximum": MAX_EVENT_ID},
}


class History(View):
    queries: tuple[HistoryLine, ...]
    pagination: Pagination
    next_cursor: str | None


class Suggestions(View):
    suggestions: tuple[Suggestion, ...]


class Stopped(View):
    """`stopped` is false when the question had been answered already."""

    query_id: UUID
    stopped: bool


class LoggedEvent(View):
    id: int
    data: dict[str, object]


class EventLog(View):
    events: tuple[LoggedEvent, ...]


@router.post("/ask", response_model=QueryView, responses=STREAMED)
async def ask(question: Question, visit: Visiting, request: Request) -> Response | QueryView:
    """Streams the answer event by event; with `Accept: application/json` it comes whole.

    The run belongs to the server: a client that goes away finds it again at /query/{id}/events.
    """
    viewer = await visit.viewer()
    query_id = await _asked(visit, viewer, question)
    if not wants_json(request):
        return event_stream(agent.follow(visit.runtime, viewer, query_id), _as_event)
    async for _ in agent.follow(visit.runtime, viewer, query_id):
        pass  # each event is stored; the answer is read when the last one came
    return await _answer(visit, viewer, query_id)


@router.get("/history")
async def list_queries(
    page: Walking,
    inside: InWorkspace,
    conversation_id: Annotated[UUID | None, Query(alias="conversationId")] = None,
    competitor_id: CompetitorId = None,
    q: Text | None = None,
) -> History:
    """One's own questions and those of shared conversations, newest first."""
    filters = HistoryFilters(conversation_id=conversation_id, competitor_id=competitor_id, text=q)
    found = await conversations.history(inside.work, inside.viewer, filters, page)
    return History(queries=found.items, pagination=found.pagination, next_cursor=found.next_cursor)


@router.get("/suggestions")
async def suggest(visit: Visiting) -> Suggestions:
    """Questions this workspace can answer, made from what it has."""
    return Suggestions(suggestions=await suggestions(visit.runtime, await visit.viewer()))


@router.get("/{id}")
async def get_query(query_id: Id, inside: InWorkspace) -> QueryView:
    """The question with its answer, sources and task results; while it is being answered, what there is."""
    return await conversations.get(inside.work, inside.viewer, query_id)


@router.get("/{id}/events", response_model=EventLog, responses=FOLLOWED, openapi_extra={"parameters": [LAST_EVENT_ID]})
async def list_events(query_id: Id, visit: Visiting, request: Request) -> Response | EventLog:
    """The events of an answer, from the one after `Last-Event-ID` on, until it ends.

    204 when it has ended and there is nothing more. With `Accept: application/json`: what is stored, at most 500.
    """
    viewer, after = await visit.viewer(), last_event_id(request)
    stored = await agent.events_of(visit.runtime, viewer, query_id, after)
    if wants_json(request):
        return EventLog(events=tuple(LoggedEvent(id=one.seq, data=one.event) for one in stored))
    if not stored and (await _answer(visit, viewer, query_id)).finished_at is not None:
        return Response(status_code=204)
    return event_stream(agent.follow(visit.runtime, viewer, query_id, after), _as_event)


@router.post("/{id}/cancel")
async def cancel(query_id: Id, visit: Visiting) -> Stopped:
    """Stops the run within a second; what was told stands."""
    return Stopped(query_id=query_id, stopped=await agent.cancel(visit.runtime, await visit.viewer(), query_id))


@router.post("/{id}/feedback", status_code=204)
async def keep_feedback(query_id: Id, new: NewFeedback, inside: InWorkspace) -> None:
    await conversations.keep_feedback(inside.work, inside.viewer, query_id, new)


async def _asked(visit: Visit, viewer: Viewer, question: Question) -> UUID:
    """A new run; or the run that the same Idempotency-Key began before."""
    if visit.earlier is not None:
        return UUID(visit.earlier.body["queryId"])
    running = await agent.ask(visit.runtime, viewer, question)
    await visit.keep_at_once(KeptAnswer(FOLLOW, {"queryId": str(running.query_id)}))
    return running.query_id


async def _answer(visit: Visit, viewer: Viewer, query_id: UUID) -> QueryView:
    open_work = await visit.open_work()
    async with open_work() as work:
        return await conversations.get(work, viewer, query_id)


def _as_event(numbered: Numbered) -> Event:
    return numbered.seq, as_json(numbered.event)

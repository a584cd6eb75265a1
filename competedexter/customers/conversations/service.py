"""The verbs of conversations: begin a question, log its events, finish it, read it again, cancel it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.pagination import Cursor, PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.foundation.views import Page, Pagination
from competedexter.models import Conversation, LlmUsage, Query

from .errors import ConversationNotFound, QueryNotFound
from .repository import OPEN, ConversationRepository
from .schemas import (
    TITLE_LENGTH,
    Begun,
    ConversationEdit,
    ConversationView,
    EventRecord,
    Finished,
    HistoryFilters,
    HistoryLine,
    NewFeedback,
    NewQuery,
    QueryView,
    SentenceView,
)

EARLIER = 6  # questions a follow-up may lean on
EVENTS_AT_ONCE = 500
ORPHANS_AT_ONCE = 200
LOST = "The process that answered this question stopped. Ask again; it was not counted."


async def begin(work: Work, viewer: Viewer, new: NewQuery) -> Begun:
    """Writes the question down before anything else happens to it. Raises ConversationNotFound."""
    viewer.require(Role.MEMBER)
    rows = ConversationRepository(work)
    earlier: list[str] = []
    if new.conversation_id is None:
        conversation = Conversation(
            id=new_id(), workspace_id=work.tenant, user_id=viewer.user_id, title=title_of(new.query),
            created_at=work.now(), updated_at=work.now(),
        )  # fmt: skip
        await rows.add(conversation)
    else:
        conversation = await _conversation(work, viewer, new.conversation_id)
        earlier = await rows.asked_before(conversation.id, EARLIER)
        await rows.touch(conversation.id)
    query = Query(
        id=new_id(), workspace_id=work.tenant, conversation_id=conversation.id, user_id=viewer.user_id,
        query_text=new.query, competitor_ids=list(new.competitor_ids), as_of=new.as_of, status=OPEN,
        lease_owner=new.lease_owner, lease_until=new.lease_until, created_at=work.now(),
    )  # fmt: skip
    await rows.add(query)
    return Begun(query.id, conversation.id, tuple(earlier))


def title_of(question: str) -> str:
    """The question itself, cut at a word."""
    if len(question) <= TITLE_LENGTH:
        return question
    return question[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


async def append(work: Work, query_id: UUID, events: Sequence[EventRecord]) -> None:
    """Safe to run twice."""
    await ConversationRepository(work).add_events(query_id, events)


async def finish(work: Work, query_id: UUID, result: Finished, events: Sequence[EventRecord]) -> bool:
    """The answer, its sentences, its evidence and the rest of its log in one transaction; False when it had ended."""
    rows = ConversationRepository(work)
    query = await rows.open_query(query_id)
    if query is None:
        return False
    query.status, query.outcome, query.reason, query.answer = (
        result.status,
        result.outcome,
        result.reason,
        result.answer,
    )
    query.competitor_ids = list(result.competitor_ids)
    query.blocks, query.sources, query.task_results = (
        list(result.blocks),
        list(result.sources),
        list(result.task_results),
    )
    query.confidence, query.confidence_reasons = result.confidence, list(result.confidence_reasons)
    query.gaps, query.freshness, query.degraded = list(result.gaps), result.freshness, result.degraded
    query.details, query.finished_at, query.lease_until = result.metadata, work.now(), None
    await rows.add(query)
    await rows.add_sentences(query_id, result.sentences)
    await rows.add_evidence(query_id, result.evidence)
    await rows.add_events(query_id, events)
    for call in result.usage:
        await rows.add(
            LlmUsage(
                workspace_id=work.tenant, query_id=query_id, user_id=query.user_id, model=call.model, step=call.step,
                prompt_tokens=call.prompt_tokens, completion_tokens=call.completion_tokens, cost_usd=call.cost_usd,
                created_at=work.now(),
            )
        )  # fmt: skip
    return True


async def events_after(work: Work, viewer: Viewer, query_id: UUID, after: int) -> list[EventRecord]:
    """The next stored events of a question one may see. Raises QueryNotFound."""
    await _query(work, viewer, query_id)
    return await ConversationRepository(work).events(query_id, after, EVENTS_AT_ONCE)


async def get(work: Work, viewer: Viewer, query_id: UUID) -> QueryView:
    """Raises QueryNotFound."""
    viewer.require(Role.VIEWER)
    query = await _query(work, viewer, query_id)
    rows = ConversationRepository(work)
    sentences = await rows.sentences(query_id)
    return _view(query, sentences, (await rows.feedback_of(viewer, [query_id])).get(query_id))


async def history(work: Work, viewer: Viewer, filters: HistoryFilters, page: PageRequest) -> Page[HistoryLine]:
    """One's own questions and those of shared conversations, newest first."""
    viewer.require(Role.VIEWER)
    rows, total = await ConversationRepository(work).history(viewer, filters, page)
    shown = rows[: page.page_size]
    last = shown[-1] if len(rows) > page.page_size else None
    return Page(
        items=tuple(_line(row) for row in shown),
        pagination=Pagination(total=total, page=page.page, page_size=page.page_size),
        next_cursor=Cursor(last.created_at, last.id).encode() if last else None,
    )


async def turns(work: Work, viewer: Viewer, conversation_id: UUID, page: PageRequest) -> Page[QueryView]:
    """The questions of one conversation with their answers, oldest first within the page. Raises ConversationNotFound."""
    viewer.require(Role.VIEWER)
    await _conversation(work, viewer, conversation_id)
    rows = ConversationRepository(work)
    found, total = await rows.history(viewer, HistoryFilters(conversation_id=conversation_id), page)
    shown = found[: page.page_size][::-1]
    ids = [row.id for row in shown]
    sentences, rated = await rows.sentences_of(ids), await rows.feedback_of(viewer, ids)
    views = [_view(row, sentences[row.id], rated.get(row.id)) for row in shown]
    return Page(items=tuple(views), pagination=Pagination(total=total, page=page.page, page_size=page.page_size))


async def request_cancel(work: Work, viewer: Viewer, query_id: UUID) -> bool:
    """Asks the process that answers to stop; False when it has ended already. Raises QueryNotFound."""
    viewer.require(Role.MEMBER)
    query = await _query(work, viewer, query_id)
    if query.status != OPEN:
        return False
    query.cancel_requested_at = query.cancel_requested_at or work.now()
    await ConversationRepository(work).add(query)
    return True


async def cancelled(work: Work, query_ids: Sequence[UUID]) -> list[UUID]:
    """Which of these were asked to stop."""
    return await ConversationRepository(work).cancelled(query_ids)


async def renew(work: Work, query_ids: Sequence[UUID], owner: str, until: datetime) -> None:
    """The owner still lives."""
    await ConversationRepository(work).renew(query_ids, owner, until)


async def sweep(work: Work) -> int:
    """Closes questions whose process died, with an error event; what was told until then stays. System work."""
    rows = ConversationRepository(work)
    orphans = await rows.orphans(work.now(), ORPHANS_AT_ONCE)
    for query in orphans:
        query.status, query.outcome, query.reason = "failed", "failed", LOST
        query.finished_at, query.lease_until = work.now(), None
        await rows.add(query)
        seq = await rows.last_seq(query.workspace_id, query.id) + 1
        await rows.add_orphan_event(query, EventRecord(seq, {"type": "error", "error": LOST, "code": "run_lost"}))
    return len(orphans)


async def keep_feedback(work: Work, viewer: Viewer, query_id: UUID, new: NewFeedback) -> None:
    """Raises QueryNotFound."""
    viewer.require(Role.VIEWER)
    await _query(work, viewer, query_id)
    await ConversationRepository(work).keep_feedback(viewer, query_id, helpful=new.helpful, comment=new.comment)


async def conversations(work: Work, viewer: Viewer, page: PageRequest) -> Page[ConversationView]:
    """One's own and shared ones; the one spoken in last comes first."""
    viewer.require(Role.VIEWER)
    rows, total = await ConversationRepository(work).conversations(viewer, page)
    items = tuple(_conversation_view(row, viewer) for row in rows)
    return Page(items=items, pagination=Pagination(total=total, page=page.page, page_size=page.page_size))


async def conversation(work: Work, viewer: Viewer, conversation_id: UUID) -> ConversationView:
    """Raises ConversationNotFound."""
    viewer.require(Role.VIEWER)
    return _conversation_view(await _conversation(work, viewer, conversation_id), viewer)


async def edit(work: Work, viewer: Viewer, conversation_id: UUID, changes: ConversationEdit) -> ConversationView:
    """Its owner renames or shares it. Raises ConversationNotFound, also for a conversation of someone else."""
    viewer.require(Role.MEMBER)
    row = await _own(work, viewer, conversation_id)
    for name, value in changes.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(row, name, value)
    await ConversationRepository(work).add(row)
    return _conversation_view(row, viewer)


async def remove(work: Work, viewer: Viewer, conversation_id: UUID) -> None:
    """Its questions and answers go with it. Raises ConversationNotFound."""
    viewer.require(Role.MEMBER)
    await ConversationRepository(work).remove(await _own(work, viewer, conversation_id))


async def _conversation(work: Work, viewer: Viewer, conversation_id: UUID) -> Conversation:
    found = await ConversationRepository(work).conversation(viewer, conversation_id)
    if found is None:
        raise ConversationNotFound
    return found


async def _own(work: Work, viewer: Viewer, conversation_id: UUID) -> Conversation:
    found = await _conversation(work, viewer, conversation_id)
    if found.user_id != viewer.user_id:
        raise ConversationNotFound
    return found


async def _query(work: Work, viewer: Viewer, query_id: UUID) -> Query:
    found = await ConversationRepository(work).query(viewer, query_id)
    if found is None:
        raise QueryNotFound
    return found


def _conversation_view(row: Conversation, viewer: Viewer) -> ConversationView:
    return ConversationView(
        id=row.id, title=row.title, shared=row.shared, mine=row.user_id == viewer.user_id, created_at=row.created_at,
        updated_at=row.updated_at,
    )  # fmt: skip


def _line(row: Query) -> HistoryLine:
    return HistoryLine(
        id=row.id, conversation_id=row.conversation_id, query=row.query_text, answer=row.answer,
        timestamp=row.created_at, competitor_ids=tuple(row.competitor_ids), status=row.status, outcome=row.outcome,
    )  # fmt: skip


def _view(row: Query, sentences: Sequence[object], helpful: bool | None) -> QueryView:
    return QueryView(
        query_id=row.id,
        conversation_id=row.conversation_id,
        query=row.query_text,
        status=row.status,
        outcome=row.outcome,
        reason=row.reason,
        answer=row.answer,
        sentences=tuple(SentenceView.model_validate(one, from_attributes=True) for one in sentences),
        blocks=tuple(row.blocks),
        sources=tuple(row.sources),
        confidence=row.confidence,
        confidence_reasons=tuple(row.confidence_reasons),
        task_results=tuple(row.task_results),
        gaps=tuple(row.gaps),
        freshness=row.freshness,
        degraded=row.degraded,
        metadata={"asOf": None, **row.details},
        competitor_ids=tuple(row.competitor_ids),
        as_of=row.as_of,
        created_at=row.created_at,
        finished_at=row.finished_at,
        helpful=helpful,
    )

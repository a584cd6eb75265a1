"""Questions kept: begun, logged, finished once, read again by those who may, closed when their process died."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.customers.conversations import service as conversations
from competedexter.customers.conversations import tool_contexts
from competedexter.customers.conversations.errors import ConversationNotFound, QueryNotFound
from competedexter.customers.conversations.schemas import (
    Begun,
    ConversationEdit,
    EventRecord,
    EvidenceRecord,
    Finished,
    HistoryFilters,
    NewContext,
    NewFeedback,
    NewQuery,
    SentenceRecord,
    UsageRecord,
)
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.errors import Forbidden
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.pagination import Cursor, PageRequest
from competedexter.foundation.unit_of_work import OpenWork

ANSWERED = Finished(
    status="completed",
    outcome="answered",
    answer="Acme Pro costs $49 [1].",
    confidence=0.9,
    confidence_reasons=("Every sentence was checked.",),
    metadata={"tokensUsed": 7},
    sentences=(SentenceRecord("Acme Pro costs $49 [1].", 0, 23, (1,), verified=True),),
    usage=(UsageRecord("small", "understand", 5, 2, Decimal("0.0001")),),
)


def events(*numbers: int) -> Sequence[EventRecord]:
    return [EventRecord(number, {"type": "phase", "phase": "plan", "iteration": number}) for number in numbers]


async def begun(
    open_work: OpenWork,
    viewer: Viewer,
    clock: FixedClock,
    query: str = "How much is Acme Pro?",
    conversation: UUID | None = None,
) -> Begun:
    new = NewQuery(query, (), None, conversation, "process 1", clock.now() + timedelta(seconds=30))
    async with open_work() as work:
        return await conversations.begin(work, viewer, new)


async def test_a_question_begins_a_conversation_with_its_own_words_as_title(
    open_work: OpenWork, workspace: Viewer, clock: FixedClock
) -> None:
    made = await begun(open_work, workspace, clock, "Why " + "does it rise " * 20)
    async with open_work() as work:
        view = await conversations.conversation(work, workspace, made.conversation_id)
    assert view.title.startswith("Why does it rise")
    assert view.title.endswith("…")
    assert len(view.title) <= 80


async def test_later_questions_know_the_earlier_ones_in_order(
    open_work: OpenWork, workspace: Viewer, clock: FixedClock
) -> None:
    first = await begun(open_work, workspace, clock, "first?")
    clock.advance(timedelta(seconds=1))
    await begun(open_work, workspace, clock, "second?", first.conversation_id)
    clock.advance(timedelta(seconds=1))
    third = await begun(open_work, workspace, clock, "third?", first.conversation_id)
    assert third.earlier == ("first?", "second?")


async def test_events_are_stored_once_and_read_from_any_place(
    open_work: OpenWork, workspace: Viewer, clock: FixedClock
) -> None:
    made = await begun(open_work, workspace, clock)
    for batch in (events(1, 2), events(2, 3)):
        async with open_work() as work:
            await conversations.append(work, made.query_id, batch)
    async with open_work() as work:
        found = await conversations.events_after(work, workspace, made.query_id, 1)
    assert [one.seq for one in found] == [2, 3]


async def test_a_question_is_finished_once_with_everything_it_told(
    open_work: OpenWork, workspace: Viewer, clock: FixedClock
) -> None:
    made = await begun(open_work, workspace, clock)
    derived = EvidenceRecord(
        new_id(), 1, None, None, None, "", None, {"operation": "sum", "inputs": [], "result": "$5"}
    )
    async with open_work() as work:
        assert await conversations.finish(work, made.query_id, replace(ANSWERED, evidence=(derived,)), events(1))
    async with open_work() as work:
        assert not await conversations.finish(work, made.query_id, replace(ANSWERED, answer="other"), ())
    async with open_work() as work:
        view = await conversations.get(work, workspace, made.query_id)
        usage = (await work.session.execute(text("SELECT model, prompt_tokens, cost_usd FROM llm_usage"))).all()
    assert (view.status, view.outcome, view.answer) == ("completed", "answered", ANSWERED.answer)
    assert view.sentences[0].citations == (1,)
    assert view.metadata == {"tokensUsed": 7, "asOf": None}
    assert usage == [("small", 5, Decimal("0.000100"))]


async def test_history_is_newest_first_and_can_be_searched(
    open_work: OpenWork, workspace: Viewer, clock: FixedClock
) -> None:
    for query in ("Acme 100% off?", "Beta?", "Acme again?"):
        clock.advance(timedelta(seconds=1))
        await begun(open_work, workspace, clock, query)
    async with open_work() as work:
        page = await conversations.history(work, workspace, HistoryFilters(text="acme"), PageRequest(page_size=1))
        assert page.next_cursor
        rest = await conversations.history(
            work, workspace, HistoryFilters(text="acme"), PageRequest(cursor=Cursor.decode(page.next_cursor))
        )
        percent = await conversations.history(work, workspace, HistoryFilters(text="0%"), PageRequest())
    assert [one.query for one in (*page.items, *rest.items)] == ["Acme again?", "Acme 100% off?"]
    assert [one.query for one in percent.items] == ["Acme 100% off?"]
    assert page.pagination.total == 2


async def test_a_colleague_sees_a_conversation_only_when_it_is_shared(
    open_work: OpenWork, workspace: Viewer, clock: FixedClock
) -> None:
    colleague = replace(workspace, user_id=new_id(), role=Role.MEMBER)
    made = await begun(open_work, workspace, clock)
    async with open_work() as work:
        with pytest.raises(QueryNotFound):
            await conversations.get(work, colleague, made.query_id)
        await conversations.edit(work, workspace, made.conversation_id, ConversationEdit(shared=True))
        assert (await conversations.get(work, colleague, made.query_id)).query == "How much is Acme Pro?"
        assert not (await conversations.conversation(work, colleague, made.conversation_id)).mine
        with pytest.raises(ConversationNotFound):
            await conversations.edit(work, colleague, made.conversation_id, ConversationEdit(title="Mine now"))
        with pytest.raises(ConversationNotFound):
            await conversations.remove(work, colleague, made.conversation_id)


async def test_another_workspace_sees_nothing(
    open_work: OpenWork, database: Database, workspace: Viewer, stranger: Viewer, clock: FixedClock
) -> None:
    made = await begun(open_work, workspace, clock)
    async with database.workspace(stranger.workspace_id, stranger.user_id) as work:
        with pytest.raises(QueryNotFound):
            await conversations.get(work, stranger, made.query_id)
        with pytest.raises(ConversationNotFound):
            await conversations.conversation(work, stranger, made.conversation_id)
        assert (await conversations.history(work, stranger, HistoryFilters(), PageRequest())).items == ()
        assert await conversations.cancelled(work, [made.query_id]) == []


async def test_a_removed_conversation_takes_its_questions_along(
    open_work: OpenWork, workspace: Viewer, clock: FixedClock
) -> None:
    made = await begun(open_work, workspace, clock)
    async with open_work() as work:
        await conversations.append(work, made.query_id, events(1))
    async with open_work() as work:
        await conversations.remove(work, workspace, made.conversation_id)
    async with open_work() as work:
        assert (await conversations.history(work, workspace, HistoryFilters(), PageRequest())).items == ()
        left = await work.session.scalar(text("SELECT count(*) FROM query_events"))
    assert left == 0


async def test_a_wish_to_stop_is_kept_for_the_process_that_answers(
    open_work: OpenWork, workspace: Viewer, clock: FixedClock
) -> None:
    made = await begun(open_work, workspace, clock)
    async with open_work() as work:
        assert await conversations.cancelled(work, [made.query_id]) == []
        assert await conversations.request_cancel(work, workspace, made.query_id)
        assert await conversations.cancelled(work, [made.query_id]) == [made.query_id]
        await conversations.finish(work, made.query_id, ANSWERED, ())
        assert not await conversations.request_cancel(work, workspace, made.query_id)


async def test_only_a_question_whose_lease_ran_out_is_swept_and_only_once(
    open_work: OpenWork, database: Database, workspace: Viewer, clock: FixedClock
) -> None:
    left, kept, done = [await begun(open_work, workspace, clock, query) for query in ("left", "kept", "done")]
    async with open_work() as work:
        await conversations.append(work, left.query_id, events(1, 2))
        await conversations.finish(work, done.query_id, ANSWERED, ())
    clock.advance(timedelta(seconds=20))
    async with open_work() as work:
        await conversations.renew(work, [kept.query_id], "process 1", clock.now() + timedelta(seconds=30))
        await conversations.renew(work, [left.query_id], "another process", clock.now() + timedelta(seconds=30))
    clock.advance(timedelta(seconds=15))
    for expected in (1, 0):
        async with database.system() as work:
            assert await conversations.sweep(work) == expected
    async with open_work() as work:
        view = await conversations.get(work, workspace, left.query_id)
        log = await conversations.events_after(work, workspace, left.query_id, 0)
        assert not await conversations.finish(work, left.query_id, ANSWERED, ())
    assert (view.status, view.outcome) == ("failed", "failed")
    assert [(one.seq, one.event["type"]) for one in log] == [(1, "phase"), (2, "phase"), (3, "error")]


async def test_the_last_thumb_counts(open_work: OpenWork, workspace: Viewer, clock: FixedClock) -> None:
    made = await begun(open_work, workspace, clock)
    async with open_work() as work:
        for helpful in (True, False):
            await conversations.keep_feedback(work, workspace, made.query_id, NewFeedback(helpful=helpful))
        assert (await conversations.get(work, workspace, made.query_id)).helpful is False


async def test_the_turns_of_a_conversation_are_read_in_order(
    open_work: OpenWork, workspace: Viewer, clock: FixedClock
) -> None:
    first = await begun(open_work, workspace, clock, "first?")
    clock.advance(timedelta(seconds=1))
    await begun(open_work, workspace, clock, "second?", first.conversation_id)
    async with open_work() as work:
        page = await conversations.turns(work, workspace, first.conversation_id, PageRequest())
    assert [turn.query for turn in page.items] == ["first?", "second?"]


async def test_a_viewer_may_not_ask(open_work: OpenWork, workspace: Viewer, clock: FixedClock) -> None:
    with pytest.raises(Forbidden):
        await begun(open_work, replace(workspace, role=Role.VIEWER), clock)


async def test_kept_tool_results_expire_and_the_newest_counts(open_work: OpenWork, clock: FixedClock) -> None:
    def context(result: str) -> NewContext:
        return NewContext(
            (), "get_pricing", "1", {}, "hash", {"summary": result}, "", "pricing", clock.now() + timedelta(hours=1)
        )

    for result in ("older", "newer"):
        clock.advance(timedelta(minutes=1))
        async with open_work() as work:
            await tool_contexts.keep(work, context(result))
    async with open_work() as work:
        assert await tool_contexts.find(work, "get_pricing", "1", "hash") == {"summary": "newer"}
        assert await tool_contexts.find(work, "get_pricing", "2", "hash") is None
    clock.advance(timedelta(hours=2))
    async with open_work() as work:
        assert await tool_contexts.find(work, "get_pricing", "1", "hash") is None

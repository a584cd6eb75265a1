"""The analyst over the real rooms: a question is written down, streamed, followed, stopped and read again."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
import pytest_asyncio

from competedexter.agent import service as agent
from competedexter.agent.analyst import Analyst
from competedexter.agent.console import tell
from competedexter.agent.errors import UnknownCompetitor
from competedexter.agent.events import AnswerChunk, Done, Failed, SourceFound, as_json
from competedexter.agent.question import Context, Question
from competedexter.agent.suggestions import suggestions
from competedexter.customers.accounts import service as accounts
from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.customers.conversations import service as conversations
from competedexter.customers.conversations.errors import QueryNotFound
from competedexter.foundation.cache import open_redis
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database, DatabaseAway
from competedexter.foundation.errors import Forbidden
from competedexter.foundation.settings import Settings
from competedexter.market.evidence.records import Plan, Price, PricingRecord
from tests.market.scene import Scene, make_scene, page_of

LINES = ("# Pricing", "Starter", "$9 per month", "Pro", "${} per user per month", "SSO included")


@dataclass
class House:
    analyst: Analyst


@pytest_asyncio.fixture
async def house(database: Database, clock: FixedClock, settings: Settings) -> AsyncIterator[House]:
    redis = open_redis(settings.redis_url)
    analyst = Analyst(database, clock, redis)
    yield House(analyst)
    await analyst.close()
    await redis.aclose()


def pricing_page(pro: str) -> tuple[tuple[PricingRecord, str], ...]:
    page, text = page_of(*(line.format(pro) for line in LINES), title="Acme pricing")
    at = {line: text.index(line) for line in ("Starter", "Pro\n", "SSO")}
    plans = (
        Plan(
            name="Starter",
            prices=(Price(amount="9.00", currency="USD", period="month"),),
            start=at["Starter"],
            end=at["Pro\n"] - 1,
        ),
        Plan(
            name="Pro",
            prices=(Price(amount=f"{pro}.00", currency="USD", period="month", unit="user"),),
            features=("SSO included",),
            start=at["Pro\n"],
            end=len(text) - 1,
        ),
    )
    return ((PricingRecord(plans=plans, currency="USD", default_period="month"), text), (page, text))


@pytest_asyncio.fixture
async def scene(database: Database, clock: FixedClock, workspace: Viewer) -> Scene:
    made = await make_scene(database, clock, workspace)
    await made.observe(*pricing_page("39"))
    await made.observe(*pricing_page("49"))
    return made


async def told(house: House, viewer: Viewer, question: str, **more: object) -> list[object]:
    running = await agent.ask(house, viewer, Question(query=question, **more))
    return [one.event async for one in agent.follow(house, viewer, running.query_id)]


async def test_a_price_is_answered_from_the_archive(house: House, workspace: Viewer, scene: Scene) -> None:
    events = await told(house, workspace, "How much is Acme Pro?")
    assert any(isinstance(one, AnswerChunk) and "$49 per user per month" in one.chunk for one in events)
    assert isinstance(events[-1], Done)
    assert events[-1].outcome == "answered"


async def test_what_was_streamed_equals_what_is_stored(house: House, workspace: Viewer, scene: Scene) -> None:
    running = await agent.ask(house, workspace, Question(query="What changed at Acme this year?"))
    streamed = [as_json(one.event) async for one in agent.follow(house, workspace, running.query_id)]
    stored = await agent.events_of(house, workspace, running.query_id)
    assert [record.seq for record in stored] == list(range(1, len(streamed) + 1))
    assert [record.event for record in stored] == streamed


async def test_the_stored_answer_is_the_streamed_one(
    house: House, workspace: Viewer, scene: Scene, database: Database
) -> None:
    running = await agent.ask(house, workspace, Question(query="Did Acme raise prices?"))
    events = [one.event async for one in agent.follow(house, workspace, running.query_id)]
    async with database.workspace(workspace.workspace_id) as work:
        view = await conversations.get(work, workspace, running.query_id)
    chunks = [one.chunk for one in events if isinstance(one, AnswerChunk)]
    assert view.answer == " ".join(chunks)
    assert [view.answer[one.start : one.end] for one in view.sentences] == chunks
    assert view.answer.startswith(
        "Yes: Acme raised Pro from $39 per user per month to $49 per user per month (+25.6 %)"
    )
    assert (view.status, view.outcome, view.degraded) == ("completed", "answered", False)
    assert [source["n"] for source in view.sources] == list(range(1, len(view.sources) + 1))


async def test_every_source_quotes_its_document(
    house: House, workspace: Viewer, scene: Scene, database: Database
) -> None:
    from competedexter.market.evidence import service as evidence

    events = await told(house, workspace, "How much is Acme?")
    sources = [one.source for one in events if isinstance(one, SourceFound)]
    assert sources
    async with database.workspace(workspace.workspace_id) as work:
        for source in sources:
            document = await evidence.get_document(work, workspace, source.document_id)
            assert document.text[source.start : source.end] == source.quote


async def test_a_reader_may_come_late_or_twice(house: House, workspace: Viewer, scene: Scene) -> None:
    running = await agent.ask(house, workspace, Question(query="How much is Acme Pro?"))
    first = [one async for one in agent.follow(house, workspace, running.query_id)]
    again = [one async for one in agent.follow(house, workspace, running.query_id, after=3)]
    assert again == first[3:]


async def test_another_process_reads_the_same_stream(
    house: House, workspace: Viewer, scene: Scene, database: Database, clock: FixedClock
) -> None:
    other = House(Analyst(database, clock, house.analyst.redis))
    running = await agent.ask(house, workspace, Question(query="How much is Acme Pro?"))
    there = [one async for one in agent.follow(other, workspace, running.query_id)]
    here = [one async for one in agent.follow(house, workspace, running.query_id)]
    assert there == here


async def test_a_reader_that_leaves_cancels_nothing(
    house: House, workspace: Viewer, scene: Scene, database: Database
) -> None:
    running = await agent.ask(house, workspace, Question(query="How much is Acme Pro?"))
    async for _ in agent.follow(house, workspace, running.query_id):
        break
    async for _ in agent.follow(house, workspace, running.query_id):
        pass
    async with database.workspace(workspace.workspace_id) as work:
        assert (await conversations.get(work, workspace, running.query_id)).outcome == "answered"


class Slow:
    """A reasoner that never comes to an end."""

    name = "slow"

    async def close(self) -> None:
        return None

    async def understand(self, brief: object, budget: object) -> object:
        await asyncio.Event().wait()

    def answer(self, *parts: object) -> object:
        raise AssertionError("it is stopped before")


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_a_run_stops_within_a_second_when_asked(
    house: House, workspace: Viewer, scene: Scene, database: Database, clock: FixedClock, *, elsewhere: bool
) -> None:
    house.analyst.reasoner = Slow()
    running = await agent.ask(house, workspace, Question(query="How much is Acme Pro?"))
    await asyncio.sleep(0.05)
    asked = House(Analyst(database, clock, house.analyst.redis)) if elsewhere else house
    began = asyncio.get_running_loop().time()
    assert await agent.cancel(asked, workspace, running.query_id)
    last = [one.event async for one in agent.follow(house, workspace, running.query_id)][-1]
    assert asyncio.get_running_loop().time() - began < 1.0
    assert isinstance(last, Done)
    assert (last.status, last.outcome) == ("completed", "cancelled")
    assert not await agent.cancel(house, workspace, running.query_id)


async def test_a_process_that_stops_ends_its_runs_with_an_error(house: House, workspace: Viewer, scene: Scene) -> None:
    house.analyst.reasoner = Slow()
    running = await agent.ask(house, workspace, Question(query="How much is Acme Pro?"))
    await asyncio.sleep(0.05)
    await house.analyst.close()
    last = [one.event async for one in agent.follow(house, workspace, running.query_id)][-1]
    assert isinstance(last, Failed)
    assert last.code == "run_lost"


async def test_a_run_whose_process_died_is_closed_by_the_sweep(
    house: House, workspace: Viewer, scene: Scene, database: Database, clock: FixedClock
) -> None:
    house.analyst.reasoner = Slow()
    running = await agent.ask(house, workspace, Question(query="How much is Acme Pro?"))
    owned = house.analyst.runs.pop(running.query_id)
    clock.advance(timedelta(minutes=1))
    async with database.system() as work:
        assert await conversations.sweep(work) == 1
    last = [one.event async for one in agent.follow(house, workspace, running.query_id)][-1]
    assert isinstance(last, Failed)
    assert last.code == "run_lost"
    assert owned.task
    owned.task.cancel()
    await asyncio.wait([owned.task])


async def test_time_runs_out_with_a_reason(house: House, workspace: Viewer, scene: Scene) -> None:
    house.analyst.reasoner = Slow()
    house.analyst.limits = replace(house.analyst.limits, total_seconds=-4.9)
    events = await told(house, workspace, "How much is Acme Pro?")
    assert isinstance(events[-1], Failed)
    assert events[-1].code == "over_budget"


async def test_a_follow_up_in_a_conversation_knows_what_was_asked(
    house: House, workspace: Viewer, scene: Scene
) -> None:
    running = await agent.ask(house, workspace, Question(query="How much is Acme Pro?"))
    async for _ in agent.follow(house, workspace, running.query_id):
        pass
    context = Context(conversation_id=running.conversation_id)
    events = await told(house, workspace, "And their Starter plan?", context=context)
    assert any(isinstance(one, AnswerChunk) and "Starter costs $9 per month" in one.chunk for one in events)


async def test_nobody_else_sees_or_stops_a_question(
    house: House, workspace: Viewer, stranger: Viewer, scene: Scene
) -> None:
    running = await agent.ask(house, workspace, Question(query="How much is Acme Pro?"))
    for viewer in (stranger, replace(stranger, workspace_id=workspace.workspace_id)):
        with pytest.raises(QueryNotFound):
            async for _ in agent.follow(house, viewer, running.query_id):
                pass
        with pytest.raises(QueryNotFound):
            await agent.cancel(house, viewer, running.query_id)


async def test_a_competitor_of_another_workspace_is_unknown(
    house: House, stranger: Viewer, workspace: Viewer, scene: Scene
) -> None:
    with pytest.raises(UnknownCompetitor):
        await agent.ask(house, stranger, Question(query="How much is it?", competitor_ids=(scene.competitor_id,)))
    events = await told(house, stranger, "How much is Acme Pro?")
    assert isinstance(events[-1], Done)
    assert events[-1].outcome == "no_evidence"


async def test_a_viewer_may_read_but_not_ask(house: House, workspace: Viewer) -> None:
    with pytest.raises(Forbidden):
        await agent.ask(house, replace(workspace, role=Role.VIEWER), Question(query="How much is Acme Pro?"))


async def test_as_of_uses_nothing_seen_later(house: House, workspace: Viewer, scene: Scene, clock: FixedClock) -> None:
    events = await told(house, workspace, "How much is Acme Pro?", as_of=clock.now() - timedelta(minutes=30))
    answer = " ".join(one.chunk for one in events if isinstance(one, AnswerChunk))
    assert "$39" in answer
    assert "49" not in answer


async def used(database: Database, viewer: Viewer, settings: Settings) -> int:
    async with database.workspace(viewer.workspace_id, viewer.user_id) as work:
        return (await accounts.profile(work, viewer, settings)).usage.questions


async def test_an_answer_is_counted_a_cached_or_failed_one_is_not(
    house: House, workspace: Viewer, scene: Scene, database: Database, settings: Settings
) -> None:
    await told(house, workspace, "How much is Acme Pro?")
    assert await used(database, workspace, settings) == 1
    await told(house, workspace, "How much is Acme Pro?")
    house.analyst.reasoner = Slow()
    house.analyst.limits = replace(house.analyst.limits, total_seconds=-4.9)
    await told(house, workspace, "How much is Acme Starter?")
    assert await used(database, workspace, settings) == 1


async def test_an_answer_on_a_terminal_has_sentences_sources_and_progress(
    house: House, workspace: Viewer, scene: Scene
) -> None:
    answer: list[str] = []
    progress: list[str] = []
    assert await tell(house, workspace, Question(query="Compare Acme plans"), answer.append, progress.append)
    assert any("Acme pricing" in line or "Pricing" in line for line in answer if line.startswith("[1]"))
    assert any(line.startswith("Confidence") for line in "\n".join(answer).splitlines())
    assert "understand ..." in progress


async def test_suggestions_are_made_from_what_is_here(
    house: House, workspace: Viewer, stranger: Viewer, scene: Scene
) -> None:
    queries = [one.query for one in await suggestions(house, workspace)]
    assert "What changed at Acme this month?" in queries
    assert "How much is Acme Pro?" in queries
    assert await suggestions(house, stranger) == ()


async def test_what_the_database_loses_is_still_told_as_an_error(
    house: House, workspace: Viewer, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> bool:
        raise DatabaseAway

    monkeypatch.setattr(conversations, "finish", away)
    events = await told(house, workspace, "How much is Acme Pro?")
    assert isinstance(events[-1], Failed)
    assert events[-1].code == "not_stored"

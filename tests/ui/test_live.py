"""The answer under way: small flushes, a reload that goes on, an end that is told."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from competedexter.agent.events import AgentEvent, AnswerChunk, Done, PhaseStarted
from competedexter.agent.live import Numbered
from competedexter.customers.conversations.errors import QueryNotFound
from competedexter.foundation.identifiers import new_id
from competedexter.ui.ask import live_state
from competedexter.ui.ask.live_state import FRESH, Live
from tests.ui.conftest import Page

QUERY = str(new_id())
Stream = Callable[..., AsyncIterator[Numbered]]


def sentences(count: int) -> list[AgentEvent]:
    return [PhaseStarted(phase="answer"), *(AnswerChunk(chunk=f"Sentence {number}.") for number in range(count))]


def streaming(events: list[AgentEvent], gap: float = 0.0) -> Stream:
    async def follow(*_: object) -> AsyncIterator[Numbered]:
        for number, event in enumerate(events, 1):
            await asyncio.sleep(gap)
            yield Numbered(number, event)

    return follow


@pytest.fixture
def flushes(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, int]]:
    """How many pieces each flush changed: what goes over the socket."""
    seen: list[dict[str, int]] = []
    show = Live._show

    def counted(self: Live, row: object) -> None:
        before = {"settled": len(self.settled), "fresh": len(self.fresh)}
        show(self, row)  # type: ignore[arg-type]  # the row is a TurnRow
        after = {"settled": len(self.settled), "fresh": len(self.fresh)}
        seen.append({name: after[name] for name in after if after[name] != before[name]})

    monkeypatch.setattr(Live, "_show", counted)
    return seen


async def test_an_answer_is_shown_whole_and_its_end_is_told(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    end = Done(query_id=new_id(), status="completed", outcome="answered")
    monkeypatch.setattr(live_state.agent, "follow", streaming([*sentences(12), end]))
    await page.go(f"/ask/{QUERY}")
    await page.call(Live, "follow", QUERY, "How much?")
    live = await page.state(Live)
    assert [piece.text for piece in (*live.settled, *live.fresh)] == [f"Sentence {number}." for number in range(12)]
    assert (live.question, live.phase_words, live.finished) == ("How much?", "Answering", 1)


async def test_settled_sentences_are_sent_once_in_a_while_and_not_with_every_flush(
    page: Page, monkeypatch: pytest.MonkeyPatch, flushes: list[dict[str, int]]
) -> None:
    monkeypatch.setattr(live_state, "FLUSH_SECONDS", 0.001)
    monkeypatch.setattr(live_state.agent, "follow", streaming(sentences(12), gap=0.004))
    await page.go(f"/ask/{QUERY}")
    await page.call(Live, "follow", QUERY, "How much?")
    assert sum("settled" in flush for flush in flushes) == 12 // FRESH
    assert all(flush.get("fresh", 0) < FRESH for flush in flushes)


async def test_following_again_begins_anew_and_the_first_follower_stops(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_state.agent, "follow", streaming(sentences(20), gap=0.02))
    await page.go(f"/ask/{QUERY}")
    first = asyncio.create_task(page.call(Live, "follow", QUERY, "How much?"))
    await asyncio.sleep(0.1)
    monkeypatch.setattr(live_state.agent, "follow", streaming(sentences(3)))
    await page.call(Live, "follow", QUERY, "How much?")
    await first
    live = await page.state(Live)
    assert len(live.settled) + len(live.fresh) == 3
    assert live.finished == 1


async def test_a_question_one_may_not_see_is_said_in_a_sentence(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object) -> AsyncIterator[Numbered]:
        raise QueryNotFound
        yield  # a generator, as the real one

    monkeypatch.setattr(live_state.agent, "follow", refuse)
    await page.go(f"/ask/{QUERY}")
    await page.call(Live, "follow", QUERY, "How much?")
    live = await page.state(Live)
    assert not live.running
    assert live.phase_words == QueryNotFound.sentence

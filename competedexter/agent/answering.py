"""One question from its first event to its last: run the phases, write the end down, then say "done"."""

import asyncio
import logging
from collections.abc import Sequence
from decimal import Decimal

from competedexter.customers.accounts import service as accounts
from competedexter.customers.accounts.viewer import Viewer
from competedexter.customers.conversations import service as conversations
from competedexter.customers.conversations.schemas import Begun, EventRecord, Finished
from competedexter.foundation.errors import ProductError
from competedexter.foundation.unit_of_work import OpenWork, Work

from .analyst import Analyst, Owned
from .budget import Budget
from .contexts import KeptContexts
from .errors import RunLost
from .events import AgentEvent, Done, Failed, Outcome, QueryStarted, SourcesTold, as_json
from .market_library import MarketLibrary
from .question import Question
from .recording import finished
from .run import Ended, conclude, run
from .state import RunState
from .understanding import Intent, Understanding, brief_of

log = logging.getLogger(__name__)

GRACE_SECONDS = 5.0  # to tell what was found when the time is up
STORE_SECONDS = 10.0  # the database may be away; the reader is not kept waiting longer


async def answer_question(
    analyst: Analyst, viewer: Viewer, question: Question, begun: Begun, earlier: tuple[str, ...], owned: Owned
) -> None:
    """Never raises: whatever happens, the stream ends with one last event and the row with one outcome."""
    open_work = analyst.database.opener(viewer.workspace_id, viewer.user_id)
    teller = _Teller(analyst, viewer, begun, owned, open_work)
    carrying = asyncio.create_task(owned.live.carry(teller.store))
    try:
        await owned.live.emit(QueryStarted(query_id=begun.query_id, conversation_id=begun.conversation_id))
        await teller.run(question, earlier)
    finally:
        carrying.cancel()
        await owned.live.send()


class _Teller:
    def __init__(self, analyst: Analyst, viewer: Viewer, begun: Begun, owned: Owned, open_work: OpenWork) -> None:
        self._analyst, self._viewer = analyst, viewer
        self._begun, self._owned, self._open_work = begun, owned, open_work
        self._state: RunState | None = None

    async def store(self, events: Sequence[EventRecord]) -> None:
        async with self._open_work() as work:
            await conversations.append(work, self._begun.query_id, events)

    async def run(self, question: Question, earlier: tuple[str, ...]) -> None:
        """All phases within the time limit, and the one way to end that fits what happened."""
        limit = self._analyst.limits.total_seconds + GRACE_SECONDS
        try:
            async with asyncio.timeout(limit):
                state = self._state = await self._prepare(question, earlier)
                ended = await run(state)
            await self._end(ended, ended.outcome)
        except TimeoutError:
            await self._cut_short("The time for this question was used up.")
        except asyncio.CancelledError:
            await self._stopped()
        except ProductError as error:
            await self._fail(str(error), error.code)
        except Exception:
            # The stream of a question must end, whatever a reader or a tool did.
            log.exception("question %s ended with an error of ours", self._begun.query_id)
            await self._fail(
                "Something went wrong on our side. The question was not counted; ask it again.", "internal_error"
            )

    async def _prepare(self, question: Question, earlier: tuple[str, ...]) -> RunState:
        analyst, viewer, now = self._analyst, self._viewer, self._analyst.clock.now()
        library = MarketLibrary(self._open_work, viewer, now)
        companies = await library.companies()
        brief = brief_of(
            question.query, companies, now, question.seen_until(now), chosen=question.competitor_ids, earlier=earlier,
            as_of_asked=question.as_of is not None,
        )  # fmt: skip
        return RunState(
            viewer.workspace_id, brief, library, analyst.toolbox, analyst.cache, analyst.reasoner, analyst.offline,
            self._owned.live.emit, contexts=KeptContexts(self._open_work), budget=Budget(analyst.limits),
        )  # fmt: skip

    async def _end(self, ended: Ended, outcome: Outcome, reason: str = "") -> None:
        """The last event is written with the answer in one transaction, then told."""
        state = self._state
        done = Done(query_id=self._begun.query_id, status="completed", outcome=outcome, metadata=ended.metadata)
        if state is None:
            await self._close(Finished("completed", outcome, reason), done)
            return
        await self._close(finished(state, ended, status="completed", outcome=outcome, reason=reason), done)

    async def _cut_short(self, reason: str) -> None:
        """The time is up: what was told stands, with the reason as a gap."""
        state = self._state
        if state is None or not state.told.shown:
            await self._fail(reason, "over_budget")
            return
        state.gaps.append(reason)
        ended = await self._sources(state)
        await self._end(ended, "answered_with_gaps", reason)

    async def _stopped(self) -> None:
        """Somebody asked to stop, or the process does."""
        if not self._owned.stop:
            await self._fail(str(RunLost()), RunLost.code)
            return
        if self._state is None:
            await self._close(
                Finished("completed", "cancelled"),
                Done(query_id=self._begun.query_id, status="completed", outcome="cancelled"),
            )
            return
        await self._end(await self._sources(self._state), "cancelled", "Stopped on request.")

    async def _sources(self, state: RunState) -> Ended:
        ended = conclude(state, _understood(state))
        told = SourcesTold(sources=tuple(state.told.sources), confidence=ended.confidence.value, gaps=ended.gaps)
        await self._owned.live.emit(told)
        return ended

    async def _fail(self, sentence: str, code: str) -> None:
        event = Failed(error=sentence, code=code)
        state = self._state
        if state is None:
            await self._close(Finished("failed", "failed", sentence), event)
            return
        ended = conclude(state, _understood(state))
        await self._close(finished(state, ended, status="failed", outcome="failed", reason=sentence), event)

    async def _close(self, result: Finished, last: AgentEvent) -> None:
        """Stored before it is told. When the database is away the reader is told all the same; the sweep closes the row."""
        live, query_id = self._owned.live, self._begun.query_id
        try:
            async with asyncio.timeout(STORE_SECONDS), live.storing, self._open_work() as work:
                live.closed = True
                records = [*live.unstored(), EventRecord(len(live.told) + 1, as_json(last))]
                if await conversations.finish(work, query_id, result, records):
                    await self._count(work, result)
        except Exception:
            # Stored or not, the reader must hear the end; the sweep closes the row.
            log.exception("the end of question %s was not stored", query_id)
            last = Failed(error="The answer could not be stored; ask again in a moment.", code="not_stored")
        await live.emit(last)

    async def _count(self, work: Work, result: Finished) -> None:
        """Failed and cached questions are free, and so are those of the demo."""
        settings = await accounts.workspace_settings(work, self._viewer.workspace_id)
        free = result.status == "failed" or result.metadata.get("cached") or (settings is not None and settings.is_demo)
        tokens = sum(call.prompt_tokens + call.completion_tokens for call in result.usage)
        if tokens or not free:
            cost = sum((call.cost_usd for call in result.usage), Decimal(0))
            await accounts.count_question(
                work, self._viewer, questions=0 if free else 1, tokens_used=tokens, cost_usd=cost
            )


def _understood(state: RunState) -> Understanding:
    """What the question was read as, or as little as can be said when it was not read yet."""
    return state.understanding or Understanding(intent=Intent.SEARCH, seen_until=state.brief.seen_until)

"""The last step of the demo: the analyst is asked about the change, and its first sentence is shown with its proof."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from competedexter.agent import service as agent
from competedexter.agent.question import Question
from competedexter.customers.accounts.viewer import Viewer
from competedexter.customers.conversations import service as conversations
from competedexter.customers.conversations.schemas import QueryView, SentenceView
from competedexter.demo.schemas import DemoPriceChange
from competedexter.runtime import get_runtime
from competedexter.ui.addresses import with_query
from competedexter.ui.components.marks import without_marks
from competedexter.ui.session import working

SHOWN_PROOFS = 3


@dataclass(frozen=True)
class ProofRow:
    """A citation and the archived passage it opens; a computed one opens nothing."""

    n: int
    href: str


@dataclass(frozen=True)
class AnswerRow:
    """The first sentence of an answer, its citations, and where the whole answer is."""

    text: str = ""
    href: str = ""
    proofs: list[ProofRow] = field(default_factory=list)


async def ask_about(viewer: Viewer, changed: DemoPriceChange) -> AnswerRow:
    """Asks how the price changed and waits for the end of the answer. Raises what the agent raises."""
    text = f"How did the price of {changed.plan} at {changed.vendor} change?"
    question = Question(query=text, competitor_ids=(changed.competitor_id,))
    running = await agent.ask(get_runtime(), viewer, question)
    async for _ in agent.follow(get_runtime(), viewer, running.query_id):
        pass  # until its last event
    async with working(viewer) as work:
        return answer_row(await conversations.get(work, viewer, running.query_id))


def answer_row(view: QueryView) -> AnswerRow:
    """The first sentence with at most SHOWN_PROOFS citations; without a sentence, what the outcome says."""
    href = f"/ask/{view.query_id}"
    first = next(iter(view.sentences), None)
    if first is None:
        return AnswerRow(view.answer or "Nothing that was archived answers this question.", href)
    return AnswerRow(
        without_marks(first.text), href, _proofs(first, {int(source["n"]): source for source in view.sources})
    )


def _proofs(sentence: SentenceView, sources: Mapping[int, Mapping[str, object]]) -> list[ProofRow]:
    rows = []
    for number in sentence.citations[:SHOWN_PROOFS]:
        source = sources.get(number, {})
        document = source.get("documentId")
        place = with_query(f"/documents/{document}", start=str(source.get("start")), end=str(source.get("end")))
        rows.append(ProofRow(number, place if document else ""))
    return rows

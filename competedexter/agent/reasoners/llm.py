"""The analyst with a language model: the fast one reads and plans, the strong one writes. Code checks both."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from uuid import UUID

from competedexter.agent.budget import Budget, ModelCall
from competedexter.agent.composing import compose
from competedexter.agent.errors import ReasonerFailed
from competedexter.agent.evidence import Entry, Key, Ledger
from competedexter.agent.findings import Findings
from competedexter.agent.pieces import Note, Piece, Sentence, Table
from competedexter.agent.prompts import answer as answer_prompt
from competedexter.agent.prompts import understand as understand_prompt
from competedexter.agent.reading import read
from competedexter.agent.source_words import types_in
from competedexter.agent.toolbox import Toolbox
from competedexter.agent.understanding import Brief, Intent, Understanding
from competedexter.agent.written import Sentences
from competedexter.integrations.llm.errors import LlmError
from competedexter.integrations.llm.protocol import LanguageModel, Message, Tier, TokenPrice, Usage

from .protocol import Reading

UNDERSTAND_SECONDS = 20.0  # all tries together
ANSWER_SECONDS = 75.0  # 25 tokens/s of a small local model write 1,800 tokens in it
TOKEN_CHARACTERS = 4
ORDERS_NOTE = (
    "A page addresses the reader's machine with instructions; they are not followed and were kept from the model."
)


class LlmAnalyst:
    """A Reasoner. Times, totals and evidence come from code; a model chooses words, competitors and tools."""

    def __init__(self, model: LanguageModel, tools: Toolbox, prices: Mapping[Tier, TokenPrice] | None = None) -> None:
        self._model, self._tools, self._prices = model, tools, prices or {}
        self.name = model.name(Tier.STRONG)

    async def close(self) -> None:
        await self._model.close()

    async def understand(self, brief: Brief, budget: Budget) -> Reading:
        by_rules = read(brief)
        prompt = understand_prompt.messages(brief, self._tools)
        self._expect(budget, Tier.FAST, prompt)
        try:
            reply = await self._model.typed(
                Tier.FAST, prompt, understand_prompt.Understood, min(UNDERSTAND_SECONDS, budget.seconds_left)
            )
        except LlmError as error:
            raise ReasonerFailed(reason=str(error)) from error
        self._spend(budget, Tier.FAST, "understand", reply.usage)
        return _merged(by_rules, reply.value, brief)

    async def answer(
        self, brief: Brief, understanding: Understanding, findings: Findings, ledger: Ledger, budget: Budget
    ) -> AsyncGenerator[Piece, None]:
        pieces = list(compose(understanding, findings, brief, ledger))  # enters every computed figure in the ledger
        for piece in pieces:
            if isinstance(piece, Note):
                yield piece
        entries, kept_from = answer_prompt.usable(_ranked(pieces, ledger))
        if kept_from:
            yield Note(ORDERS_NOTE)
        if entries:
            async with aclosing(self._written(brief, entries, budget)) as sentences:
                async for sentence in sentences:
                    yield sentence
        for piece in pieces:
            if isinstance(piece, Table):
                yield piece

    async def _written(self, brief: Brief, entries: Sequence[Entry], budget: Budget) -> AsyncGenerator[Sentence, None]:
        prompt = answer_prompt.messages(brief, entries)
        self._expect(budget, Tier.STRONG, prompt)
        sentences = Sentences([entry.key for entry in entries])
        size = 0
        try:
            seconds = min(ANSWER_SECONDS, budget.seconds_left)
            async with aclosing(self._model.write(Tier.STRONG, prompt, seconds)) as stream:
                async for part in stream:
                    if isinstance(part, Usage):
                        self._spend(budget, Tier.STRONG, "answer", part)
                        size = -1
                        continue
                    size += len(part)
                    for sentence in sentences.feed(part):
                        yield sentence
        except LlmError as error:
            raise ReasonerFailed(reason=str(error)) from error
        finally:
            if size > 0:  # cut off: what was written is paid all the same
                used = Usage(self.name, _tokens(prompt), size // TOKEN_CHARACTERS)
                self._spend(budget, Tier.STRONG, "answer", used)
        for sentence in sentences.rest():
            yield sentence

    def _expect(self, budget: Budget, tier: Tier, prompt: Sequence[Message]) -> None:
        """Raises OverBudget when reading the prompt alone would cost more than is left."""
        tokens = _tokens(prompt)
        budget.expect(tokens, self._price(tier).of(Usage(self._model.name(tier), tokens)))

    def _spend(self, budget: Budget, tier: Tier, step: str, usage: Usage) -> None:
        dollars = self._price(tier).of(usage)
        budget.spend(ModelCall(usage.model, step, usage.prompt_tokens, usage.completion_tokens, dollars))

    def _price(self, tier: Tier) -> TokenPrice:
        return self._prices.get(tier, TokenPrice())


def _tokens(prompt: Sequence[Message]) -> int:
    return sum(len(message.content) for message in prompt) // TOKEN_CHARACTERS


def _ranked(pieces: Sequence[Piece], ledger: Ledger) -> list[Entry]:
    """What the rules would cite first, then everything else that was found."""
    cited: list[Key] = []
    for piece in pieces:
        if isinstance(piece, Sentence):
            cited += piece.keys
        elif isinstance(piece, Table):
            cited += [key for row in piece.rows for cell in row for key in cell.keys]
    return [ledger.entries[key] for key in dict.fromkeys([*cited, *ledger.entries])]


def _merged(by_rules: Understanding, said: understand_prompt.Understood, brief: Brief) -> Reading:
    """The model's choice of intent and words, and of competitors where the rules found none by name."""
    codes = understand_prompt.codes_of(brief)
    chosen = _chosen(by_rules, tuple(dict.fromkeys(codes[code] for code in said.competitors if code in codes)))
    strangers = tuple(name for name in said.unknown if name.casefold() in brief.question.casefold())
    changes: dict[str, object] = {"intent": said.intent, "search": said.search or by_rules.search}
    if said.intent is Intent.SOURCE or by_rules.intent is Intent.SOURCE:
        types = by_rules.source_types or types_in(f"{said.search} {brief.question}")
        changes |= {"source_types": types, "intent": Intent.SOURCE if types else by_rules.intent}
    if chosen:
        changes |= {"competitors": chosen, "everyone": False}
    if strangers and not chosen:
        changes["unknown"] = strangers
    if plans := _asked_about(said.plans, brief):
        changes["plans"] = plans
    understanding = by_rules.model_copy(update=changes)
    if len(understanding.competitors) > 1 and understanding.intent is Intent.PRICING:
        understanding = understanding.model_copy(update={"intent": Intent.COMPARE_PRICING})
    planned = said.tasks if _covers(said, codes, chosen) else [one for one in said.tasks if not _known(one, codes)]
    tasks = understand_prompt.tasks_of(planned, codes, _scope(understanding, brief, codes))
    return Reading(understanding, tuple(tasks))


def _chosen(by_rules: Understanding, said: tuple[UUID, ...]) -> tuple[UUID, ...]:
    """Whom the question names is asked about, whatever the model says; it may add others, and say who "they" are."""
    named = () if by_rules.everyone else by_rules.competitors
    return said if set(named) <= set(said) else named


def _asked_about(plans: Sequence[str], brief: Brief) -> tuple[str, ...]:
    """Plans of the model that stand in the question or an earlier one: it may not ask about another."""
    asked = " ".join((brief.question, *brief.earlier)).casefold()
    return tuple(plan for plan in plans if plan.strip() and plan.casefold() in asked)


def _known(task: understand_prompt.PlannedTask, codes: Mapping[str, UUID]) -> bool:
    """A task for nobody we know stays in the plan, so that its check sees it and says so."""
    return all(code in codes for code in task.competitors)


def _covers(said: understand_prompt.Understood, codes: Mapping[str, UUID], chosen: Sequence[UUID]) -> bool:
    """Whether the model's tasks look at everyone meant; otherwise the rules plan. A task without codes is for all."""
    looked = {codes.get(code) for task in said.tasks for code in task.competitors}
    return set(chosen) <= looked or any(not task.competitors for task in said.tasks)


def _scope(understanding: Understanding, brief: Brief, codes: Mapping[str, object]) -> understand_prompt.Scope:
    window = understanding.windows[0] if understanding.windows else None
    return understand_prompt.Scope(
        names={code: brief.name(company.id) for code, company in zip(codes, brief.companies, strict=True)},
        since=window.start.isoformat() if window and window.start else None,
        until=window.end.isoformat() if window else None,
        kinds=understanding.kinds,
        seats=understanding.seats,
        months=understanding.months,
        extreme=understanding.superlative or "cheapest",
        topic=understanding.topic,
        question=brief.question,
        source_types=understanding.source_types,
    )

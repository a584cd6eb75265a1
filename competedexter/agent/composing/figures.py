"""Computed answers: the figure first, then the prices it was computed from."""

from collections.abc import Iterator

from competedexter.agent.evidence import Ledger
from competedexter.agent.facts import FigureFact, PriceFact
from competedexter.agent.findings import Findings
from competedexter.agent.pieces import Piece, Sentence
from competedexter.agent.understanding import Brief, Understanding

from .pricing import price_sentence, pricing


def figures(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """Every figure as a sentence; without any, the prices themselves."""
    computed = findings.facts(FigureFact)
    if not computed:
        yield from pricing(understanding, findings, brief, ledger)
        return
    for figure in computed:
        yield Sentence(sentence_of(figure), (ledger.figure(figure),))
    used = {operand.place for figure in computed for operand in figure.operands if operand.place}
    for fact in findings.facts(PriceFact):
        if fact.place in used:
            yield Sentence(price_sentence(fact, brief.name(fact.competitor_id)), (ledger.place(fact.place),))


def sentence_of(figure: FigureFact) -> str:
    """The figure in words, saying what was set against what."""
    match figure.operation:
        case "multiply":
            return f"{figure.label} comes to {figure.result}."
        case "percent_change" | "difference":
            base, other = figure.operands
            if other.value == base.value:
                return f"{other.label} and {base.label} cost the same."
            more = "more" if other.value > base.value else "less"
            amount = figure.result.lstrip("+-")
            return f"{other.label} costs {amount} {more} than {base.label}."
        case _:
            return f"{figure.label.capitalize()}: {figure.result}."

"""Computed answers: the figure first, then the prices it was computed from."""

from collections.abc import Iterator, Sequence

from competedexter.agent.evidence import Ledger
from competedexter.agent.facts import ChangeFact, FigureFact, PriceFact
from competedexter.agent.findings import Findings
from competedexter.agent.money import day_words
from competedexter.agent.pieces import Piece, Sentence
from competedexter.agent.plan_contents import seats_line
from competedexter.agent.understanding import Brief, Understanding

from .moves import keys_of
from .moves import sentence_of as change_words
from .pricing import price_sentence, pricing
from .quotes import said_of


def figures(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """Every figure as a sentence; without any, the prices themselves."""
    computed = findings.facts(FigureFact)
    moves = list(_moves(findings, brief, ledger)) if understanding.aim == "overall" else []
    if not computed:
        now = understanding.model_copy(update={"windows": ()}) if understanding.aim == "overall" else understanding
        yield from pricing(now, findings, brief, ledger)
        yield from moves
        return
    told = _over_time(computed, ledger) or [
        Sentence(sentence_of(one), _keys(one, computed, ledger)) for one in computed
    ]
    yield from told
    used = {operand.place for figure in computed for operand in figure.operands if operand.place}
    for fact in findings.facts(PriceFact):
        if fact.place not in used:
            continue
        name, key = brief.name(fact.competitor_id), (ledger.place(fact.place),)
        if len(told) != 1 or understanding.aim != "overall":
            yield Sentence(price_sentence(fact, name), key)
        if understanding.seats and seats_line(fact):
            yield Sentence(f"{name} {fact.plan} lists “{seats_line(fact)}”.", key)
    yield from moves
    yield from said_of(understanding, findings, brief, ledger)


def _moves(findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """The changes in the time asked about, newest first."""
    for change in sorted(findings.facts(ChangeFact), key=lambda change: change.happened_at, reverse=True):
        name = brief.name(change.competitor_id)
        yield Sentence(change_words(change, name), keys_of(change, name, ledger))


def _keys(figure: FigureFact, computed: Sequence[FigureFact], ledger: Ledger) -> tuple[str, ...]:
    """A lowest total rests on the totals, which were computed themselves."""
    others = [one for one in computed if one.operation == "multiply"] if figure.operation == "lowest" else []
    return (ledger.figure(figure), *(ledger.figure(one) for one in others))


def _over_time(computed: Sequence[FigureFact], ledger: Ledger) -> list[Sentence]:
    """One plan at two times: by how much it went up or down, and between which looks. Empty for anything else."""
    first = computed[0]
    places = [operand.place for operand in first.operands]
    if first.operation != "difference" or len(places) != 2 or places[0] is None or places[1] is None:
        return []
    before, after = first.operands
    if before.label != after.label:
        return []
    since, until = day_words(places[0].observed_at), day_words(places[1].last_seen_at or places[1].observed_at)
    keys = (ledger.place(places[0]), ledger.place(places[1]), *(ledger.figure(one) for one in computed))
    if before.value == after.value:
        return [Sentence(f"{after.label} cost the same when observed on {since} and on {until}.", keys)]
    moved = "rose" if after.value > before.value else "fell"
    percent = "".join(f" ({one.result})" for one in computed if one.operation == "percent_change")
    told = f"{after.label} {moved} by {first.result}{percent} between {since} and {until}."
    return [Sentence(told, keys)]


def sentence_of(figure: FigureFact) -> str:
    """The figure in words, saying what was set against what."""
    match figure.operation:
        case "multiply":
            return f"{figure.label} comes to {figure.result}."
        case "lowest":
            return f"{figure.label[0].upper()}{figure.label[1:]}, the cheapest is {figure.result}."
        case "percent_change" | "difference":
            base, other = figure.operands
            if other.value == base.value:
                return f"{other.label} and {base.label} cost the same."
            more = "more" if other.value > base.value else "less"
            amount = figure.result.lstrip("+-")
            return f"{other.label} costs {amount} {more} than {base.label}."
        case _:
            return f"{figure.label[0].upper()}{figure.label[1:]}: {figure.result}."

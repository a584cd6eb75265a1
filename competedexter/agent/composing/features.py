"""What plans contain: the entries that list it, with their prices; that an entry is silent is no "no"."""

from collections.abc import Iterator, Sequence

from competedexter.agent.evidence import Ledger
from competedexter.agent.facts import PriceFact
from competedexter.agent.findings import Findings
from competedexter.agent.money import day_words
from competedexter.agent.pieces import Cell, Note, Piece, Sentence, Table
from competedexter.agent.plan_contents import lines_of, listed
from competedexter.agent.plan_names import matching
from competedexter.agent.things import FeatureFact
from competedexter.agent.understanding import Brief, Understanding

from .pricing import price_sentence

MOST = 3  # plans told for one competitor
MOST_LINES = 8
MOST_CELL_LINES = 6
YES, NO = "yes", "no"  # what the reader of comparison tables makes of ticks and crosses


def features(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """For each competitor the plans that list it; the plan that was asked about in any case."""
    first = True
    facts, cells = findings.facts(PriceFact), findings.facts(FeatureFact)
    for id_ in understanding.competitors:
        own = [fact for fact in facts if fact.competitor_id == id_]
        asked = matching(own, understanding.plans)
        table = [cell for cell in cells if cell.competitor_id == id_]
        if table:
            yield from _of_table(table, understanding, brief.name(id_), ledger, yes=first and understanding.yes_no)
            first = False
            yield from _prices([fact for fact in asked if len(asked) == 1], brief.name(id_), ledger)
            continue
        for piece in _of_one(own, asked, understanding, brief.name(id_), ledger, yes=first and understanding.yes_no):
            first = first and not isinstance(piece, Sentence)
            yield piece


def _of_table(
    cells: Sequence[FeatureFact], understanding: Understanding, name: str, ledger: Ledger, *, yes: bool
) -> Iterator[Piece]:
    """What each plan has of it by the comparison table, those that have it first."""
    ordered = sorted(cells, key=lambda cell: cell.value == NO)
    for at, cell in enumerate(ordered[:MOST_CELL_LINES]):
        seen = day_words(cell.place.last_seen_at or cell.place.observed_at)
        verdict = ("No: " if cell.value == NO else "Yes: ") if yes and at == 0 else ""
        yield Sentence(f"{verdict}{_cell_words(cell, name)}, as of {seen}.", (ledger.place(cell.place),))
    if len(ordered) > MOST_CELL_LINES:
        rows = tuple(
            (
                Cell(cell.name, (ledger.place(cell.place),)),
                Cell(cell.plan),
                Cell(cell.value, (ledger.place(cell.place),)),
            )
            for cell in ordered
        )
        yield Table(f"Features of {name}", ("Feature", "Plan", "Value"), rows)


def _cell_words(cell: FeatureFact, name: str) -> str:
    plan = f"{name} {cell.plan}".strip()
    if not cell.plan:
        return f"{name} lists “{cell.name}”"
    if cell.value == NO:
        return f"{plan} does not have “{cell.name}” by the comparison of its plans"
    if cell.value == YES:
        return f"{plan} has “{cell.name}” by the comparison of its plans"
    return f"{plan} has “{cell.name}”: “{cell.value}”"


def _of_one(
    own: Sequence[PriceFact], asked: Sequence[PriceFact], understanding: Understanding, name: str, ledger: Ledger,
    *, yes: bool,
) -> Iterator[Piece]:  # fmt: skip
    topic = understanding.topic
    if not topic:
        yield from (_contents(fact, lines_of(fact), name, ledger) for fact in asked if lines_of(fact))
        yield from _prices(asked, name, ledger)
        return
    found = [(fact, *listed(fact, topic)) for fact in own]
    telling = sorted((one for one in found if one[1]), key=lambda one: (one[0] not in asked, -one[2]))
    whole = [one for one in telling if one[2] >= 1.0]
    for fact in asked:
        if not listed(fact, topic)[0]:
            yield Note(
                f"What {name}'s page lists for {fact.plan} does not mention “{' '.join(topic)}”; that does not mean that the answer is no."
            )
    theirs = [one for one in telling if one[0] in asked]
    shown = (theirs or whole or telling)[:MOST]
    for at, (fact, lines, share) in enumerate(shown):
        sure = yes and at == 0 and share >= 1.0 and (fact in asked or not understanding.plans)
        yield _contents(fact, lines, name, ledger, "Yes: " if sure else "")
    yield from _prices([fact for fact, _, _ in shown], name, ledger)


def _contents(fact: PriceFact, lines: Sequence[str], name: str, ledger: Ledger, prefix: str = "") -> Sentence:
    """What a plan lists, in the page's own words."""
    told = "; ".join(f"“{line}”" for line in lines[:MOST_LINES])
    return Sentence(f"{prefix}{name} {fact.plan} lists {told}.", (ledger.place(fact.place),))


def _prices(facts: Sequence[PriceFact], name: str, ledger: Ledger) -> Iterator[Piece]:
    for fact in facts:
        yield Sentence(price_sentence(fact, name), (ledger.place(fact.place),))

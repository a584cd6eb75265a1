"""Several competitors side by side: the winner first, then one table."""

from collections.abc import Iterator, Sequence

from competedexter.agent.evidence import Ledger
from competedexter.agent.facts import FigureFact, PriceFact
from competedexter.agent.findings import Findings
from competedexter.agent.money import price_words
from competedexter.agent.pieces import Piece, Sentence
from competedexter.agent.plan_contents import lists
from competedexter.agent.plan_names import matching
from competedexter.agent.understanding import Brief, Understanding

from .features import features
from .pricing import entry, plans_table, pricing, shown_prices, unread_amount

MAX_ROWS = 40


def comparison(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """Which is cheapest (or dearest) among what can be compared, then every plan with its price and day."""
    prices = findings.facts(PriceFact)
    rows = (matching(prices, understanding.plans) if understanding.plans else []) or prices
    listing = [fact for fact in rows if lists(fact, understanding.topic)]
    rows = listing or rows
    if len({fact.competitor_id for fact in rows}) < 2:
        tell = features if listing else pricing
        yield from tell(understanding, findings, brief, ledger)
        return
    yield from unread_amount(understanding, brief)
    for figure in findings.facts(FigureFact):
        told = _verdict(figure, understanding) + _winner(figure, understanding)
        yield Sentence(told[0].upper() + told[1:], (ledger.figure(figure),))
    if not findings.facts(FigureFact) and not understanding.plans:
        for id_ in understanding.competitors:
            yield from entry([fact for fact in rows if fact.competitor_id == id_], brief.name(id_), ledger)
    order = {id_: at for at, id_ in enumerate(understanding.competitors)}
    rows = sorted(rows, key=lambda fact: order.get(fact.competitor_id, 99))
    names = {fact.competitor_id: brief.name(fact.competitor_id) for fact in rows}
    yield plans_table(rows[:MAX_ROWS], names, ledger)
    yield from _lowest_each(rows, understanding, brief, ledger)
    if listing:
        yield from features(understanding, findings, brief, ledger)


def _winner(figure: FigureFact, understanding: Understanding) -> str:
    """Says which plans were set against each other: a flat price is not compared with one per user."""
    which = "cheapest" if figure.operation == "lowest" else "most expensive"
    asked = f"{' or '.join(understanding.plans)} " if understanding.plans else "paid "
    ties = " and " in figure.result.split(" at ")[0]
    unit = figure.operands[0].unit.partition(" ")[2]
    return f"of the {asked}plans priced {unit}, the {which} {'are' if ties else 'is'} {figure.result}."


def _verdict(figure: FigureFact, understanding: Understanding) -> str:
    """ "Is Acme cheaper than Beta?" is answered by whose plan won; other questions start with the winner."""
    winners = [operand for operand in figure.operands if figure.result.startswith(operand.label)]
    if not understanding.yes_no or len(understanding.competitors) != 2 or not winners or winners[0].place is None:
        return ""
    if " and " in figure.result.split(" at ")[0]:
        return "Neither: "
    first = winners[0].place.competitor_id == understanding.competitors[0]
    return "Yes: " if first else "No: "


def _lowest_each(
    rows: Sequence[PriceFact], understanding: Understanding, brief: Brief, ledger: Ledger
) -> Iterator[Piece]:
    """With a plan named, its price at each competitor in a sentence of its own."""
    if not understanding.plans:
        return
    for id_ in understanding.competitors:
        fact = next((fact for fact in rows if fact.competitor_id == id_), None)
        amounts = [price for price in shown_prices(fact) if price.amount is not None] if fact else []
        if fact and amounts:
            told = " or ".join(dict.fromkeys(price_words(price) for price in amounts))
            yield Sentence(f"{brief.name(id_)} {fact.plan}: {told}.", (ledger.place(fact.place),))

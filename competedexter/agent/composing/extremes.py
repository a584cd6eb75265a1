"""The cheapest or the most expensive plan of one competitor, computed over those that can be set against each other."""

from collections.abc import Iterator, Sequence

from competedexter.agent.calculations import compute
from competedexter.agent.evidence import Ledger
from competedexter.agent.facts import FigureFact, Operand, PriceFact
from competedexter.agent.money import day_words
from competedexter.agent.pieces import Piece, Sentence
from competedexter.agent.plan_names import operand_of, unit_of
from competedexter.market.changes.price_matching import basis_key


def extreme(
    facts: Sequence[PriceFact], name: str, ledger: Ledger, which: str, *, past: bool = False
) -> Iterator[Piece]:
    """One sentence; none when fewer than two plans share a currency, a unit and a period."""
    operands = _comparable(facts, name)
    if len(operands) < 2:
        return
    operation = "lowest" if which == "cheapest" else "highest"
    result = compute(operation, operands)
    figure = FigureFact(operation=operation, label=f"{operation} of {name}", operands=operands, result=result)
    words = "cheapest" if which == "cheapest" else "most expensive"
    several = " and " in result.split(" at ")[0]
    verb = ("were" if several else "was") if past else "are" if several else "is"
    when = f" when observed on {day_words(facts[0].place.observed_at)}" if past else ""
    unit = operands[0].unit.partition(" ")[2]
    told = f"Of the paid plans of {name} priced {unit}, the {words} {verb} {result}{when}."
    yield Sentence(told, (ledger.figure(figure),))


def _comparable(facts: Sequence[PriceFact], name: str) -> tuple[Operand, ...]:
    """The paid prices of the largest group in one unit, those billed as they come before those billed yearly."""
    groups: dict[str, list[Operand]] = {}
    for fact in facts:
        seen: set[str] = set()
        for price in fact.prices:
            unit = unit_of(price)
            if not price.amount or unit in seen or basis_key(price.basis) == "year":
                continue
            seen.add(unit)
            groups.setdefault(unit, []).append(operand_of(fact, price, name))
    largest = max(groups, key=lambda unit: len(groups[unit]), default="")
    return tuple(groups.get(largest, ()))

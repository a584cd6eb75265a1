"""A price in time: what it is now, since when, what it was before, and how it moved."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from competedexter.agent.counted import is_counted, narrowed, what_of
from competedexter.agent.evidence import Ledger
from competedexter.agent.facts import ChangeFact, CountFact, PriceFact
from competedexter.agent.findings import Findings
from competedexter.agent.money import day_words, period_words, price_words
from competedexter.agent.pieces import Piece, Sentence
from competedexter.agent.plan_names import matching
from competedexter.agent.understanding import Brief, Understanding
from competedexter.market.evidence.records import Price

from .moves import keys_of, sentence_of
from .pricing import pricing, shown_prices

FEW = 4


def moments(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """The direct answer to "since when", "before" or "and how did it change", then the moves it rests on."""
    told: set[UUID] = set()
    if understanding.aim in ("since_when", "before"):
        for id_ in understanding.competitors:
            direct = list(_direct(id_, understanding, findings, brief, ledger))
            told |= {id_} if direct else set()
            yield from direct
    rest = tuple(id_ for id_ in understanding.competitors if id_ not in told)
    yield from pricing(understanding.model_copy(update={"competitors": rest}), findings, brief, ledger)
    for id_ in understanding.competitors:
        yield from _moves(id_, understanding, findings, brief, ledger)


def _changes(id_: UUID, understanding: Understanding, findings: Findings) -> list[ChangeFact]:
    found = [change for change in findings.facts(ChangeFact) if change.competitor_id == id_]
    kept = [change for change in found if is_counted(change, narrowed((), understanding.plans))]
    return sorted(kept, key=lambda change: change.happened_at, reverse=True)


def _direct(
    id_: UUID, understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger
) -> Iterator[Piece]:
    """One sentence for a plan whose last move is known."""
    name, changes = brief.name(id_), _changes(id_, understanding, findings)
    own = [fact for fact in findings.facts(PriceFact) if fact.competitor_id == id_]
    for fact in matching(own, understanding.plans):
        moved = [change for change in changes if change.plan.casefold() == fact.plan.casefold()]
        for price in shown_prices(fact):
            change = _which_made(price, moved)
            if change is None or change.before_price is None:
                continue
            day = day_words(change.observed_at)
            if understanding.aim == "before":
                told = f"Before {day}, {name} {fact.plan} cost {price_words(change.before_price)}."
                yield Sentence(told, keys_of(change, name, ledger))
            else:
                told = f"{name} {fact.plan} costs {price_words(price)} since {day}."
                yield Sentence(told, (ledger.place(fact.place), *keys_of(change, name, ledger)))


def _which_made(price: Price, moved: Sequence[ChangeFact]) -> ChangeFact | None:
    """The newest change that led to this price, of the same period, unit and way of billing."""
    return next(
        (
            change
            for change in moved
            if change.after_price is not None
            and (change.after_price.amount, change.after_price.basis) == (price.amount, price.basis)
        ),
        None,
    )


def _moves(
    id_: UUID, understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger
) -> Iterator[Piece]:
    name, changes = brief.name(id_), _changes(id_, understanding, findings)
    for change in changes[:FEW]:
        yield Sentence(sentence_of(change, name), keys_of(change, name, ledger))
    for count in findings.facts(CountFact):
        if count.competitor_id != id_ or count.count or not count.since:
            continue
        what = what_of(count.kinds)
        told = f"No {what} at {name} was observed {period_words(count.since, count.until)}."
        yield Sentence(told, (ledger.count(count, told),))

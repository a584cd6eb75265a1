"""How well a competitor's pages are watched: when they were last read, and when they could not be."""

from collections.abc import Iterator

from competedexter.agent.evidence import Ledger
from competedexter.agent.facts import EventFact, LookFact, PriceFact
from competedexter.agent.findings import Findings
from competedexter.agent.money import day_words
from competedexter.agent.pieces import Cell, Note, Piece, Sentence, Table
from competedexter.agent.understanding import Brief, Understanding

_STATES = {
    "source_blocked": "could not be read", "source_gone": "was gone", "source_recovered": "could not be read for a time, and could be again",
    "ok": "is read", "failing": "cannot be read", "gone": "is gone", "blocked": "refuses to be read",
}  # fmt: skip


def watching(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """The last look as a sentence, then each time a page could not be read, then every page and its state."""
    prices, events = findings.facts(PriceFact), findings.facts(EventFact)
    looks = [look for look in findings.facts(LookFact) if look.first_seen_at]
    for id_ in understanding.competitors:
        fact = next((fact for fact in prices if fact.competitor_id == id_), None)
        if fact:
            told = f"{brief.name(id_)}'s pricing page was last observed on {day_words(fact.last_seen_at)}."
            yield Sentence(told, (ledger.place(fact.place),))
        for event in (event for event in events if event.competitor_id == id_):
            what = _STATES.get(event.event, event.event)
            yield Note(f"{brief.name(id_)}'s {event.source_type} page {what} on {day_words(event.observed_at)}.")
        own = [look for look in looks if look.competitor_id == id_]
        if own and not any(event.competitor_id == id_ for event in events):
            yield Note(f"Every look at the {len(own)} watched pages of {brief.name(id_)} found them there.")
    if looks:
        yield _looks(looks, brief)


def _looks(looks: list[LookFact], brief: Brief) -> Table:
    rows = tuple(
        (
            Cell(brief.name(look.competitor_id)), Cell(look.source_type), Cell(_STATES.get(look.health, look.health)),
            Cell(day_words(look.last_seen_at) if look.last_seen_at else "–"),
        )
        for look in looks
    )  # fmt: skip
    return Table("How its pages are watched", ("Competitor", "Page", "State", "Last read"), rows)

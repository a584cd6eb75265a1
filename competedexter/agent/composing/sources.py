"""Questions about what sources list, each type told in its own way; then what changed of it, where that was asked."""

from collections.abc import Callable, Iterator

from competedexter.agent.counted import what_of
from competedexter.agent.evidence import Ledger
from competedexter.agent.facts import ChangeFact, CountFact, PassageFact
from competedexter.agent.findings import Findings
from competedexter.agent.happened import KIND_OF
from competedexter.agent.injection import gives_orders
from competedexter.agent.money import period_words
from competedexter.agent.pieces import Piece, Sentence
from competedexter.agent.source_words import SourceType
from competedexter.agent.understanding import Brief, Understanding

from .happenings import happenings
from .listings import company_facts, ratings, records, reported, technologies
from .moves import keys_of, sentence_of
from .openings import openings
from .quotes import quoted, wanted_terms

Telling = Callable[[Understanding, Findings, Brief, Ledger], Iterator[Piece]]
_BY_TYPE: dict[SourceType, Telling] = {
    "jobs": openings,
    "financials": reported,
    "tech_stack": technologies,
    "company_info": company_facts,
    "ratings": ratings,
    "custom": records,
    "site": records,
}
_OWN = (*KIND_OF.values(), "job_opened", "job_closed")  # told with their lists
MOST_CHANGES = 6


def sources(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """The list or the events first, then its changes, then pages that say it where no list does."""
    yield from _changed(understanding, findings, brief, ledger)
    for kind in understanding.source_types:
        if kind in KIND_OF:
            yield from happenings(kind, understanding, findings, brief, ledger)
        else:
            yield from _BY_TYPE[kind](understanding, findings, brief, ledger)
    wanted = wanted_terms(" ".join(understanding.topic) or understanding.search)
    for id_ in understanding.competitors:
        hits = [hit for hit in findings.facts(PassageFact) if hit.competitor_id == id_]
        yield from quoted(hits, wanted, brief, ledger, limit=2, whole=True)


def _changed(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """What came and went of a list in the time asked about, or that nothing did."""
    found = [change for change in findings.facts(ChangeFact) if change.change_kind not in _OWN]
    for change in sorted(found, key=lambda one: one.happened_at, reverse=True)[:MOST_CHANGES]:
        if not gives_orders(change.summary):
            name = brief.name(change.competitor_id)
            yield Sentence(f"{sentence_of(change, name)}", keys_of(change, name, ledger))
    for count in findings.facts(CountFact):
        if count.count or not count.since or count.kinds[:1] == () or count.kinds[0] in _OWN:
            continue
        name = brief.name(count.competitor_id)
        told = f"No {what_of(count.kinds)} at {name} was observed {period_words(count.since, count.until)}."
        yield Sentence(told, (ledger.count(count, told),))

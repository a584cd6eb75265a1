"""Who a competitor is: its own words, then what the workspace records."""

from collections.abc import Iterator

from competedexter.agent.evidence import Ledger
from competedexter.agent.facts import CompanyFact, PassageFact, PriceFact
from competedexter.agent.findings import Findings
from competedexter.agent.money import joined
from competedexter.agent.pieces import Piece, Sentence
from competedexter.agent.things import AboutFact
from competedexter.agent.understanding import Brief, Understanding

from .listings import about_sentences
from .moments import moments
from .quotes import quoted


def profile(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """A quote from the competitor's own page and its record here."""
    for fact in findings.facts(CompanyFact):
        name = brief.name(fact.competitor_id)
        if fact.place:
            yield Sentence(f"{name} says of itself: “{_one_line(fact.place.quote)}”", (ledger.place(fact.place),))
        else:
            hits = [hit for hit in findings.facts(PassageFact) if hit.competitor_id == fact.competitor_id]
            yield from quoted(hits, ("about", "company", "product"), brief, ledger, limit=2)
        told = record_words(fact, name)
        yield Sentence(told, (ledger.record(fact, told),))
        own = [about for about in findings.facts(AboutFact) if about.competitor_id == fact.competitor_id]
        yield from about_sentences(own, brief, ledger)
        if findings.facts(PriceFact):
            one = understanding.model_copy(update={"competitors": (fact.competitor_id,)})
            yield from moments(one, findings, brief, ledger)


def _one_line(quote: str) -> str:
    return " ".join(quote.split())


def record_words(fact: CompanyFact, name: str) -> str:
    """What this workspace records; recomputed from the competitor's row when it is verified."""
    company = fact.company
    kind = "our own product" if company.is_self else f"a {company.tier} competitor"
    tagged = f", tagged {joined(company.tags)}" if company.tags else ""
    where = f" at {company.domain}" if company.domain and company.domain not in name else ""
    return f"This workspace records {name}{where} as {kind}{tagged}."

"""Free questions: what plans list of it, then the sentences of archived pages that answer best, each competitor in its turn."""

from collections.abc import Iterator

from competedexter.agent.evidence import Ledger
from competedexter.agent.facts import PassageFact, PriceFact
from competedexter.agent.findings import Findings
from competedexter.agent.pieces import Piece
from competedexter.agent.things import FeatureFact
from competedexter.agent.understanding import Brief, Understanding

from .features import features
from .quotes import quoted, wanted_terms

PER_COMPETITOR = 2
ALONE = 4  # quotes when one competitor is asked about


def passages(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """Plans that list it, then quotes of those who say something; that a page is silent is a gap, never a "no"."""
    yield from features(understanding, findings, brief, ledger)
    prices = {fact.place.document_id for fact in findings.facts(PriceFact)}
    prices |= {fact.place.document_id for fact in findings.facts(FeatureFact)}
    hits = [hit for hit in findings.facts(PassageFact) if hit.place.document_id not in prices]
    wanted = wanted_terms(" ".join((*understanding.plans, *understanding.topic)) or understanding.search)
    limit = ALONE if len(understanding.competitors) == 1 and not prices else PER_COMPETITOR
    for id_ in dict.fromkeys(hit.competitor_id for hit in hits):
        own = [hit for hit in hits if hit.competitor_id == id_]
        yield from quoted(own, wanted, brief, ledger, limit=limit, whole=bool(prices))

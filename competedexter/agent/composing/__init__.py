"""Answers without a model: the direct answer first, then the table, then what it rests on."""

from collections.abc import Iterator

from competedexter.agent.evidence import Ledger
from competedexter.agent.findings import Findings
from competedexter.agent.money import joined
from competedexter.agent.pieces import Note, Piece
from competedexter.agent.refusals import refusal_words
from competedexter.agent.understanding import Brief, Intent, Understanding

from .changes import changes
from .comparison import comparison
from .figures import figures
from .moments import moments
from .passages import passages
from .pricing import pricing
from .profile import profile
from .quotes import said_of
from .sources import sources
from .watching import watching

_BY_INTENT = {
    Intent.PRICING: pricing,
    Intent.COMPARE_PRICING: comparison,
    Intent.CHANGES: changes,
    Intent.TIMELINE: changes,
    Intent.COMPANY: profile,
    Intent.CALCULATION: figures,
    Intent.SEARCH: passages,
    Intent.WATCHING: watching,
    Intent.SOURCE: sources,
}
_OVER_TIME = ("since_when", "before", "history")


def compose(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """The pieces of an answer in the order they are told. Nothing for a question nothing was found for."""
    yield from (Note(remark) for remark in understanding.remarks)
    if understanding.refusal:
        yield Note(refusal_words(understanding.refusal))
        return
    if understanding.unknown:
        yield Note(stranger_words(understanding, brief))
    if understanding.topic and understanding.intent in (Intent.PRICING, Intent.COMPARE_PRICING):
        yield from said_of(understanding, findings, brief, ledger)
    over_time = understanding.intent in (Intent.PRICING, Intent.CHANGES) and understanding.aim in _OVER_TIME
    tell = moments if over_time else _BY_INTENT[understanding.intent]
    yield from tell(understanding, findings, brief, ledger)


def stranger_words(understanding: Understanding, brief: Brief) -> str:
    """A competitor that is not watched is said, with those that are."""
    names = joined(understanding.unknown)
    verb = "is" if len(understanding.unknown) == 1 else "are"
    known = [brief.name(company.id) for company in brief.companies]
    if not known:
        return f"{names} {verb} not watched in this workspace; no competitor is yet."
    listed = joined(known[:10]) + (f" and {len(known) - 10} more" if len(known) > 10 else "")
    return f"{names} {verb} not watched in this workspace. Watched here: {listed}."

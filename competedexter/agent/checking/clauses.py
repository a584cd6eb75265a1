"""The words of a sentence that carry its meaning, and the clause of the evidence that speaks of the same thing."""

import re
from collections.abc import Sequence

from competedexter.market.evidence.terms import FILLER, stem, words

from .backing import Support

_FRAME_WORDS = """
    according observed observation seen last first page pages pricing price prices priced cost costs plan plans tier pay
    paid charge charges month monthly year yearly annual annually billed user users seat seats per now current currently
    today since between until raised lowered rose fell increased decreased increase decrease dropped cut changed change
    changes percent says shows show states lists listed offers offer includes include included has have had provides
    provide supports support comes available published publishes publish names called named compared comparison cheaper
    cheapest dearest expensive higher lower highest lowest more less than while whereas both each also however from to
    competitor competitors company record recorded workspace watched evidence source sources website site one two three
    free flat rate unit total amounts amount times difference average ago newest oldest latest earlier later before after
    cheap whose respectively either same different moved up down new start comes paid most record price dearer
    rise rises cut cuts page last seen observed not confirmed yet dated workspace says said itself lists differently two yes among of"""
FRAME = frozenset(stem(word) for word in _FRAME_WORDS.split())
_BREAK = re.compile(r"[.;\n]|, but\b")


def content(text: str) -> set[str]:
    """The stems of a text without numbers and without the words any answer is made of."""
    return {stem(word) for word in words(text) if word not in FILLER and not word[0].isdigit()} - FRAME


def clauses_of(supports: Sequence[Support]) -> list[str]:
    return [clause for support in supports for clause in _BREAK.split(support.text) if clause.strip()]


def nearest(wanted: set[str], clauses: Sequence[str]) -> list[str]:
    """The clauses that share most with these words, shortest first; all of them when none shares anything."""
    overlaps = [(len(wanted & content(clause)), clause) for clause in clauses]
    most = max((overlap for overlap, _ in overlaps), default=0)
    return sorted((clause for overlap, clause in overlaps if overlap == most), key=len)

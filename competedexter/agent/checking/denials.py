"""Denials: a "not" must stand in the clause of the evidence that speaks of the same thing, and must not be lost."""

import re
from collections.abc import Iterator, Sequence

from competedexter.market.evidence.terms import words

from .backing import Names, Support
from .clauses import clauses_of, content, nearest

NEGATION = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|cannot|can't|won't|isn't|aren't|doesn't|don't|didn't|wasn't|weren't|hasn't|haven't|couldn't"
    r"|lacks?|lacking|excluded|excludes|excluding|unavailable|unsupported|nothing|nobody|gone|removed|discontinued|stopped)\b",
    re.IGNORECASE,
)
SAME_WORDS = 4  # fewer may stand anywhere by chance
_APART = re.compile(r";|,? but\b|,? while\b|,? whereas\b|,? although\b", re.IGNORECASE)
_TIMELY = re.compile(r"\bnot confirmed yet\b|\bno published price\b", re.IGNORECASE)


def negations(sentence: str, supports: Sequence[Support], names: Names) -> Iterator[str]:
    """Denials of the sentence that its evidence does not make, and denials of the evidence that it leaves out."""
    derived = [support for support in supports if support.derived]
    clauses = clauses_of(supports)
    for part in _APART.split(sentence.replace("’", "'")):
        verbatim = _verbatim(part, supports, names)
        said = NEGATION.search(_TIMELY.sub(" ", part)) is not None
        if verbatim or (said and any(_denies(support) for support in supports)):
            continue
        wanted = content(part)
        there = [NEGATION.search(clause.replace("’", "'")) is not None for clause in nearest(wanted, clauses)]
        if said and (verbatim is False or not any(there)):
            yield "it denies what its evidence does not deny"
        elif not said and not derived and (verbatim is False or (wanted and there and there[0])):
            yield "it leaves out a denial of its evidence"


def _verbatim(part: str, supports: Sequence[Support], names: Names) -> bool | None:
    """True: the evidence has these very words. False: it has them but for a "not". None: it has other words."""
    spelled = {word for group in names.spellings for name in group for word in words(name)}
    said = [word for word in words(part) if word not in spelled]
    bare = f" {' '.join(_without_not(said))} "
    if len(bare.split()) < SAME_WORDS:
        return None
    texts = [[word for word in words(support.text) if word not in spelled] for support in supports]
    if any(f" {' '.join(said)} " in f" {' '.join(text)} " for text in texts):
        return True
    return False if any(bare in f" {' '.join(_without_not(text))} " for text in texts) else None


def _without_not(said: Sequence[str]) -> list[str]:
    kept = (word.removesuffix("n't").replace("cannot", "can") for word in said)
    return [word for word in kept if not NEGATION.fullmatch(word)]


def _denies(support: Support) -> bool:
    """A count of none, a removal, or words of the reader that say so ("no published price")."""
    return support.counted == 0 or NEGATION.search(f"{support.facts} {support.reading}") is not None

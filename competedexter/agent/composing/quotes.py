"""Sentences of archived pages that answer best, as quotes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from competedexter.agent.evidence import Ledger
from competedexter.agent.facts import PassageFact, Place
from competedexter.agent.findings import Findings
from competedexter.agent.injection import gives_orders
from competedexter.agent.pieces import Note, Piece, Sentence
from competedexter.agent.understanding import Brief, Understanding
from competedexter.agent.words import is_ordinary
from competedexter.market.evidence.sentences import sentences_in
from competedexter.market.evidence.terms import FILLER, stem, terms, words

FEW_TERMS = 2  # of so few a quote must carry all
COVERAGE = 0.5  # share of the question's own terms that a quote (with its heading) must carry
FULL_SENTENCE = 4  # words; a shorter line is a label that says little by itself
SHORT_PENALTY = 0.3
_ASKING_WORDS = "say tell mention state write speak talk know think show find explain describe give offer anything"
_ASKING = frozenset(stem(word) for word in _ASKING_WORDS.split())
_MONEY = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:[€£]|USD|EUR|GBP)|\bfree\b", re.IGNORECASE)


def wanted_terms(question: str) -> tuple[str, ...]:
    """The terms a quote must be about: the question's own words, everyday ones only when there are no others."""
    own = [stem(word) for word in words(question) if word not in FILLER and not is_ordinary(word)]
    rest = [term for term in terms(question) if term not in _ASKING]
    return tuple(dict.fromkeys(own or rest))


def quoted(
    hits: Sequence[PassageFact],
    wanted: Sequence[str],
    brief: Brief,
    ledger: Ledger,
    *,
    limit: int,
    money: bool = False,
    whole: bool = False,
) -> Iterator[Piece]:
    """The best sentences of these passages that carry enough of the wanted terms (or, with `money`, an amount).

    `whole` leaves out labels and headings, which say little beside a typed answer.
    """
    needed = 1.0 if len(wanted) <= FEW_TERMS else COVERAGE
    ranked = sorted(_sentences(hits, wanted), key=lambda one: (-one.score, one.rank))
    kept = [one.place for one in ranked if (_MONEY.search(one.place.quote) if money else one.covered >= needed)]
    if whole:
        kept = [place for place in kept if len(place.quote.split()) >= FULL_SENTENCE]
    ordering = [place for place in kept if gives_orders(place.quote)]
    if ordering:
        yield Note("A page addresses the reader's machine with instructions; they are not followed and not quoted.")
    told: list[str] = []
    for place in kept:
        line = " ".join(place.quote.split())
        if place in ordering or any(line in other or other in line for other in told) or len(told) >= limit:
            continue
        told.append(line)
        shown = line if "“" in line else f"“{line}”"
        yield Sentence(f"{brief.name(place.competitor_id)}: {shown}", (ledger.place(place),))


def said_of(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """What pages say of the words that no typed fact answers: one quote of each competitor."""
    wanted = wanted_terms(" ".join(understanding.topic))
    for id_ in understanding.competitors:
        hits = [hit for hit in findings.facts(PassageFact) if hit.competitor_id == id_]
        yield from quoted(hits, wanted, brief, ledger, limit=1, whole=True)


@dataclass(frozen=True)
class _Candidate:
    """A sentence: the share of wanted terms that it and its heading carry, its score, the rank of its passage."""

    covered: float
    score: float
    rank: int
    place: Place


def _sentences(hits: Sequence[PassageFact], wanted: Sequence[str]) -> Iterator[_Candidate]:
    """Sentences of the passages that carry a wanted term or an amount."""
    for rank, hit in enumerate(hits):
        around = set(terms(hit.heading))
        for start, end in sentences_in(hit.place.quote):
            line = hit.place.quote[start:end]
            own = set(terms(line))
            covered = len(set(wanted) & (own | around)) / len(wanted) if wanted else 0.0
            if not own & set(wanted) and not _MONEY.search(line):
                continue
            whole = 0.0 if len(line.split()) >= FULL_SENTENCE else SHORT_PENALTY
            score = covered + 0.1 * len(own & set(wanted)) - whole
            yield _Candidate(covered, score, rank, _narrowed(hit.place, start, end))


def _narrowed(place: Place, start: int, end: int) -> Place:
    """The span of one sentence within a passage."""
    return place.model_copy(
        update={"start": place.start + start, "end": place.start + end, "quote": place.quote[start:end]}
    )

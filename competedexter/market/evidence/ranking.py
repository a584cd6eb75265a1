"""Which passages answer a question best: BM25 from corpus statistics, then recency and variety."""

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

K1 = 1.2  # Robertson and Zaragoza (2009): how soon a repeated term stops counting
B = 0.75  # how much a long passage is held against it
HALF_LIFE_DAYS = 730.0  # a page seen two years ago weighs RECENCY_SHARE less, not half: old text may still be right
RECENCY_SHARE = 0.1

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Statistics:
    """Of one workspace's passages: how many, how long on average (terms), in how many each term stands."""

    passages: int
    average_length: float
    frequencies: Mapping[str, int]

    def rarity(self, term: str) -> float:
        """The inverse document frequency, never negative."""
        holding = min(self.frequencies.get(term, 0), self.passages)
        return math.log1p((self.passages - holding + 0.5) / (holding + 0.5))


@dataclass(frozen=True)
class Candidate(Generic[K]):
    """A passage by its term counts; `key` is whatever the caller finds it again by."""

    key: K
    counts: Mapping[str, int]
    length: int
    observed_at: datetime | None = None


@dataclass(frozen=True)
class Scored(Generic[K]):
    key: K
    score: float
    matched: frozenset[str] = field(default_factory=frozenset)


def statistics_of(passages: Sequence[Sequence[str]]) -> Statistics:
    """Statistics of passages given as their terms."""
    frequencies: Counter[str] = Counter()
    for passage in passages:
        frequencies.update(set(passage))
    total = sum(len(passage) for passage in passages)
    return Statistics(len(passages), total / len(passages) if passages else 0.0, frequencies)


def bm25(query: Sequence[str], candidates: Sequence[Candidate[K]], statistics: Statistics) -> list[Scored[K]]:
    """Candidates with a score above zero, best first; ties stay in the order given.

    A term asked twice counts once. Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009.
    """
    weights = {term: statistics.rarity(term) for term in dict.fromkeys(query)}
    average = statistics.average_length or 1.0
    scored = [_scored(candidate, weights, average) for candidate in candidates]
    return sorted((one for one in scored if one.score > 0), key=lambda one: -one.score)


def _scored(candidate: Candidate[K], weights: Mapping[str, float], average: float) -> Scored[K]:
    norm = K1 * (1 - B + B * candidate.length / average)
    score, matched = 0.0, []
    for term, weight in weights.items():
        count = candidate.counts.get(term, 0)
        if count:
            score += weight * count * (K1 + 1) / (count + norm)
            matched.append(term)
    return Scored(candidate.key, score, frozenset(matched))


def recency(observed_at: datetime | None, now: datetime) -> float:
    """A factor in (1 - RECENCY_SHARE, 1]: a newer observation wins between equals, never against a better match."""
    if observed_at is None:
        return 1.0 - RECENCY_SHARE
    age = max((now - observed_at).total_seconds() / 86_400, 0.0)
    return 1.0 - RECENCY_SHARE * (1.0 - math.pow(0.5, age / HALF_LIFE_DAYS))


def best_per(scored: Sequence[Scored[K]], group: Mapping[K, Hashable], limit: int) -> list[Scored[K]]:
    """The best passage of each group (a section, a document), best first, at most `limit`."""
    taken: dict[Hashable, Scored[K]] = {}
    for one in scored:
        taken.setdefault(group[one.key], one)
    return sorted(taken.values(), key=lambda one: -one.score)[:limit]

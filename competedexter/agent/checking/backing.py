"""What a sentence is held against: its evidence as the archive shows it now, and who is known by which name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from competedexter.agent.figures_in_text import Figure, figures_in

from .spans import beside

T = TypeVar("T")


@dataclass(frozen=True)
class Support:
    """One cited evidence as the archive shows it now.

    `text` is the quote; `reading` what the typed reader took from it; `names` all spellings of its competitor
    (several for a derived figure); `subject` its plan; `facts` a derived result in words, starting "result; operation".
    `counted` is how many changes of `kinds` the ledger holds (None: this is no count), of all plans or of `plans`.
    """

    text: str
    names: frozenset[str] = frozenset()
    subject: str = ""
    reading: str = ""
    context: str = ""
    dates: tuple[datetime, ...] = ()
    role: str = "now"
    facts: str = ""
    counted: int | None = None
    kinds: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()

    @property
    def derived(self) -> bool:
        return bool(self.facts)

    @property
    def everything(self) -> str:
        return f"{self.text}\n{self.reading}\n{self.subject}\n{self.context}\n{self.facts}\n{' '.join(self.plans)}"

    @cached_property
    def own_words(self) -> str:
        """What its numbers are looked for in."""
        return f"{self.text}\n{self.subject}\n{self.facts}"

    @cached_property
    def figures(self) -> list[Figure]:
        return figures_in(self.own_words)

    @cached_property
    def places(self) -> dict[Decimal, list[Figure]]:
        """Its figures by every value they may have."""
        found: dict[Decimal, list[Figure]] = {}
        for figure in self.figures:
            for value in figure.readings:
                found.setdefault(value, []).append(figure)
        return found

    @cached_property
    def counted_words(self) -> frozenset[str]:
        """The words that any of its numbers counts, as stems."""
        return frozenset(word for figure in self.figures for word in beside(self.own_words, figure))


@dataclass(frozen=True)
class Names:
    """All competitors of the workspace by their spellings (case-folded), so that a wrong one is noticed."""

    spellings: tuple[frozenset[str], ...] = ()

    def mentioned(self, sentence: str) -> list[tuple[int, frozenset[str]]]:
        """Where competitors are named, in order; of overlapping names the longer one counts."""
        hits: list[tuple[int, int, frozenset[str]]] = []
        for group in self.spellings:
            for name in group:
                hits += [
                    (m.start(), m.end(), group)
                    for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", sentence, re.IGNORECASE)
                ]
        hits.sort(key=lambda hit: (hit[0], -hit[1]))
        kept: list[tuple[int, int, frozenset[str]]] = []
        for hit in hits:
            if not kept or hit[0] >= kept[-1][1]:
                kept.append(hit)
        return [(start, group) for start, _, group in kept]


def owners(sentence: str, at: int, supports: Sequence[Support], names: Names) -> Sequence[Support]:
    """The supports something at a position can come from: those of the competitor and the plan named just before it.

    Where none is named before it, the first named after it counts.
    """
    group = _nearest(names.mentioned(sentence), at)
    own = [support for support in supports if group is None or support.derived or group & support.names]
    subjects = {support.subject.casefold() for support in own if support.subject}
    plans = [(place, subject) for subject in sorted(subjects) for place in places_of(subject, sentence)]
    plan = _nearest(sorted(plans, key=lambda one: (one[0], len(one[1]))), at)
    if plan is None:
        return own
    return [support for support in own if support.derived or support.subject.casefold() in ("", plan)]


def _nearest(mentions: Sequence[tuple[int, T]], at: int) -> T | None:
    before = [what for place, what in mentions if place < at]
    return before[-1] if before else next((what for _, what in mentions), None)


def places_of(word: str, text: str) -> list[int]:
    """Where a name stands as a whole word."""
    return [match.start() for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)]

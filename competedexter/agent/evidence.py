"""The ledger of a run: every span and every computed figure an answer may rest on, each once, numbered when cited."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from competedexter.foundation.identifiers import new_id

from .facts import ChangeFact, CompanyFact, CountFact, Fact, FigureFact, Operand, PassageFact, Place, PriceFact
from .library import Span
from .things import (
    AboutFact,
    FeatureFact,
    ListedPageFact,
    OpeningFact,
    RatingFact,
    ReportedFact,
    RowFact,
    TallyFact,
    TechnologyFact,
)

Key = str


@dataclass(frozen=True)
class Derived:
    """A figure with all that is needed to compute it again. `inputs` are ledger keys; `about` the competitors in it.

    Operations: those of calculations.py over `operands`; `count_changes` over the ledger of changes (`count`);
    `workspace_record` over the competitor's own row (`record`); `recorded_change` over one row of the ledger (`change`);
    `count_listed` over a list as it was read (`tally`).
    """

    operation: str
    result: str
    inputs: tuple[Key, ...] = ()
    operands: tuple[Operand, ...] = ()
    count: CountFact | None = None
    record: CompanyFact | None = None
    change: ChangeFact | None = None
    tally: TallyFact | None = None
    about: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One evidence: either a place in the archive or a derived figure."""

    key: Key
    evidence_id: UUID
    place: Place | None = None
    derived: Derived | None = None

    @property
    def observed_at(self) -> datetime | None:
        return self.place.observed_at if self.place else None


def place_key(place: Place) -> Key:
    return f"{place.document_id}:{place.start}:{place.end}:{place.subject}:{place.role}"


def derived_key(operation: str, result: str, inputs: Sequence[str]) -> Key:
    return "derived:" + hashlib.sha256("\x1f".join([operation, result, *inputs]).encode()).hexdigest()[:24]


@dataclass
class Ledger:
    """What was found so far. `number` gives [n] in the order of first citation, inputs before what rests on them."""

    entries: dict[Key, Entry] = field(default_factory=dict)
    numbers: dict[Key, int] = field(default_factory=dict)

    def place(self, place: Place) -> Key:
        key = place_key(place)
        self.entries.setdefault(key, Entry(key, new_id(), place=place))
        return key

    def figure(self, fact: FigureFact) -> Key:
        inputs = tuple(self.place(operand.place) for operand in fact.operands if operand.place)
        about = tuple(operand.place.competitor_id for operand in fact.operands if operand.place)
        return self._derive(Derived(fact.operation, fact.result, inputs, fact.operands, about=about))

    def count(self, fact: CountFact, result: str) -> Key:
        inputs = tuple(self.place(place) for place in fact.places)
        return self._derive(Derived("count_changes", result, inputs, count=fact, about=(fact.competitor_id,)))

    def record(self, fact: CompanyFact, result: str) -> Key:
        return self._derive(Derived("workspace_record", result, record=fact, about=(fact.competitor_id,)))

    def change(self, fact: ChangeFact) -> Key:
        """What the ledger says of a change, in its own words; rests on the pages before and after."""
        inputs = tuple(self.place(place) for place in (fact.before, fact.after) if place)
        about = (fact.competitor_id,)
        return self._derive(Derived("recorded_change", fact.summary, inputs, change=fact, about=about))

    def tally(self, fact: TallyFact, result: str) -> Key:
        """How many things a list shows."""
        return self._derive(Derived("count_listed", result, tally=fact, about=(fact.competitor_id,)))

    def _derive(self, derived: Derived) -> Key:
        parts = [*derived.inputs, *map(str, derived.about), *(f"{o.label}={o.value}" for o in derived.operands)]
        if derived.count:
            parts.append(derived.count.model_dump_json(exclude={"places"}))
        if derived.tally:
            parts.append(derived.tally.model_dump_json())
        key = derived_key(derived.operation, derived.result, parts)
        self.entries.setdefault(key, Entry(key, new_id(), derived=derived))
        return key

    def take(self, fact: Fact) -> list[Key]:
        """Enter the places a fact rests on; figures enter with their inputs."""
        match fact:
            case (
                PriceFact()
                | PassageFact()
                | OpeningFact()
                | TechnologyFact()
                | AboutFact()
                | FeatureFact()
                | RatingFact()
                | ReportedFact()
                | RowFact()
                | ListedPageFact()
            ):
                return [self.place(fact.place)]
            case ChangeFact():
                return [self.place(place) for place in (fact.before, fact.after) if place]
            case CompanyFact():
                return [self.place(fact.place)] if fact.place else []
            case FigureFact():
                return [self.figure(fact)]
            case _:
                return []

    def number(self, key: Key) -> int:
        return self.numbers.setdefault(key, len(self.numbers) + 1)

    def with_inputs(self, key: Key) -> Iterator[Key]:
        """An evidence after everything it was computed from."""
        entry = self.entries[key]
        if entry.derived:
            for input_key in entry.derived.inputs:
                yield from self.with_inputs(input_key)
        yield key

    def spans(self, keys: Sequence[Key]) -> list[Span]:
        """The spans of the archive that these rest on, inputs included."""
        found = (self.entries[one].place for key in keys for one in self.with_inputs(key))
        return list(dict.fromkeys((place.document_id, place.start, place.end) for place in found if place))

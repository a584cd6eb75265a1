"""Evidence read again and turned into what a sentence is held against; derived figures are computed again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from .calculations import NotComputable, compute
from .composing.profile import record_words
from .counted import kinds_in, plans_in, what_of
from .evidence import Derived, Key, Ledger
from .facts import ChangeFact, Company, CountFact, Operand, Place
from .figures_in_text import holds_number
from .library import ChangeQuery, Library, Span
from .listed import same_count, tally_words
from .money import as_plain
from .things import TallyFact
from .told import told_of
from .understanding import Intent, Understanding
from .verification import Asked, Names, Support, problems


def spellings(company: Company) -> frozenset[str]:
    return frozenset(name.casefold() for name in (*company.names, company.domain) if name)


@dataclass
class Verifier:
    """Checks sentences against the archive as it is now; each span is read once a run."""

    library: Library
    ledger: Ledger
    companies: Mapping[UUID, Company]
    names: Mapping[UUID, str]
    seen_until: datetime
    asked: Asked | None = None
    _quotes: dict[Span, str] = field(default_factory=dict)
    _recomputed: dict[Key, bool] = field(default_factory=dict)
    _ledgers: dict[tuple[UUID, str], dict[UUID, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._known = Names(tuple(spellings(company) for company in self.companies.values()))

    def ask(self, understanding: Understanding) -> None:
        """What "Yes" and "No" are answers to from now on: a yes-or-no question about changes, or nothing."""
        about_changes = understanding.intent in (Intent.CHANGES, Intent.TIMELINE)
        asked = Asked(understanding.direction, understanding.plans)
        self.asked = asked if understanding.yes_no and about_changes else None

    async def read_all(self) -> None:
        """Read everything the ledger has again, in one go, right before the answer is told."""
        await self._read(list(self.ledger.entries))

    async def problems(self, sentence: str, keys: Sequence[Key]) -> list[str]:
        """Why a sentence may not be shown as fact; empty when it may."""
        await self._read(keys)
        found = [reason for key in keys for one in self.ledger.with_inputs(key) if (reason := await self._broken(one))]
        if found:
            return found
        supports = [support for key in keys for support in self._supports(key)]
        return problems(sentence, supports, self._known, self.asked)

    async def _read(self, keys: Sequence[Key]) -> None:
        new = [span for span in self.ledger.spans(keys) if span not in self._quotes]
        if new:
            self._quotes.update(await self.library.quotes(new))

    async def _broken(self, key: Key) -> str:
        """Why an evidence does not hold any more; "" when it does."""
        entry = self.ledger.entries[key]
        if entry.place:
            return self._moved(entry.place)
        if entry.derived is None or await self._holds(key, entry.derived):
            return ""
        return f"{entry.derived.operation} gives another result when computed again"

    def _moved(self, place: Place) -> str:
        if place.observed_at > self.seen_until:
            return "it was observed later than the question allows"
        there = self._quotes.get((place.document_id, place.start, place.end))
        if there is None:
            return "the archived page cannot be read"
        return "" if there == place.quote else "the archived page does not say so"

    async def _holds(self, key: Key, derived: Derived) -> bool:
        if key not in self._recomputed:
            self._recomputed[key] = await self._recompute(derived)
        return self._recomputed[key]

    async def _recompute(self, derived: Derived) -> bool:
        if derived.count:
            return await self._recount(derived.count)
        if derived.record:
            company = self.companies.get(derived.record.competitor_id)
            fresh = derived.record.model_copy(update={"company": company})
            return company is not None and record_words(fresh, self.names[company.id]) == derived.result
        if derived.change:
            return await self._still_recorded(derived.change)
        if derived.tally:
            return await self._still_listed(derived.tally, derived.result)
        try:
            result = compute(derived.operation, derived.operands)
        except NotComputable:
            return False
        return result == derived.result and all(_stands(operand) for operand in derived.operands)

    async def _recount(self, count: CountFact) -> bool:
        query = ChangeQuery(
            count.competitor_id, self.seen_until, count.since, count.until, count.kinds, with_past=count.with_past,
            with_places=False,
        )  # fmt: skip
        changes = await self.library.changes(query)
        return len(told_of(changes, with_past=count.with_past)) == count.count

    async def _still_listed(self, fact: TallyFact, told: str) -> bool:
        """Counted again in the list as it stands in the archive, and told in the same words."""
        until = min(fact.until, self.seen_until)
        states = await self.library.listed(fact.competitor_id, fact.what, until)
        state = next((one for one in states if one.document_id == fact.document_id), None)
        words = tally_words(fact, self.names.get(fact.competitor_id, ""))
        return state is not None and state.observed_at <= until and same_count(fact, state) and told == words

    async def _still_recorded(self, told: ChangeFact) -> bool:
        key = (told.competitor_id, told.change_kind)
        if key not in self._ledgers:
            query = ChangeQuery(told.competitor_id, self.seen_until, kinds=(told.change_kind,), with_places=False)
            found = await self.library.changes(query)
            self._ledgers[key] = {one.change_id: one.summary for one in found}
        return self._ledgers[key].get(told.change_id) == told.summary

    def _supports(self, key: Key) -> list[Support]:
        entry = self.ledger.entries[key]
        if entry.place:
            return [self._of_place(entry.place)]
        if entry.derived is None:
            return []
        operands = [self._of_operand(operand) for operand in entry.derived.operands]
        return [self._of_derived(entry.derived), *operands]

    def _of_place(self, place: Place) -> Support:
        dates = tuple(moment for moment in (place.observed_at, place.occurred_at, place.last_seen_at) if moment)
        return Support(
            text=self._quotes[place.document_id, place.start, place.end],
            names=self._names_of((place.competitor_id,)),
            subject=place.subject,
            reading=place.reading,
            context=place.title,
            dates=dates,
            role=place.role,
        )

    def _of_operand(self, operand: Operand) -> Support:
        about = (operand.place.competitor_id,) if operand.place else ()
        return Support(
            text=f"{operand.label} {as_plain(operand.value)} {operand.unit}",
            names=self._names_of(about) if about else self._everyone(),
            subject=operand.place.subject if operand.place else "",
            role=operand.place.role if operand.place else "now",
        )

    def _of_derived(self, derived: Derived) -> Support:
        moments = [moment for moment in (derived.count.since, derived.count.until) if moment] if derived.count else []
        places = [operand.place for operand in derived.operands if operand.place]
        moments += [moment for place in places for moment in (place.observed_at, place.occurred_at) if moment]
        facts = [
            "" if derived.count else derived.result,
            derived.operation,
            *(operand.label for operand in derived.operands),
        ]
        if derived.change:
            moments += [moment for moment in (derived.change.observed_at, derived.change.occurred_at) if moment]
            facts += _recorded(derived.change)
        if derived.tally:
            moments.append(derived.tally.seen_at)
        if derived.count:
            facts += [f"{derived.count.count or 'no'} changes", what_of(derived.count.kinds, derived.count.count)]
        return Support(
            text="",
            names=self._names_of(derived.about),
            dates=tuple(moments),
            facts="; ".join([*facts, *_direction(derived.operands)]),
            counted=derived.count.count if derived.count else None,
            kinds=_kinds_of(derived),
            plans=_plans_of(derived),
        )

    def _names_of(self, about: Sequence[UUID]) -> frozenset[str]:
        return frozenset(name for id_ in about if id_ in self.companies for name in spellings(self.companies[id_]))

    def _everyone(self) -> frozenset[str]:
        return self._names_of(tuple(self.companies))


def _recorded(change: ChangeFact) -> list[str]:
    """What the ledger says of a change beyond its summary."""
    return [change.change_kind.replace("_", " "), change.plan, "not confirmed yet" if change.state == "pending" else ""]


def _kinds_of(derived: Derived) -> tuple[str, ...]:
    """The kinds of change that were counted or recorded, whatever plan they are narrowed to."""
    if derived.change:
        return (derived.change.change_kind,)
    return kinds_in(derived.count.kinds) if derived.count else ()


def _plans_of(derived: Derived) -> tuple[str, ...]:
    plans = {operand.place.subject for operand in derived.operands if operand.place}
    plans |= set(plans_in(derived.count.kinds)) if derived.count else set()
    plans |= {derived.change.plan} if derived.change else set()
    return tuple(sorted(plans - {""}))


def _direction(operands: Sequence[Operand]) -> list[str]:
    """Which of two numbers is the larger, in words a check can look for."""
    if len(operands) != 2 or operands[0].value == operands[1].value:
        return []
    low, high = sorted(operands, key=lambda operand: operand.value)
    way = "up" if operands[1].value > operands[0].value else "down"
    both = ["direction up", "direction down"] if _apart(operands) else []
    return [*(both or [f"direction {way}"]), f"order {low.label} < {high.label}"]


def _apart(operands: Sequence[Operand]) -> bool:
    """Two plans, not one before and after: then "cheaper" and "dearer" are both right, depending on who is first."""
    places = {(operand.place.competitor_id, operand.place.subject) for operand in operands if operand.place}
    return len(places) > 1


def _stands(operand: Operand) -> bool:
    """Whether an operand's number stands in its place, as shown or (a yearly price told by the month) times twelve."""
    if operand.place is None:
        return True
    text = f"{operand.place.quote}\n{operand.place.reading}"
    return any(holds_number(text, value) for value in (operand.value, operand.value * Decimal(12)))

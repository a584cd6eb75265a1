"""Understanding without a model: names, dates, plans and intent by rules over a closed vocabulary."""

import re
from dataclasses import dataclass, replace
from uuid import UUID

from .asked_changes import aim_of, direction_of, kinds_of
from .asked_plans import known_plans, owners_of, plans_in, without
from .follow_ups import completed, leans
from .intents import Asked, intent_of, is_overview
from .naming import Named, named_in
from .periods import Dates, dates_in
from .question import MAX_COMPETITORS
from .question_words import (
    BILLED_YEARLY,
    CHEAPEST,
    COST,
    DEAREST,
    EVERYONE,
    PERCENT,
    PLAN,
    SAVING,
    SEATS,
    SPAN,
    WATCHING,
    YES_NO,
)
from .refusals import Refusal, refusal_of
from .source_words import SourceType, own_topic, subject_in, types_in
from .topics import topic_of
from .understanding import Brief, Intent, Understanding, Window


@dataclass(frozen=True)
class _Parts:
    """A question taken apart: who, when, which plans, and the words that are left."""

    text: str
    named: Named
    dates: Dates
    plans: tuple[str, ...]
    topic: tuple[str, ...]


def read(brief: Brief) -> Understanding:
    """The question as an Understanding; a follow-up takes what it leaves out from the question before."""
    previous = read_earlier(brief)
    parts = _parts(brief.question, brief)
    own = _own(parts, brief)
    if previous is not None and leans(brief.question, own):
        own = completed(own, previous, brief.question)
    return _bounded(_with_scope(own, brief))


def read_earlier(brief: Brief) -> Understanding | None:
    """The last earlier question, itself read in the light of those before it."""
    if not brief.earlier:
        return None
    return read(replace(brief, question=brief.earlier[-1], earlier=brief.earlier[:-1]))


def _parts(question: str, brief: Brief) -> _Parts:
    dates = dates_in(question, brief.seen_until)
    named = named_in(dates.rest, brief.companies, known_plans((), brief))
    plans = plans_in(question, named.rest, named.found, brief)
    left = SPAN.sub(" ", SEATS.sub(" ", without(named.rest, plans)))
    for stranger in named.unknown:
        left = left.replace(stranger, " ")
    return _Parts(question, named, dates, plans, topic_of(left))


def _own(parts: _Parts, brief: Brief) -> Understanding:
    """What the question says by itself, without scope and without earlier turns."""
    seen_until = min(brief.seen_until, parts.dates.as_of) if parts.dates.as_of else brief.seen_until
    found = parts.named.found or _owners(parts, brief)
    aim, rest = aim_of(parts.dates.rest), parts.named.rest
    kinds = kinds_of(rest, parts.plans, parts.topic)
    seats, months = _seats(parts), _months(parts)
    types = source_types_in(rest, parts.plans)
    asked = Asked(
        parts.text, rest, found, parts.plans, parts.topic, aim, kinds, seats, months, bool(parts.dates.periods), types
    )
    intent = intent_of(asked)
    if intent is Intent.COMPANY and is_overview(asked):
        aim = "overview"
    return Understanding(
        intent=intent,
        competitors=found,
        unknown=parts.named.unknown,
        plans=() if types else parts.plans,
        superlative="cheapest" if CHEAPEST.search(rest) else "dearest" if DEAREST.search(rest) else None,
        direction=direction_of(kinds),
        kinds=kinds,
        aim=aim,
        source_types=types,
        topic=(subject_in(rest) or own_topic(parts.topic)) if types else parts.topic,
        refusal=refusal_of(parts.text, rest) or _unclear(parts, intent),
        windows=tuple(Window(start=p.start, end=p.end, words=p.words.strip()) for p in parts.dates.periods),
        seen_until=seen_until,
        as_of_asked=brief.as_of_asked or parts.dates.as_of is not None,
        seats=seats,
        months=months,
        billed_yearly=BILLED_YEARLY.search(parts.dates.rest) is not None and not SAVING.search(parts.text),
        percent=PERCENT.search(parts.text) is not None,
        search=rest or parts.text,
        yes_no=YES_NO.search(parts.text) is not None,
        remarks=parts.named.remarks,
    )  # fmt: skip


_HOW_MUCH = re.compile(
    r"\bhow much (?!is|are|was|were|does|do|did|has|have|will|would|more|less|cheaper|dearer|for\b)", re.IGNORECASE
)
"""Asks for an amount of something: "how much cash" is of no price."""


def source_types_in(rest: str, plans: tuple[str, ...]) -> tuple[SourceType, ...]:
    """What a question is about beside prices and plans; () where it is about those, or about how well pages are read."""
    rest = _HOW_MUCH.sub(" ", rest)
    if subject_in(rest):
        return types_in(rest[: rest.casefold().rfind(subject_in(rest)[0])])
    named = [plan for plan in plans if not types_in(plan)]  # "Acme's CEO" is no plan
    if named or COST.search(rest) or PLAN.search(rest) or WATCHING.search(rest):
        return ()
    return types_in(rest)


def _owners(parts: _Parts, brief: Brief) -> tuple[UUID, ...]:
    """Plans name their competitor where only one has them: "What does Fleet cost?"."""
    if parts.named.unknown or EVERYONE.search(parts.text) or CHEAPEST.search(parts.text):
        return ()
    return owners_of(parts.plans, brief)


def _unclear(parts: _Parts, intent: Intent) -> Refusal | None:
    """ "What?" names nobody and nothing."""
    nothing = not (parts.named.found or parts.named.unknown or parts.topic or parts.plans)
    return "unclear" if nothing and intent is Intent.SEARCH else None


def _seats(parts: _Parts) -> int | None:
    match = SEATS.search(parts.text)
    return int(match[1].replace(",", "")) if match else None


def _months(parts: _Parts) -> int | None:
    match = SPAN.search(parts.dates.rest)
    if match is None:
        return None
    if match[3]:
        return 1 if match[3].casefold() == "monthly" else 12
    words = {"a": 1, "per": 1, "each": 1, "one": 1, "two": 2, "three": 3, "five": 5}
    count = words.get(match[1].casefold()) or int(match[1])
    return count * (12 if match[2].casefold() == "year" else 1)


def _with_scope(understanding: Understanding, brief: Brief) -> Understanding:
    """Those named; else those picked beside the question; else everyone watched, our own product apart."""
    if understanding.competitors:
        return _one_or_many(understanding)
    chosen: tuple[UUID, ...] = brief.chosen
    if chosen:
        return _one_or_many(understanding.model_copy(update={"competitors": chosen}))
    if understanding.unknown and not EVERYONE.search(brief.question):
        return understanding
    everyone = tuple(company.id for company in brief.companies)
    return _one_or_many(understanding.model_copy(update={"competitors": everyone, "everyone": True}))


def _one_or_many(understanding: Understanding) -> Understanding:
    """Prices of several are compared; a comparison of one is its price."""
    count = len(understanding.competitors)
    if understanding.intent is Intent.PRICING and count > 1:
        return understanding.model_copy(update={"intent": Intent.COMPARE_PRICING})
    if understanding.intent is Intent.COMPARE_PRICING and count == 1 and not understanding.unknown:
        return understanding.model_copy(update={"intent": Intent.PRICING})
    return understanding


def _bounded(understanding: Understanding) -> Understanding:
    total = len(understanding.competitors)
    if total <= MAX_COMPETITORS:
        return understanding
    said = f"{total} competitors are watched; the first {MAX_COMPETITORS} are answered. Name others to see them."
    return understanding.model_copy(
        update={"competitors": understanding.competitors[:MAX_COMPETITORS], "remarks": (*understanding.remarks, said)}
    )

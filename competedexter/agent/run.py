"""One run: understand, plan, execute, reflect, answer. It always ends, with one outcome and a reason."""

from dataclasses import dataclass
from datetime import UTC, datetime

from .confidence import Confidence, Signals, disagreements, unhealthy, unspoken, weigh
from .events import Freshness, Metadata, Outcome, SourcesTold
from .facts import LookFact, PassageFact, PriceFact
from .phases.answer import answer
from .phases.execute import execute
from .phases.plan import plan
from .phases.reflect import reflect
from .phases.understand import understand
from .planning import required
from .source_plans import answered_by
from .source_words import HAPPENINGS
from .state import RunState
from .understanding import Intent, Understanding


@dataclass(frozen=True)
class Ended:
    """How a run ended; what was told is in the state."""

    outcome: Outcome
    confidence: Confidence
    gaps: tuple[str, ...]
    metadata: Metadata
    understanding: Understanding | None = None


async def run(state: RunState) -> Ended:
    """All five phases. What a tool or a model could not do is in the gaps; other errors leave as they are."""
    reading = await understand(state)
    understanding = state.understanding = reading.understanding
    next_plan = await plan(state, reading)
    for iteration in range(1, state.budget.limits.iterations + 1):
        await execute(state, next_plan, understanding, iteration)
        next_plan = await reflect(state, understanding, iteration)
        if not next_plan.tasks:
            break
    await answer(state, understanding)
    ended = conclude(state, understanding)
    await state.emit(SourcesTold(sources=tuple(state.told.sources), confidence=ended.confidence.value, gaps=ended.gaps))
    return ended


def conclude(state: RunState, understanding: Understanding) -> Ended:
    """Outcome, confidence, gaps and freshness, computed from what was found and told."""
    gaps = _gaps(state, understanding)
    confidence = weigh(_signals(state, understanding))
    outcome: Outcome = "no_evidence" if not state.told.shown else "answered_with_gaps" if gaps else "answered"
    return Ended(outcome, confidence, gaps, metadata_of(state, understanding, confidence), understanding)


def _gaps(state: RunState, understanding: Understanding) -> tuple[str, ...]:
    gaps = [*state.gaps, *state.findings.gaps()]
    gaps += [f"{name} is not watched in this workspace." for name in understanding.unknown]
    if state.told.dropped:
        gaps.append(
            f"{state.told.dropped} statement{'s' if state.told.dropped != 1 else ''} could not be verified and were left out."
        )
    if state.degraded:
        gaps.append("The language model could not be used for all of this answer; the offline analyst took over.")
    if not state.told.shown and not gaps:
        gaps.append("Nothing that was archived answers this question.")
    return tuple(dict.fromkeys(gaps))


def _seen(state: RunState) -> list[datetime]:
    """When the cited evidence was last seen."""
    cited = [entry for key, entry in state.ledger.entries.items() if key in state.ledger.numbers]
    seen = [place.last_seen_at or place.observed_at for place in (entry.place for entry in cited) if place]
    return seen + [entry.derived.tally.seen_at for entry in cited if entry.derived and entry.derived.tally]


def _watched(state: RunState) -> list[datetime]:
    """When each competitor behind "what changed" was last looked at; the pages that prices are on, if those were asked for."""
    looks = [look for look in state.findings.facts(LookFact) if look.last_seen_at]
    kinds = state.understanding.kinds if state.understanding else ()
    asked = [look for look in looks if look.source_type == "pricing"] if kinds else looks
    newest: dict[object, datetime] = {}
    for look in asked or looks:
        if look.last_seen_at and look.last_seen_at > newest.get(look.competitor_id, datetime.min.replace(tzinfo=UTC)):
            newest[look.competitor_id] = look.last_seen_at
    return list(newest.values())


def _signals(state: RunState, understanding: Understanding) -> Signals:
    needed, found = required(understanding, state.findings)
    seen = _seen(state)
    of_moves = understanding.intent in (Intent.CHANGES, Intent.TIMELINE)
    happened = any(kind in HAPPENINGS for kind in understanding.source_types)  # what happened once is never stale
    ages = _watched(state) if of_moves or happened else seen
    if understanding.windows and understanding.intent not in (Intent.CHANGES, Intent.TIMELINE):
        ages = []  # a question about the past is not answered worse by evidence of that time
    return Signals(
        required=needed,
        found=found,
        shown=state.told.shown,
        dropped=state.told.dropped,
        oldest=min(ages, default=None),
        seen_until=understanding.seen_until,
        disagree=not understanding.windows and bool(disagreements(state.findings.facts(PriceFact))),
        unhealthy=unhealthy(state.findings.facts(LookFact)),
        doubtful=bool(understanding.remarks),
        only_passages=bool(state.findings.facts(PassageFact))
        and not state.findings.facts(PriceFact)
        and not answered_by(state.findings),
        unspoken=unspoken(understanding, state.told.everything),
    )


def metadata_of(state: RunState, understanding: Understanding | None, confidence: Confidence) -> Metadata:
    seen = _seen(state)
    cached = [finding.cached for finding in state.findings if not finding.task.depends_on]
    asked = understanding is not None and understanding.as_of_asked
    return Metadata(
        tokens_used=state.budget.tokens,
        execution_time=round(state.budget.seconds_used, 3),
        data_sources_used=tuple(sorted({source.url for source in state.told.sources if source.url})),
        model=state.reasoner.name,
        cost=round(state.budget.dollars, 6),
        cached=bool(cached) and all(cached),
        as_of=understanding.seen_until if understanding and asked else None,
        degraded=bool(state.degraded),
        confidence_reasons=confidence.reasons,
        freshness=Freshness(newest=max(seen, default=None), oldest=min(seen, default=None)),
    )

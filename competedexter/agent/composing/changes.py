"""What changed, and what did not: yes or no first, then each change with its evidence, newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from competedexter.agent.counted import is_counted, narrowed, plans_in, what_of
from competedexter.agent.evidence import Ledger
from competedexter.agent.facts import ChangeFact, CountFact, EventFact, PassageFact
from competedexter.agent.findings import Findings
from competedexter.agent.injection import gives_orders
from competedexter.agent.money import day_words, period_words
from competedexter.agent.pieces import Cell, Note, Piece, Sentence, Table
from competedexter.agent.question_words import WHY
from competedexter.agent.understanding import Brief, Intent, Understanding

from .moves import keys_of, sentence_of, told_of
from .quotes import quoted, wanted_terms
from .ranking import count_words, ranked, who_not

FEW = 4  # changes told in sentences; more are a table
TABLE_ROWS = 20
WEIGHTY = 2  # told in words before a table, for each competitor
_RANKED = ("latest", "largest", "most_often")


@dataclass(frozen=True)
class _Telling:
    """What the pieces of one answer share. `some`: at least one competitor did what was asked about."""

    understanding: Understanding
    brief: Brief
    ledger: Ledger
    as_table: bool
    some: bool
    by_kind: Sequence[CountFact] = ()

    def sentence(self, change: ChangeFact, prefix: str = "") -> Sentence:
        name = self.brief.name(change.competitor_id)
        return Sentence(prefix + sentence_of(change, name), keys_of(change, name, self.ledger))


def changes(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """For each competitor: how many changes the ledger shows in the period, each of them, or that there was none."""
    found = _newest(findings)
    counted = narrowed(understanding.kinds, understanding.plans)
    asked = [change for change in found if is_counted(change, counted)]
    if WHY.search(brief.question) and found:
        yield Note("What was archived shows what changed and when; it does not say why.")
    as_table = understanding.intent is Intent.TIMELINE or len(asked) > FEW
    by_kind = [] if counted else [count for count in findings.facts(CountFact) if count.kinds]
    telling = _Telling(understanding, brief, ledger, as_table, bool(asked), by_kind)
    if understanding.topic and not understanding.kinds:
        yield from _of_topic(asked, findings, telling)
        return
    if understanding.aim == "who_not":
        yield from who_not(_counts(findings, understanding), brief, ledger)
    elif understanding.aim in _RANKED and asked:
        yield from ranked(asked, _counts(findings, understanding), understanding, brief, ledger)
    else:
        for count in _counts(findings, understanding):
            own = [change for change in asked if change.competitor_id == count.competitor_id]
            yield from _of_one(own, count, [change for change in found if change not in asked], telling)
    events = [] if understanding.kinds or understanding.plans else findings.facts(EventFact)
    if as_table and (asked or events):
        yield _table(asked, events, brief, ledger)
    yield from _said(findings, telling)


def _newest(findings: Findings) -> list[ChangeFact]:
    found = sorted(findings.facts(ChangeFact), key=lambda change: change.happened_at, reverse=True)
    return list(_once(found))


def _counts(findings: Findings, understanding: Understanding) -> list[CountFact]:
    """The counts of what was asked; those who did it first, where everyone was asked and some did."""
    counts = findings.facts(CountFact)
    counted = narrowed(understanding.kinds, understanding.plans)
    asked = [count for count in counts if count.kinds == counted] or counts
    return sorted(asked, key=lambda count: not count.count) if understanding.everyone else asked


def _once(found: Sequence[ChangeFact]) -> Iterator[ChangeFact]:
    """Each thing told once: not the page beside the price that changed on it, not one menu line on four pages."""
    typed = {place.document_id for one in found if one.plan for place in (one.after, one.before) if place}
    told: set[tuple[object, ...]] = set()
    for change in found:
        line = (change.competitor_id, change.happened_at.date(), change.summary)
        page_of_typed = change.change_kind == "page_changed" and change.after and change.after.document_id in typed
        if line not in told and not page_of_typed:
            told.add(line)
            yield change


def _of_one(
    own: Sequence[ChangeFact], count: CountFact, others: Sequence[ChangeFact], telling: _Telling
) -> Iterator[Piece]:
    understanding = telling.understanding
    if not own:
        yield from _none(count, others, telling)
        return
    yes = "Yes: " if understanding.yes_no and not (understanding.topic and not understanding.kinds) else ""
    counted = telling.as_table or understanding.aim == "how_many"
    if yes:
        yield telling.sentence(own[0], yes)
    if counted:
        yield from _how_many(own, count, telling)
    if telling.as_table:
        weighty = _weightiest(own[bool(yes) :])
        yield from (telling.sentence(change) for change in weighty)
        if not count.kinds:
            yield from _by_kind(own, {change.change_kind for change in weighty}, count, telling)
        return
    yield from (telling.sentence(change) for change in own[bool(yes) :])


def _none(count: CountFact, others: Sequence[ChangeFact], telling: _Telling) -> Iterator[Piece]:
    """That there was none, bounded by what was watched; then what did happen, where that was looked up."""
    name, plans = telling.brief.name(count.competitor_id), plans_in(count.kinds)
    own = [change for change in others if change.competitor_id == count.competitor_id]
    if count.count:
        return
    if plans and not own and not _has(plans, count, telling.brief):
        yield Note(f"{name} shows no plan called {' or '.join(plans)}.")
        return
    no = "No: no" if telling.understanding.yes_no and not telling.some else "No"
    told = f"{no} {what_of(count.kinds)} at {name} was observed {period_words(count.since, count.until)}."
    yield Sentence(told, (telling.ledger.count(count, told),))
    if not telling.some:
        same = [change for change in own if is_counted(change, narrowed((), plans))]
        yield from (telling.sentence(change) for change in (same or own)[:WEIGHTY])


def _has(plans: Sequence[str], count: CountFact, brief: Brief) -> bool:
    """Whether a competitor has such a plan, as far as its page was read."""
    known = brief.plans.get(count.competitor_id)
    return known is None or any(plan.casefold() in {one.casefold() for one in known} for plan in plans)


def _weightiest(own: Sequence[ChangeFact]) -> list[ChangeFact]:
    """What a reader must not miss among many: the most severe first, then the newest; the table has the rest."""
    weighty = [change for change in own if change.severity in ("high", "critical") and not gives_orders(change.summary)]
    weighty.sort(key=lambda change: change.severity != "critical")
    return sorted(weighty, key=lambda change: not change.plan)[:WEIGHTY]


def _by_kind(own: Sequence[ChangeFact], told: set[str], count: CountFact, telling: _Telling) -> Iterator[Piece]:
    """The others in few words: one sentence a kind, significant kinds first."""
    significant = {change.change_kind for change in own if change.label == "significant"}
    counts = [one for one in telling.by_kind if one.competitor_id == count.competitor_id]
    for one in sorted(counts, key=lambda one: one.kinds[0] not in significant):
        of_kind = [change for change in own if change.change_kind == one.kinds[0]]
        if one.count == 1 and one.kinds[0] in told:
            continue
        if one.count == 1 and of_kind:
            yield telling.sentence(of_kind[0])
            continue
        words = count_words(one, telling.brief.name(one.competitor_id))
        yield Sentence(words, (telling.ledger.count(one, words),))


def _how_many(own: Sequence[ChangeFact], count: CountFact, telling: _Telling) -> Iterator[Piece]:
    told = count_words(count, telling.brief.name(count.competitor_id))
    yield Sentence(told, (telling.ledger.count(count, told),))
    days = {change.happened_at.date() for change in own}
    if telling.understanding.aim == "how_many" and len(days) < count.count == len(own):
        yield Note(
            f"They were observed on {len(days)} day{'s' if len(days) != 1 else ''}; prices billed monthly and yearly are counted one by one."
        )


def _of_topic(asked: Sequence[ChangeFact], findings: Findings, telling: _Telling) -> Iterator[Piece]:
    """Changes that speak of what was asked, the first of them first; then what pages say of it."""
    shown = sorted(asked, key=lambda change: change.happened_at)
    yield from (telling.sentence(change) for change in shown[:FEW])
    yield from _said(findings, telling)
    if len(shown) > FEW:
        yield _table(asked, (), telling.brief, telling.ledger)


def _said(findings: Findings, telling: _Telling) -> Iterator[Piece]:
    """Sentences of pages about it, as quotes."""
    hits, understanding = findings.facts(PassageFact), telling.understanding
    for id_ in dict.fromkeys(hit.competitor_id for hit in hits):
        own = [hit for hit in hits if hit.competitor_id == id_]
        wanted = wanted_terms(" ".join((*understanding.plans, *understanding.topic)))
        yield from quoted(own, wanted, telling.brief, telling.ledger, limit=WEIGHTY, whole=True)


def _table(found: Sequence[ChangeFact], events: Sequence[EventFact], brief: Brief, ledger: Ledger) -> Table:
    """Newest first; source events stand among the changes but are named as what they are."""
    lines: list[tuple[object, tuple[Cell, ...]]] = []
    for change in found:
        name = brief.name(change.competitor_id)
        keys = keys_of(change, name, ledger)
        told = told_of(change, name).removeprefix(f"At {name}: ")
        lines.append((change.happened_at, (Cell(name), Cell(day_words(change.happened_at), keys), Cell(told, keys))))
    for event in events:
        told = f"{event.source_type} source: {event.event.removeprefix('source_')}"
        lines.append(
            (event.observed_at, (Cell(brief.name(event.competitor_id)), Cell(day_words(event.observed_at)), Cell(told)))
        )
    lines.sort(key=lambda line: str(line[0]), reverse=True)
    return Table("What happened", ("Competitor", "Date", "What"), tuple(row for _, row in lines[:TABLE_ROWS]))

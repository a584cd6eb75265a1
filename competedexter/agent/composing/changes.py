"""What changed, and what did not: yes or no first, then each change with its evidence, newest first."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from competedexter.agent.calculations import NotComputable, compute
from competedexter.agent.evidence import Key, Ledger
from competedexter.agent.facts import ChangeFact, CountFact, EventFact, FigureFact, LookFact, Operand
from competedexter.agent.findings import Findings
from competedexter.agent.money import day_words, price_words
from competedexter.agent.pieces import Cell, Note, Piece, Sentence, Table
from competedexter.agent.plan_names import unit_of
from competedexter.agent.understanding import Brief, Intent, Understanding

FEW = 4  # changes told in sentences; more are a table
TABLE_ROWS = 20
WEIGHTY = 2  # told in words before a table, for each competitor
_WHY = re.compile(r"\b(?:why|reasons?|because|cause[ds]?)\b", re.IGNORECASE)
_ROSE, _FELL = "plan_price_raised", "plan_price_lowered"


def changes(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """For each competitor: how many changes the ledger shows in the period, each of them, or that there was none."""
    if _WHY.search(brief.question) and findings.facts(ChangeFact):
        yield Note("What was archived shows what changed and when; it does not say why.")
    found = sorted(findings.facts(ChangeFact), key=lambda change: change.happened_at, reverse=True)
    plans = {name.casefold() for name in understanding.plans}
    if plans:
        found = [change for change in found if change.plan.casefold() in plans] or found
    found = list(_once(found))
    as_table = understanding.intent is Intent.TIMELINE or len(found) > FEW
    for count in findings.facts(CountFact):
        own = [change for change in found if change.competitor_id == count.competitor_id]
        yield from _of_one(own, count, understanding, findings, brief, ledger, as_table=as_table)
    events = findings.facts(EventFact)
    if as_table and (found or events):
        yield _table(found, events, brief, ledger)


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
    own: Sequence[ChangeFact],
    count: CountFact,
    understanding: Understanding,
    findings: Findings,
    brief: Brief,
    ledger: Ledger,
    *,
    as_table: bool,
) -> Iterator[Piece]:
    name = brief.name(count.competitor_id)
    watched = [
        look for look in findings.facts(LookFact) if look.competitor_id == count.competitor_id and look.first_seen_at
    ]
    if not own:
        if watched:
            told = count_words(count, name, understanding, watched)
            yield Sentence(told, (ledger.count(count, told),))
        return
    if as_table:
        told = _how_many(count, count.count, name, understanding)
        yield Sentence(told, (ledger.count(count, told),))
        for change in _weightiest(own):
            yield Sentence(sentence_of(change, name), keys_of(change, name, ledger))
        return
    for at, change in enumerate(own):
        prefix = "Yes: " if at == 0 and understanding.yes_no and understanding.kinds else ""
        yield Sentence(prefix + sentence_of(change, name), keys_of(change, name, ledger))


def _weightiest(own: Sequence[ChangeFact]) -> list[ChangeFact]:
    """What a reader must not miss among many: the most severe, newest first; the table has the rest."""
    severe = [change for change in own if change.severity in ("high", "critical") and change.plan]
    return severe[:WEIGHTY]


def _what(understanding: Understanding) -> str:
    return {"up": "price rise", "down": "price cut"}.get(understanding.direction or "", "") or (
        "change of plans or prices" if understanding.kinds else "change"
    )


def count_words(count: CountFact, name: str, understanding: Understanding, looks: Sequence[LookFact]) -> str:
    """ "No price rise at Acme was observed from 1 March 2026 to 20 November 2026": bounded by what was watched."""
    first = min(look.first_seen_at for look in looks if look.first_seen_at)
    since = max(count.since, first) if count.since else first
    no = "No: no" if understanding.yes_no else "No"
    return f"{no} {_what(understanding)} at {name} was observed from {day_words(since)} to {day_words(count.until)}."


def _how_many(count: CountFact, shown: int, name: str, understanding: Understanding) -> str:
    what = _plural(_what(understanding)) if shown != 1 else _what(understanding)
    period = (
        f" from {day_words(count.since)} to {day_words(count.until)}"
        if count.since
        else f" until {day_words(count.until)}"
    )
    return f"{shown} {what} at {name} {'were' if shown != 1 else 'was'} observed{period}."


def _plural(what: str) -> str:
    """`changes of plans or prices`, `price rises`."""
    return what.replace("change", "changes", 1) if "change" in what else f"{what}s"


def sentence_of(change: ChangeFact, name: str) -> str:
    """The change with its day; price moves in full, others in the ledger's words."""
    when = f"observed on {day_words(change.observed_at)}"
    if change.occurred_at and change.occurred_at.date() != change.observed_at.date():
        when = f"dated {day_words(change.occurred_at)}, {when}"
    doubt = "; not confirmed yet" if change.state == "pending" else ""
    return f"{_told(change, name)} ({when}{doubt})."


def _told(change: ChangeFact, name: str) -> str:
    before, after = change.before_price, change.after_price
    if change.change_kind in (_ROSE, _FELL) and before and after:
        verb = "raised" if change.change_kind == _ROSE else "lowered"
        percent = _percent(change)
        move = f" ({percent})" if percent else ""
        return f"{name} {verb} {change.plan} from {price_words(before)} to {price_words(after)}{move}"
    return f"At {name}: {change.summary.rstrip('.')}"


def _percent(change: ChangeFact) -> str:
    figure = figure_of(change, "")
    return figure.result if figure else ""


def figure_of(change: ChangeFact, name: str) -> FigureFact | None:
    """A price move as a computed figure; None when the two prices cannot be compared."""
    before, after = change.before_price, change.after_price
    if before is None or after is None or before.amount is None or after.amount is None or change.percent is None:
        return None
    operands = (
        Operand(
            label=f"{name} {change.plan} before",
            value=Decimal(before.amount),
            unit=unit_of(before),
            place=change.before,
        ),
        Operand(
            label=f"{name} {change.plan} after", value=Decimal(after.amount), unit=unit_of(after), place=change.after
        ),
    )
    try:
        result = compute("percent_change", operands)
    except NotComputable:
        return None
    return FigureFact(operation="percent_change", label=f"{name} {change.plan}", operands=operands, result=result)


def keys_of(change: ChangeFact, name: str, ledger: Ledger) -> tuple[Key, ...]:
    keys = [ledger.place(place) for place in (change.before, change.after) if place]
    figure = figure_of(change, name)
    if figure and change.change_kind in (_ROSE, _FELL) and change.before and change.after:
        return (*keys, ledger.figure(figure))
    return (*keys, ledger.change(change))


def _table(found: Sequence[ChangeFact], events: Sequence[EventFact], brief: Brief, ledger: Ledger) -> Table:
    """Newest first; source events stand among the changes but are named as what they are."""
    lines: list[tuple[object, tuple[Cell, ...]]] = []
    for change in found:
        name = brief.name(change.competitor_id)
        keys = keys_of(change, name, ledger)
        told = _told(change, name).removeprefix(f"At {name}: ")
        lines.append((change.happened_at, (Cell(name), Cell(day_words(change.happened_at), keys), Cell(told, keys))))
    for event in events:
        told = f"{event.source_type} source: {event.event.removeprefix('source_')}"
        lines.append(
            (event.observed_at, (Cell(brief.name(event.competitor_id)), Cell(day_words(event.observed_at)), Cell(told)))
        )
    lines.sort(key=lambda line: str(line[0]), reverse=True)
    return Table("What happened", ("Competitor", "Date", "What"), tuple(row for _, row in lines[:TABLE_ROWS]))

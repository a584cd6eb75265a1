"""Articles, posts, filings, rounds, reviews and patents: how many, then each with its date, newest first."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from competedexter.agent.evidence import Ledger
from competedexter.agent.facts import ChangeFact, CountFact
from competedexter.agent.findings import Findings
from competedexter.agent.happened import KIND_OF, event_words, title_of, when_of
from competedexter.agent.injection import gives_orders
from competedexter.agent.money import day_words
from competedexter.agent.pieces import Cell, Note, Piece, Sentence, Table
from competedexter.agent.source_words import SourceType
from competedexter.agent.understanding import Brief, Understanding

from .ranking import count_words

FEW = 5  # told in sentences; with more they are a table too
ROWS = 20
ORDERS = "A title addresses the reader's machine with instructions; they are not followed and not quoted."


def happenings(
    kind: SourceType, understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger
) -> Iterator[Piece]:
    """For each competitor how many were read of the time asked about, and the newest of them."""
    wanted = KIND_OF[kind]
    found = [change for change in findings.facts(ChangeFact) if change.change_kind == wanted]
    counts = {count.competitor_id: count for count in findings.facts(CountFact) if count.kinds == (wanted,)}
    if any(gives_orders(title_of(change)) for change in found):
        yield Note(ORDERS)
    found = [change for change in found if not gives_orders(title_of(change))]
    for id_ in understanding.competitors:
        own = [change for change in found if change.competitor_id == id_]
        few = FEW if len(understanding.competitors) == 1 else 2
        yield from _of_one(own, counts.get(id_), few, id_, understanding, brief, ledger)
    if len(found) > FEW:
        yield _table(found, kind, brief, ledger)


def _of_one(
    own: Sequence[ChangeFact], count: CountFact | None, few: int, id_: UUID, understanding: Understanding, brief: Brief,
    ledger: Ledger,
) -> Iterator[Piece]:  # fmt: skip
    name = brief.name(id_)
    if count and (count.count > 1 or understanding.aim == "how_many"):
        told = count_words(count, name)
        yield Sentence(told, (ledger.count(count, told),))
    for at, change in enumerate(own[:few]):
        yes = "Yes: " if understanding.yes_no and at == 0 and (understanding.topic or understanding.windows) else ""
        yield Sentence(f"{yes}{event_words(change, name)}.", event_keys(change, ledger))


def event_keys(change: ChangeFact, ledger: Ledger) -> tuple[str, ...]:
    """The event's own document; the ledger's row where that cannot be read."""
    return (ledger.place(change.after),) if change.after else (ledger.change(change),)


def _table(found: Sequence[ChangeFact], kind: SourceType, brief: Brief, ledger: Ledger) -> Table:
    several = len({change.competitor_id for change in found}) > 1
    ordered = sorted(found, key=lambda change: change.happened_at, reverse=True) if several else found
    rows = []
    for change in ordered[:ROWS]:
        keys = event_keys(change, ledger)
        first = [Cell(brief.name(change.competitor_id))] if several else []
        rows.append((*first, Cell(_day(change), keys), Cell(f"“{title_of(change)}”", keys)))
    columns = ("Date", "Title")
    return Table(kind.capitalize(), ("Competitor", *columns) if several else columns, tuple(rows))


def _day(change: ChangeFact) -> str:
    return day_words(change.occurred_at) if change.occurred_at else when_of(change)

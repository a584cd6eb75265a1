"""What a competitor is hiring for: how many openings, which are meant, how many by team and place, and what came and went."""

from collections.abc import Iterator, Sequence

from competedexter.agent.evidence import Ledger
from competedexter.agent.facts import ChangeFact, CountFact
from competedexter.agent.findings import Findings
from competedexter.agent.injection import gives_orders
from competedexter.agent.listed import tally_words
from competedexter.agent.money import day_words
from competedexter.agent.pieces import Cell, Note, Piece, Sentence, Table
from competedexter.agent.things import OpeningFact, TallyFact
from competedexter.agent.understanding import Brief, Understanding
from competedexter.market.changes.kinds import ChangeKind

from .moves import keys_of, sentence_of
from .ranking import count_words

NAMED = 5  # openings named in sentences
ROWS = 20
MOVES = 6  # new and closed openings told in sentences
_MOVES = (ChangeKind.JOB_OPENED, ChangeKind.JOB_CLOSED)


def openings(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """The count first; for one competitor then the openings, for several one table."""
    tallies = [fact for fact in findings.facts(TallyFact) if fact.what == "jobs"]
    found = findings.facts(OpeningFact)
    quoted = [fact for fact in found if not gives_orders(fact.title)]
    if len(quoted) < len(found):
        yield Note(
            "The title of an opening gives orders to the reader's machine; it is counted, not quoted or followed."
        )
    several = len(understanding.competitors) > 1
    moves = list(_moves(understanding, findings, brief, ledger))
    yield from moves
    whole = [fact for fact in tallies if not fact.by and (fact.words or not _narrowed(fact, tallies))]
    if several:
        whole.sort(key=lambda fact: -fact.count)
    for fact in whole:
        name = brief.name(fact.competitor_id)
        told = tally_words(fact, name)
        yield Sentence(told, (ledger.tally(fact, told),))
        if not several and not moves:
            own = [one for one in quoted if one.place.document_id == fact.document_id]
            yield from _named(own, name, ledger, has_words=bool(fact.words))
    if several:
        yield tally_table("Open jobs", "Openings", whole, brief, ledger)
    elif quoted and not moves:
        yield from _groups(tallies, brief, ledger)
        yield _table(quoted, ledger)


def _narrowed(fact: TallyFact, tallies: Sequence[TallyFact]) -> bool:
    """Whether another count of the same list answers more closely."""
    return any(one.words and one.document_id == fact.document_id for one in tallies)


def _named(own: Sequence[OpeningFact], name: str, ledger: Ledger, *, has_words: bool) -> Iterator[Piece]:
    for fact in own[: NAMED if has_words else 3]:
        told = ", ".join(part for part in (" / ".join(fact.locations[:3]), _dated(fact)) if part)
        yield Sentence(
            f"{name} has the opening “{fact.title}”{f' ({told})' if told else ''}.", (ledger.place(fact.place),)
        )


def _dated(fact: OpeningFact) -> str:
    return f"published on {day_words(fact.published_at)}" if fact.published_at else ""


def _moves(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """New and closed openings of the time asked about: how many of each, then the newest."""
    for count in findings.facts(CountFact):
        if count.kinds[:1] == (ChangeKind.JOB_OPENED,) or count.kinds[:1] == (ChangeKind.JOB_CLOSED,):
            told = count_words(count, brief.name(count.competitor_id))
            yield Sentence(told, (ledger.count(count, told),))
    found = [change for change in findings.facts(ChangeFact) if change.change_kind in _MOVES]
    for change in sorted(found, key=lambda one: one.happened_at, reverse=True)[:MOVES]:
        if gives_orders(change.summary):
            continue
        name = brief.name(change.competitor_id)
        yield Sentence(sentence_of(change, name), keys_of(change, name, ledger))


def _groups(tallies: Sequence[TallyFact], brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    for by, title in (("team", "Openings by team"), ("place", "Openings by place")):
        own = [fact for fact in tallies if fact.by == by and not gives_orders(fact.value)]
        rows = []
        for fact in own:
            keys = (ledger.tally(fact, tally_words(fact, brief.name(fact.competitor_id))),)
            rows.append((Cell(fact.value), Cell(f"{fact.count:,}", keys)))
        if rows:
            yield Table(title, (by.capitalize(), "Openings"), tuple(rows))


def _table(found: Sequence[OpeningFact], ledger: Ledger) -> Table:
    rows = []
    for fact in found[:ROWS]:
        keys = (ledger.place(fact.place),)
        published = day_words(fact.published_at) if fact.published_at else "–"
        where = " / ".join(fact.locations[:3]) or "–"
        rows.append((
            Cell(f"“{fact.title}”", keys), Cell(fact.team or "–", keys if fact.team else ()),
            Cell(where, keys if fact.locations else ()), Cell(published, keys if fact.published_at else ()),
        ))  # fmt: skip
    return Table("Openings", ("Title", "Team", "Place", "Published"), tuple(rows))


def tally_table(title: str, what: str, tallies: Sequence[TallyFact], brief: Brief, ledger: Ledger) -> Table:
    """One row a competitor and list, with what was counted and as of when."""
    rows = []
    for fact in tallies:
        name = brief.name(fact.competitor_id)
        keys = (ledger.tally(fact, tally_words(fact, name)),)
        least = "at least " if fact.at_least else ""
        rows.append((Cell(name), Cell(f"{least}{fact.count:,}", keys), Cell(day_words(fact.seen_at), keys)))
    return Table(title, ("Competitor", what, "As of"), tuple(rows))

"""Technologies, ratings, company facts, reported figures, records and pages, each as its list says it."""

from collections.abc import Iterator, Sequence

from competedexter.agent.calculations import compute
from competedexter.agent.evidence import Ledger
from competedexter.agent.facts import FigureFact, Operand
from competedexter.agent.findings import Findings
from competedexter.agent.injection import gives_orders
from competedexter.agent.listed import path_of, tally_words
from competedexter.agent.money import day_words, joined
from competedexter.agent.pieces import Cell, Note, Piece, Sentence, Table
from competedexter.agent.reported import period_words, value_words
from competedexter.agent.things import (
    AboutFact,
    ListedPageFact,
    RatingFact,
    ReportedFact,
    RowFact,
    TallyFact,
    TechnologyFact,
)
from competedexter.agent.understanding import Brief, Understanding

from .openings import tally_table

AT_ONCE = 8  # technologies named in one sentence
ROWS = 20
MANY = 4  # reported figures of one competitor; more are a table


def technologies(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """Which are used, in one sentence for a few; for a technology that was asked about whether its traces were seen."""
    found = findings.facts(TechnologyFact)
    tallies = [fact for fact in findings.facts(TallyFact) if fact.what == "tech_stack"]
    for id_ in understanding.competitors:
        name = brief.name(id_)
        own = [fact for fact in found if fact.competitor_id == id_]
        none = [fact for fact in tallies if fact.competitor_id == id_ and fact.words and not fact.count]
        for fact in none if not own else ():
            told = tally_words(fact, name)
            yield Sentence(told, (ledger.tally(fact, told),))
            yield Note("That no trace was seen on the pages that were read does not mean that it is not used.")
        if own:
            keys = tuple(ledger.place(fact.place) for fact in own[:AT_ONCE])
            listed = joined([f"{_versioned(fact)} ({fact.category})" for fact in own[:AT_ONCE]])
            yes = "Yes: " if understanding.yes_no and understanding.topic else ""
            seen = day_words(max(fact.place.last_seen_at or fact.place.observed_at for fact in own))
            yield Sentence(f"{yes}{name} uses {listed}, as of {seen}.", keys)
    if len(understanding.competitors) > 1 or len(found) > AT_ONCE:
        yield _technology_table(found, brief, ledger)


def _versioned(fact: TechnologyFact) -> str:
    return f"{fact.name} {fact.version}" if fact.version and fact.version not in fact.name else fact.name


def _technology_table(found: Sequence[TechnologyFact], brief: Brief, ledger: Ledger) -> Table:
    """One row a technology category, a column a competitor."""
    ids = list(dict.fromkeys(fact.competitor_id for fact in found))
    rows = []
    for category in sorted({fact.category for fact in found}):
        cells = [Cell(category)]
        for id_ in ids:
            own = [fact for fact in found if (fact.competitor_id, fact.category) == (id_, category)]
            keys = tuple(ledger.place(fact.place) for fact in own)
            cells.append(Cell(joined([_versioned(fact) for fact in own]) or "–", keys))
        rows.append(tuple(cells))
    return Table("Technologies", ("Kind", *(brief.name(id_) for id_ in ids)), tuple(rows))


def ratings(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """Each rating with its publisher and the number of marks behind it; for several competitors one table."""
    found = findings.facts(RatingFact)
    order = {id_: at for at, id_ in enumerate(understanding.competitors)}
    found = sorted(found, key=lambda fact: order.get(fact.competitor_id, 99))
    for fact in found:
        name = brief.name(fact.competitor_id)
        seen = day_words(fact.place.last_seen_at or fact.place.observed_at)
        by = f" by {fact.publisher}" if fact.publisher and fact.publisher.casefold() != name.casefold() else ""
        yield Sentence(f"{name} is rated {_mark(fact)}{by}, as of {seen}.", (ledger.place(fact.place),))
    if len(understanding.competitors) > 1 and found:
        yield from _highest(found, brief, ledger)
        rows = []
        for fact in found:
            keys = (ledger.place(fact.place),)
            count = f"{fact.count:,}" if fact.count is not None else "–"
            rows.append((
                Cell(brief.name(fact.competitor_id)), Cell(fact.publisher, keys),
                Cell(f"{fact.rating} out of {fact.best}", keys), Cell(count, keys if fact.count is not None else ()),
            ))  # fmt: skip
        yield Table("Ratings", ("Competitor", "By", "Rating", "Ratings"), tuple(rows))


def _highest(found: Sequence[RatingFact], brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """Who is rated highest by a publisher that rates several of them, out of the same best mark."""
    for publisher, best in dict.fromkeys((fact.publisher, fact.best) for fact in found):
        own = [fact for fact in found if (fact.publisher, fact.best) == (publisher, best)]
        if len({fact.competitor_id for fact in own}) < 2:
            continue
        operands = tuple(
            Operand(
                label=brief.name(fact.competitor_id),
                value=fact.rating,
                unit=f"out of {best} by {publisher}",
                place=fact.place,
            )
            for fact in own
        )
        result = compute("highest", operands)
        figure = FigureFact(operation="highest", label=f"ratings by {publisher}", operands=operands, result=result)
        verb = "are" if " and " in result.partition(" at ")[0] else "is"
        yield Sentence(f"Of the ratings by {publisher}, the highest {verb} {result}.", (ledger.figure(figure),))


def _mark(fact: RatingFact) -> str:
    counted = f" of {fact.count:,} ratings" if fact.count is not None else ""
    return f"{fact.rating} out of {fact.best}{counted}"


def company_facts(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """What sources say of a company, each with who says it; two that disagree are both told."""
    yield from about_sentences(findings.facts(AboutFact), brief, ledger)


def about_sentences(facts: Sequence[AboutFact], brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    for fact in facts:
        name, called = brief.name(fact.competitor_id), fact.name.replace("_", " ")
        dated = f", of {fact.as_of}" if fact.as_of else ""
        seen = day_words(fact.place.last_seen_at or fact.place.observed_at)
        told = f"{name}, {called}: {fact.value} (said by {fact.said_by}{dated}, as of {seen})."
        if not gives_orders(fact.value):
            yield Sentence(told, (ledger.place(fact.place),))


def reported(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """Each figure with its period, and how it grew on a year before; what is only a year before is not told by itself."""
    found, grown = findings.facts(ReportedFact), findings.facts(FigureFact)
    bases = {figure.operands[0].place for figure in grown}
    tops = {figure.operands[-1].place: figure for figure in grown}
    shown = [fact for fact in found if fact.place in tops or fact.place not in bases]
    shown.sort(key=lambda fact: fact.period_end, reverse=True)
    as_table = len(shown) > MANY * len(understanding.competitors)
    for fact in _newest(shown) if as_table else shown:
        name = brief.name(fact.competitor_id)
        fiscal = f" ({fact.fiscal}, {fact.form})" if fact.fiscal and fact.form else ""
        verb = "was" if fact.days else "stood at"
        told = f"{name}'s {fact.label.lower()} {verb} {value_words(fact)} {period_words(fact)}{fiscal}."
        yield Sentence(told, (ledger.place(fact.place),))
        if figure := tops.get(fact.place):
            moved = "more" if figure.result.startswith("+") else "less"
            amount = figure.result.lstrip("+-")
            before, after = figure.operands
            same = figure.result.startswith("0")
            told = f"{after.label} was {amount} {moved} than {before.label}."
            yield Sentence(
                told if not same else f"{after.label} and {before.label} were the same.", (ledger.figure(figure),)
            )
    if as_table or len(understanding.competitors) > 1:
        yield _figure_table(shown, brief, ledger)


def _newest(shown: Sequence[ReportedFact]) -> list[ReportedFact]:
    """The newest of each figure and competitor."""
    kept: dict[tuple[object, ...], ReportedFact] = {}
    for fact in shown:
        kept.setdefault((fact.competitor_id, fact.label), fact)
    return list(kept.values())


def _figure_table(shown: Sequence[ReportedFact], brief: Brief, ledger: Ledger) -> Table:
    rows = []
    for fact in shown[:ROWS]:
        keys = (ledger.place(fact.place),)
        period = period_words(fact)
        rows.append((
            Cell(brief.name(fact.competitor_id)), Cell(fact.label, keys), Cell(value_words(fact), keys),
            Cell(period, keys),
        ))  # fmt: skip
    return Table("Reported figures", ("Competitor", "Figure", "Value", "Period"), tuple(rows))


def records(understanding: Understanding, findings: Findings, brief: Brief, ledger: Ledger) -> Iterator[Piece]:
    """How many records or pages each list shows, then the entries."""
    tallies = [fact for fact in findings.facts(TallyFact) if fact.what in ("custom", "site")]
    narrowed = {fact.document_id for fact in tallies if fact.words}
    shown = [fact for fact in tallies if fact.words or fact.document_id not in narrowed]
    for fact in shown:
        told = tally_words(fact, brief.name(fact.competitor_id))
        yield Sentence(told, (ledger.tally(fact, told),))
    if len(understanding.competitors) > 1:
        yield tally_table("Counted", "Entries", shown, brief, ledger)
        return
    rows = [row for row in findings.facts(RowFact) if not gives_orders(row.title)]
    if rows:
        yield _row_table(rows, ledger)
    pages = findings.facts(ListedPageFact)
    if pages:
        lines = tuple((Cell(path_of(page.url), (ledger.place(page.place),)),) for page in pages[:ROWS])
        yield Table("Pages of the site", ("Page",), lines)


def _row_table(rows: Sequence[RowFact], ledger: Ledger) -> Table:
    names = list(dict.fromkeys(name for row in rows[:ROWS] for name in row.fields))[:4]
    lines = []
    for row in rows[:ROWS]:
        keys = (ledger.place(row.place),)
        dated = Cell(day_words(row.date), keys) if row.date else Cell("–")
        fields = [Cell(f"“{row.fields[name]}”", keys) if row.fields.get(name) else Cell("–") for name in names]
        lines.append((Cell(f"“{row.title}”", keys), dated, *fields))
    return Table("Records", ("Title", "Date", *names), tuple(lines))

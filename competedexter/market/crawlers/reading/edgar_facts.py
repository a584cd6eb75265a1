"""A company's figures from XBRL company facts (sec.gov/search-filings/edgar-application-programming-interfaces).

The same figure stands there once for each filing that repeats it, beside quarters, years so far and trailing years;
`fy` and `fp` are of the filing. So periods are told by their dates, and the newest filing has the last word.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from .edgar_concepts import CONCEPTS, Concept
from .edgar_json import items, mapping, words
from .edgar_periods import Calendar, Length, YearEnd, fiscal_name, length_of
from .edgar_times import day

PERIODS: Final = 12  # newest of each length that are read of a figure: three years of quarters
MAX_FIGURES: Final = 1_000
_MAX_UNITS: Final = 2  # a filer abroad writes its own currency, and USD for convenience
_MAX_ROWS: Final = 5_000  # of one tag; forty years of quarters, each repeated by several filings, are 500
_LARGEST: Final = Decimal(10) ** 18
_UNIT = re.compile(r"[A-Z]{3}|[A-Z]{3}/shares|shares")
_ANNUAL: Final = ("10-K", "10-K/A", "10-K405", "20-F", "20-F/A", "40-F", "40-F/A")
_QUARTERS: Final = {"Q1": 1, "Q2": 2, "Q3": 3}


@dataclass(frozen=True)
class Fact:
    """A figure as one filing says it. `order` is the rank of its tag, 0 first."""

    concept: str
    unit: str
    start: date | None
    end: date
    value: Decimal
    length: Length
    form: str
    filed: date
    accession: str
    year: int | None
    part: str
    order: int

    @property
    def period(self) -> tuple[date | None, date]:
        return self.start, self.end


@dataclass(frozen=True)
class ReadFigure:
    """A figure of one period in its last version. `filed` and `form` are of the first filing that said it so."""

    label: str
    fact: Fact
    fiscal: str


@dataclass(frozen=True)
class CompanyFacts:
    """`figures` newest period first; `reasons` say what was not read."""

    company: str
    cik: str
    figures: tuple[ReadFigure, ...]
    reasons: tuple[str, ...] = ()


def read_facts(data: object) -> CompanyFacts | None:
    """The main figures in `companyfacts/CIK##########.json`, or one in `companyconcept`; None when it is neither."""
    whole = mapping(data)
    taxonomies = mapping(whole.get("facts"))
    if isinstance(whole.get("units"), dict):
        taxonomies = {words(whole.get("taxonomy")): {words(whole.get("tag")): whole}}
    if not taxonomies or "entityName" not in whole:
        return None
    facts = {concept: list(_facts(taxonomies, concept)) for concept in CONCEPTS}
    calendar = _calendar(fact for each in facts.values() for fact in each)
    covered = _main_ends(fact for each in facts.values() for fact in each)
    figures = [one for concept, each in facts.items() for one in _figures(concept, each, calendar, covered)]
    figures.sort(key=lambda one: one.fact.end, reverse=True)
    reasons = (
        [] if calendar or not figures else ["When its fiscal year ends could not be told, so periods have no names."]
    )
    if len(figures) > MAX_FIGURES:
        reasons.append(f"{len(figures) - MAX_FIGURES} older figures were not read.")
    return CompanyFacts(
        words(whole.get("entityName")), words(whole.get("cik")), tuple(figures[:MAX_FIGURES]), tuple(reasons)
    )


def _facts(taxonomies: Mapping[str, Any], concept: Concept) -> Iterator[Fact]:  # Any: JSON
    for order, tag in enumerate(concept.tags):
        taxonomy, _, name = tag.partition(":")
        units = mapping(mapping(mapping(taxonomies.get(taxonomy)).get(name)).get("units"))
        usual = sorted((unit for unit in units if _UNIT.fullmatch(unit)), key=lambda unit: -len(items(units[unit])))
        for unit in usual[:_MAX_UNITS]:
            for row in items(units[unit])[-_MAX_ROWS:]:
                fact = _fact(mapping(row), tag, unit, order)
                if fact is not None:
                    yield fact


def _fact(row: Mapping[str, Any], tag: str, unit: str, order: int) -> Fact | None:  # Any: JSON
    start, end, filed, value = (
        day(row.get("start")),
        day(row.get("end")),
        day(row.get("filed")),
        _number(row.get("val")),
    )
    if end is None or filed is None or value is None or (row.get("start") and start is None):
        return None
    length = length_of(start, end)
    if length is None:
        return None
    year = row.get("fy")
    return Fact(
        tag, unit, start, end, value, length, words(row.get("form")), filed, words(row.get("accn")),
        year if isinstance(year, int) and 1900 < year < 2200 else None, words(row.get("fp")), order,
    )  # fmt: skip


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    number = Decimal(str(value))
    return number if number.is_finite() and abs(number) < _LARGEST else None


def _calendar(facts: Iterable[Fact]) -> Calendar | None:
    """From the year an annual report is about; a company that has filed none yet: from its quarterly reports."""
    annual: dict[str, Fact] = {}
    quarterly: dict[str, Fact] = {}
    for fact in facts:
        kept = annual if fact.length is Length.YEAR and fact.form in _ANNUAL else None
        kept = quarterly if fact.length is Length.QUARTER and fact.part in _QUARTERS else kept
        if kept is not None and fact.year is not None:
            other = kept.get(fact.accession)
            kept[fact.accession] = fact if other is None or fact.end > other.end else other
    if annual:
        return Calendar.of(YearEnd(fact.end, fact.year or 0) for fact in annual.values())
    newest = max(quarterly.values(), key=lambda fact: fact.end, default=None)
    return Calendar.of([_year_end(newest)]) if newest is not None else None


def _year_end(fact: Fact) -> YearEnd:
    """The end of the year of which a quarter is the first, second or third: the last day of its month."""
    months = fact.end.month + 3 * (4 - _QUARTERS[fact.part])
    following = date(fact.end.year + months // 12, months % 12 + 1, 1)
    return YearEnd(date.fromordinal(following.toordinal() - 1), fact.year or 0)


def _main_ends(facts: Iterable[Fact]) -> dict[str, date]:
    """The end of the period that each filing is about: the last it has a figure of."""
    ends: dict[str, date] = {}
    for fact in facts:
        if fact.start is not None:
            ends[fact.accession] = max(fact.end, ends.get(fact.accession, fact.end))
    return ends


def _figures(
    concept: Concept, facts: list[Fact], calendar: Calendar | None, covered: Mapping[str, date]
) -> Iterator[ReadFigure]:
    """The newest periods of each length, one version of each."""
    by_period: dict[tuple[str, date | None, date], list[Fact]] = defaultdict(list)
    for fact in facts:
        by_period[fact.unit, *fact.period].append(fact)
    room: dict[tuple[str, Length], int] = defaultdict(int)
    for versions in sorted(by_period.values(), key=lambda each: each[0].end, reverse=True):
        fact = _last_word(versions)
        if not _belongs(fact, calendar) or room[fact.unit, fact.length] >= PERIODS:
            continue
        room[fact.unit, fact.length] += 1
        about = covered.get(fact.accession, fact.end) if fact.concept.startswith("dei:") else fact.end
        yield ReadFigure(concept.label, fact, fiscal_name(calendar.place(about) if calendar else None, fact.length))


def _last_word(versions: list[Fact]) -> Fact:
    """Of the first tag that has it: the value of the newest filing, in the first filing that said so ever since."""
    order = min(fact.order for fact in versions)
    told = sorted((fact for fact in versions if fact.order == order), key=lambda fact: (fact.filed, fact.accession))
    last = told[-1]
    for fact in reversed(told):
        if fact.value != told[-1].value:
            break
        last = fact
    return last


def _belongs(fact: Fact, calendar: Calendar | None) -> bool:
    """Trailing years, halves that are no year so far, and balances of some other day are not of a fiscal period."""
    if calendar is None or fact.length is Length.QUARTER:
        return True
    if fact.length is Length.MOMENT:
        return fact.concept.startswith("dei:") or calendar.closes_quarter(fact.end)
    if fact.length is Length.YEAR:
        return calendar.closes(fact.end)
    return fact.start is not None and calendar.opens(fact.start)

"""Reported figures: which are asked about, of which period, and how they grew. Pure; growth is computed as any figure is."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from .calculations import NotComputable, compute
from .facts import Fact, FigureFact, Operand
from .money import amount_words
from .periods import dates_in
from .things import ReportedFact

_METRICS: Final[tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]] = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), labels)
    for words, labels in (
        (r"deferred revenue", ("Deferred revenue", "Deferred revenue, current")),
        (r"cost of revenue", ("Cost of revenue",)),
        (r"gross (?:profit|margin)", ("Gross profit",)),
        (r"operating (?:income|loss|profit|result)", ("Operating income",)),
        (r"operating expenses?", ("Operating expenses",)),
        (r"operating cash flow|cash flow", ("Operating cash flow",)),
        (r"r&d|research and development|research", ("Research and development",)),
        (r"sales and marketing", ("Sales and marketing",)),
        (r"eps|earnings per share", ("Earnings per share, diluted", "Earnings per share, basic")),
        (r"net (?:income|loss|profit)|profits?|profitable|earnings|loss(?:es)?", ("Net income",)),
        (r"total assets|assets", ("Assets",)),
        (r"liabilities", ("Liabilities",)),
        (r"equity", ("Equity",)),
        (r"debt", ("Long-term debt",)),
        (r"shares? outstanding", ("Shares outstanding",)),
        (r"cash", ("Cash",)),
        (r"revenues?|turnover|sales|growth", ("Revenue",)),
    )
)
MAIN: Final = ("Revenue", "Net income", "Operating income")
_QUARTER: Final = re.compile(r"\bquarter(?:ly|s)?\b|\bq[1-4]\b", re.IGNORECASE)
_YEAR: Final = re.compile(r"\b(?:years?|annual|yearly|fiscal|fy\s?\d*)\b|\b(?:19|20)\d\d\b", re.IGNORECASE)
_RELATIVE: Final = re.compile(r"\b(?:last|latest|most recent|previous|newest|this|current)\b", re.IGNORECASE)
_TREND: Final = re.compile(
    r"\b(?:trend|over time|history|grow(?:n|th|ing)?|grew|develop\w*|evolv\w*|(?:by|per) (?:quarter|year)|quarters|each)\b",
    re.IGNORECASE,
)
_FISCAL: Final = re.compile(
    r"\b(?:q(?P<q>[1-4])\s*(?:of\s+)?(?:fy|fiscal)?\s*)?(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
)
QUARTER_DAYS, YEAR_DAYS = range(80, 101), range(350, 381)
TREND_PERIODS: Final = 8


def labels_in(asked: str) -> tuple[str, ...]:
    """The figures a question names, by their labels; the main ones when it names none."""
    rest, found = asked, []
    for pattern, labels in _METRICS:
        if pattern.search(rest):
            rest = pattern.sub(" ", rest)
            found += [label for label in labels if label not in found]
    if len(found) > 1 and not re.search(r"revenues?|turnover|sales", asked, re.IGNORECASE):
        found = [label for label in found if label != "Revenue"]
    return tuple(found) or MAIN


def is_of_metric(label: str, labels: Sequence[str]) -> bool:
    return label in labels


def chosen(
    known: Sequence[ReportedFact], asked: str, labels: Sequence[str], name: str, until: datetime
) -> tuple[list[ReportedFact], list[str]]:
    """The figures of the period asked about, and in words what was not reported."""
    found: list[ReportedFact] = []
    gaps: list[str] = []
    for label in labels:
        own = _once(fact for fact in known if fact.label == label and fact.period_end <= until.date())
        picked = _of_period(own, asked, until)
        found += picked
        if not own:
            if labels != MAIN:
                gaps.append(f"{label} of {name} is not among the figures that were read.")
        elif not picked:
            newest = own[0]
            told = f"the newest is of the period to {newest.period_end.day} {newest.period_end:%B %Y}"
            gaps.append(f"{label} of {name} for that time is not among the figures that were read; {told}.")
    if not known and labels == MAIN:
        gaps.append(f"No revenue or result of {name} is among the figures that were read.")
    return found, gaps


def _once(facts: Iterable[ReportedFact]) -> list[ReportedFact]:
    """Newest period first; one figure a period and unit."""
    kept: dict[tuple[object, ...], ReportedFact] = {}
    for fact in facts:
        kept.setdefault((fact.unit, fact.period_start, fact.period_end), fact)
    return sorted(kept.values(), key=lambda fact: (fact.period_end, -fact.days), reverse=True)


def _of_period(own: Sequence[ReportedFact], asked: str, until: datetime) -> list[ReportedFact]:
    """One period, or for a trend the last few of one length."""
    quarters = [fact for fact in own if fact.days in QUARTER_DAYS]
    years = [fact for fact in own if fact.days in YEAR_DAYS]
    days = [fact for fact in own if not fact.days]
    wants_quarter, wants_year = _QUARTER.search(asked) is not None, _YEAR.search(asked) is not None
    if _TREND.search(asked):
        return list((years if wants_year and not wants_quarter else quarters or years or days)[:TREND_PERIODS])
    periods = dates_in(asked, until).periods
    relative = not periods or all(_RELATIVE.search(period.words) for period in periods)
    pool = quarters if wants_quarter else years if wants_year else []
    if relative:
        return (pool[:1] or days[:1]) if pool or wants_quarter or wants_year else [*quarters[:1], *years[:1], *days[:1]]
    matches = list(_FISCAL.finditer(asked))
    if fiscal := [fact for match in matches for fact in [one for one in own if _is_fiscal(one, match)][:1]]:
        return fiscal
    first, last = periods[0].start, periods[0].end
    within = [
        fact
        for fact in (pool or own)
        if (first is None or fact.period_end >= first.date()) and fact.period_end <= last.date()
    ]
    return within[:1]


def _is_fiscal(fact: ReportedFact, match: re.Match[str]) -> bool:
    """ "Q3 2024" and "2024" as the company itself counts its years."""
    wanted = f"{match['year']} {'Q' + match['q'] if match['q'] else 'FY'}"
    length = QUARTER_DAYS if match["q"] else YEAR_DAYS
    return fact.fiscal == wanted and (fact.days in length or not fact.days)


def with_growth(fact: ReportedFact, known: Sequence[ReportedFact], name: str) -> Iterator[Fact]:
    """The figure, the same one of a year before, and the growth between them where it means something."""
    yield fact
    earlier = next((one for one in known if _is_year_before(one, fact)), None)
    if earlier is None or earlier.value <= 0 or fact.value <= 0:
        return
    operands = (operand_of(earlier, name), operand_of(fact, name))
    try:
        result = compute("percent_change", operands)
    except NotComputable:
        return
    yield earlier
    yield FigureFact(operation="percent_change", label=operands[1].label, operands=operands, result=result)


def operand_of(fact: ReportedFact, name: str) -> Operand:
    """`Acme revenue to 30 April 2025`, `Acme cash on 30 April 2025`."""
    day, when = fact.period_end, "to" if fact.days else "on"
    return Operand(
        label=f"{name} {fact.label.lower()} {when} {day.day} {day:%B %Y}", value=fact.value, unit=fact.unit,
        place=fact.place,
    )  # fmt: skip


def _is_year_before(one: ReportedFact, other: ReportedFact) -> bool:
    same = (one.label, one.unit, one.concept) == (other.label, other.unit, other.concept)
    as_long = abs(one.days - other.days) <= 3
    return same and as_long and (other.period_end - one.period_end).days in YEAR_DAYS


def value_words(fact: ReportedFact) -> str:
    """`$1,042,074,000`, `$0.35 per share`, `333,700,000 shares`: as many digits as were reported."""
    if fact.unit == "USD/shares":
        told = f"{amount_words(abs(fact.value), 'USD')} per share"
        return f"-{told}" if fact.value < 0 else told
    if fact.unit in ("shares", "pure"):
        return f"{fact.value:,f} shares" if fact.unit == "shares" else f"{fact.value:,f}"
    told = amount_words(abs(fact.value), fact.unit)
    return f"-{told}" if fact.value < 0 else told


def period_words(fact: ReportedFact) -> str:
    """`from 1 February 2025 to 30 April 2025`, `on 30 April 2025`."""
    end = f"{fact.period_end.day} {fact.period_end:%B %Y}"
    if fact.period_start is None:
        return f"on {end}"
    return f"from {fact.period_start.day} {fact.period_start:%B %Y} to {end}"

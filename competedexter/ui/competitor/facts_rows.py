"""Facts, ratings, figures and news volume as the Summary shows them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from competedexter.foundation.views import as_rfc3339
from competedexter.market.evidence.listings import CompanyRecord, Figure, FiguresRecord, Rating, RatingsRecord
from competedexter.market.snapshots.schemas import StoredSnapshot
from competedexter.ui.addresses import with_query
from competedexter.ui.components.figures import MINUS, percent_words
from competedexter.ui.components.rows import Direction
from competedexter.ui.components.trend import BarRow

MOST_FACTS = 12
MOST_PERIODS = 5  # columns
MOST_CONCEPTS = 8  # rows
LONG_YEAR, SHORT_YEAR = 380, 350  # days of a fiscal year of 52 or 53 weeks
_SCALES = ((Decimal(10) ** 12, "T"), (Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "K"))
# What people look for first, by words in the publisher's own name; the rest follows by how many periods it has.
_FIRST = (
    "Revenue",
    "GrossProfit",
    "OperatingIncome",
    "NetIncome",
    "ResearchAndDevelopment",
    "EarningsPerShare",
    "Cash",
)


@dataclass(frozen=True)
class FactLine:
    name: str
    value: str
    source: str
    evidence: str


@dataclass(frozen=True)
class RatingLine:
    publisher: str
    product: str
    mark: str
    share: str
    count: str
    at: str
    evidence: str


@dataclass(frozen=True)
class FigureCell:
    """A figure in short (`394.3 B`), whole on hover, with its growth on the period before."""

    period: str
    short: str
    whole: str
    growth: str
    direction: Direction
    evidence: str


@dataclass(frozen=True)
class FigureLine:
    label: str
    unit: str
    bars: list[BarRow] = field(default_factory=list)
    cells: list[FigureCell] = field(default_factory=list)


@dataclass(frozen=True)
class FigureTable:
    """Figures of whole years where there are any, else of the latest periods."""

    periods: list[str] = field(default_factory=list)
    lines: list[FigureLine] = field(default_factory=list)
    at: str = ""


def facts_of(states: Sequence[StoredSnapshot]) -> list[FactLine]:
    """Each name once, of the newest state that says it."""
    found: dict[str, FactLine] = {}
    for state in _newest_first(states):
        if isinstance(state.record, CompanyRecord):
            for fact in state.record.facts:
                place = _evidence(state.document_id, fact.start, fact.end)
                found.setdefault(fact.name, FactLine(_words(fact.name), fact.value, fact.source, place))
    return list(found.values())[:MOST_FACTS]


def ratings_of(states: Sequence[StoredSnapshot]) -> list[RatingLine]:
    found: dict[tuple[str, str], RatingLine] = {}
    for state in _newest_first(states):
        if isinstance(state.record, RatingsRecord):
            for rating in state.record.ratings:
                found.setdefault((rating.publisher, rating.product), _rating(rating, state))
    return list(found.values())


def _rating(rating: Rating, state: StoredSnapshot) -> RatingLine:
    share = float(rating.rating / rating.best * 100) if rating.best else 0.0
    return RatingLine(
        publisher=rating.publisher,
        product=rating.product,
        mark=f"{rating.rating.normalize():f} / {rating.best.normalize():f}",
        share=f"{min(max(share, 0.0), 100.0):.0f}%",
        count="" if rating.count is None else "1 rating" if rating.count == 1 else f"{rating.count:,} ratings",
        at=as_rfc3339(state.observed_at),
        evidence=_evidence(state.document_id, rating.start, rating.end),
    )


def figures_of(states: Sequence[StoredSnapshot]) -> FigureTable:
    """A line a concept, a column a period, newest last; the growth is that on the column before."""
    known = [state for state in _newest_first(states) if isinstance(state.record, FiguresRecord)]
    if not known:
        return FigureTable()
    newest = known[0]
    figures = newest.record.figures if isinstance(newest.record, FiguresRecord) else ()
    years = [one for one in figures if _is_year(one)]
    wanted = years or list(figures)
    ends = sorted({one.period_end for one in wanted})[-MOST_PERIODS:]
    by_concept: dict[tuple[str, str], dict[date, Figure]] = {}
    for one in wanted:
        if one.period_end in ends:
            by_concept.setdefault((one.concept, one.unit), {})[one.period_end] = one
    order = sorted(by_concept.items(), key=lambda pair: (_rank(pair[0][0]), -len(pair[1]), pair[0][0]))
    names = {end: f"{end:%b %Y}" for end in ends}
    lines = [_figure_line(found, ends, names, newest.document_id) for _, found in order[:MOST_CONCEPTS]]
    return FigureTable([names[end] for end in ends], lines, as_rfc3339(newest.observed_at))


def _figure_line(
    found: dict[date, Figure], ends: Sequence[date], names: dict[date, str], document_id: UUID
) -> FigureLine:
    cells: list[FigureCell] = []
    before: Decimal | None = None
    for end in ends:
        one = found.get(end)
        cells.append(_figure_cell(one, before, names[end], document_id))
        before = one.value if one else None
    last = next(found[end] for end in reversed(ends) if end in found)
    return FigureLine(last.label or last.concept.rpartition(":")[2], last.unit, _bars(found, ends, names), cells)


def _bars(found: dict[date, Figure], ends: Sequence[date], names: dict[date, str]) -> list[BarRow]:
    """Sizes beside each other; a loss has no height of its own, the table says it."""
    highest = max((abs(one.value) for one in found.values()), default=Decimal(0)) or Decimal(1)
    values = [(names[end], found[end].value if end in found else Decimal(0)) for end in ends]
    return [BarRow(f"{max(value, Decimal(0)) / highest * 100:.0f}%", f"{name}: {value:,f}") for name, value in values]


def _figure_cell(one: Figure | None, before: Decimal | None, period: str, document_id: UUID) -> FigureCell:
    if one is None:
        return FigureCell(period, "", "", "", "flat", "")
    growth = float((one.value - before) / abs(before) * 100) if before else None
    direction: Direction = "flat" if not growth else "up" if growth > 0 else "down"
    return FigureCell(
        period=period,
        short=short_number(one.value),
        whole=f"{one.value:,f} {one.unit}",
        growth=percent_words(growth),
        direction=direction,
        evidence=_evidence(document_id, one.start, one.end),
    )


def short_number(value: Decimal) -> str:
    """`394.3 B`, `6.11`, `-1.2 M` with a real minus sign."""
    sign, size = (MINUS, -value) if value < 0 else ("", value)
    for scale, letter in _SCALES:
        if size >= scale:
            return f"{sign}{size / scale:.1f}".removesuffix(".0") + f"\u00a0{letter}"
    places = 0 if size == size.to_integral_value() else 2
    return f"{sign}{size:,.{places}f}"


def _is_year(one: Figure) -> bool:
    if one.fiscal.endswith("FY") and one.period_start is None:
        return True
    return one.period_start is not None and SHORT_YEAR <= (one.period_end - one.period_start).days <= LONG_YEAR


def _rank(concept: str) -> int:
    return next((place for place, word in enumerate(_FIRST) if word in concept), len(_FIRST))


def _words(name: str) -> str:
    """`founded` -> `Founded`, `head_office` -> `Head office`."""
    return name.replace("_", " ").strip().capitalize()


def _newest_first(states: Sequence[StoredSnapshot]) -> list[StoredSnapshot]:
    return sorted(states, key=lambda state: state.observed_at, reverse=True)


def _evidence(document_id: UUID, start: int, end: int) -> str:
    return with_query(f"/documents/{document_id}", start=start or "0", end=end)

"""What two looks at a company's figures differ in: new periods that it reported, and known figures it restated. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Final

from competedexter.market.evidence.listings import Figure, FiguresRecord

from .diffing_items import matched, place_of
from .drafts import Draft, JsonObject, draft
from .figure_words import amount_words, growth, plain, result_words
from .kinds import ChangeKind, Label

_ROUNDED: Final = Decimal("0.005")  # of a figure: half a percent is the most that rounding moves it
_TOLD: Final = 3  # restated figures named in a summary; data has them all
_MAX_FIGURES: Final = 100  # in the data of one change


def diff_figures(before: FiguresRecord, after: FiguresRecord) -> tuple[Draft, ...]:
    """One draft for each new period, newest first, and one for all that was restated. Older periods are no news."""
    if not before.figures:
        return ()
    known = {_period(figure) for figure in before.figures}
    until = max((figure.period_end for figure in before.figures if not _of_cover(figure)), default=date.min)
    drafts = [
        _reported(name, figures, after.figures)
        for name, figures in _by_period(after.figures)
        if name not in known and any(figure.period_end > until and not _of_cover(figure) for figure in figures)
    ]
    restated = [(old, new) for old, new in matched(before.figures, after.figures, _identity).kept if _moved(old, new)]
    return (*drafts, *([_restated(restated)] if restated else []))


def _identity(figure: Figure) -> tuple[object, ...]:
    return figure.concept, figure.unit, figure.period_start, figure.period_end


def _of_cover(figure: Figure) -> bool:
    """Figures of the cover page are of the day it was signed, after the period."""
    return figure.concept.startswith("dei:")


def _period(figure: Figure) -> str:
    """The fiscal period a figure is told with: a year so far with its last quarter, the last quarter with its year."""
    year, _, part = figure.fiscal.removesuffix(" YTD").partition(" ")
    return f"{year} {'FY' if part == 'Q4' else part}" if part else figure.period_end.isoformat()


def _by_period(figures: Sequence[Figure]) -> list[tuple[str, list[Figure]]]:
    """Newest period first; within it the order of the record."""
    ordered = sorted(figures, key=_period)
    groups = [(name, list(group)) for name, group in groupby(ordered, key=_period)]
    return sorted(groups, key=lambda one: max(figure.period_end for figure in one[1]), reverse=True)


def _moved(old: Figure, new: Figure) -> bool:
    """Whether a value is another, and not the same one rounded."""
    difference = abs(new.value - old.value)
    if difference == 0:
        return False
    coarser = max(_grain(old.value), _grain(new.value))
    return difference > coarser / 2 or difference > _ROUNDED * max(abs(old.value), abs(new.value))


def _grain(value: Decimal) -> Decimal:
    """The last place that is written: 942,100,000 is in hundred thousands."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** exponent if isinstance(exponent, int) and value else Decimal(0)


def _reported(name: str, figures: Sequence[Figure], all_figures: Sequence[Figure]) -> Draft:
    main = _main(name, figures)
    earlier = {id(figure): _year_before(figure, all_figures) for figure in figures}
    told = [_told(figure, earlier[id(figure)]) for figure in figures[:_MAX_FIGURES]]
    shown = next(iter(main.values()), figures[0])
    year_before = earlier.get(id(main["Revenue"])) if "Revenue" in main else None
    data: JsonObject = {
        "period": name,
        "periodEnd": max(figure.period_end for figure in figures if not _of_cover(figure)).isoformat(),
        "form": shown.form,
        "filedAt": shown.filed_at.isoformat() if shown.filed_at else None,
        "restated": False,
        "percent": growth(main["Revenue"], year_before) if "Revenue" in main else None,
        "figures": told,
    }
    summary = f"{_spoken(name)}: {_summary(main, earlier) or f'{len(figures)} figures were reported'}"
    return draft(
        ChangeKind.FINANCIALS_REPORTED, f"period:{name}", summary, data,
        label=Label.SIGNIFICANT, reason="Figures of a new period were reported.", after=place_of(shown),
    )  # fmt: skip


def _main(name: str, figures: Sequence[Figure]) -> dict[str, Figure]:
    """What a summary speaks of: by label, of the whole year or of the one quarter, never of a year so far."""
    yearly = name.endswith(" FY")
    chosen: dict[str, Figure] = {}
    for figure in figures:
        days = (figure.period_end - figure.period_start).days if figure.period_start else 0
        if days > 300 if yearly else 0 < days < 130:
            chosen.setdefault(figure.label, figure)
    return {label: chosen[label] for label in ("Revenue", "Net income", "Operating income") if label in chosen}


def _summary(main: Mapping[str, Figure], earlier: Mapping[int, Figure | None]) -> str:
    said = []
    for label, figure in main.items():
        percent = growth(figure, earlier.get(id(figure))) if label == "Revenue" else None
        moved = f" ({percent:+.1f} % on a year before)" if percent is not None else ""
        said.append(f"{result_words(figure)}{moved}")
    return ", ".join(said[:2])


def _spoken(name: str) -> str:
    """ "2024 Q3" is "Q3 2024"; a day stays one."""
    year, _, part = name.partition(" ")
    return f"{part} {year}" if part else f"Period to {name}"


def _told(figure: Figure, earlier: Figure | None) -> JsonObject:
    return {
        "concept": figure.concept,
        "label": figure.label,
        "fiscal": figure.fiscal,
        "value": plain(figure.value),
        "unit": figure.unit,
        "periodStart": figure.period_start.isoformat() if figure.period_start else None,
        "periodEnd": figure.period_end.isoformat(),
        "yearBefore": plain(earlier.value) if earlier else None,
        "percent": growth(figure, earlier),
    }


def _year_before(figure: Figure, figures: Iterable[Figure]) -> Figure | None:
    """The same figure of a period of the same length, a year earlier."""
    for other in figures:
        same = (other.concept, other.unit) == (figure.concept, figure.unit)
        if same and _apart(other.period_end, figure.period_end) and _as_long(other, figure):
            return other
    return None


def _apart(earlier: date, later: date) -> bool:
    return 350 <= (later - earlier).days <= 380


def _as_long(one: Figure, other: Figure) -> bool:
    if one.period_start is None or other.period_start is None:
        return one.period_start is other.period_start
    return abs((one.period_end - one.period_start).days - (other.period_end - other.period_start).days) <= 10


def _restated(pairs: Sequence[tuple[Figure, Figure]]) -> Draft:
    """All in one: a split of the shares restates every earnings per share there is."""
    named = [
        f"{new.label.lower()} {_spoken(new.fiscal or new.period_end.isoformat())}"
        f" {amount_words(old.value, old.unit)} is now {amount_words(new.value, new.unit)}"
        for old, new in pairs[:_TOLD]
    ]
    more = f" and {len(pairs) - _TOLD} more" if len(pairs) > _TOLD else ""
    told = [_told(new, None) | {"before": plain(old.value)} for old, new in pairs[:_MAX_FIGURES]]
    old, new = pairs[0]
    data = {"period": new.fiscal or new.period_end.isoformat(), "form": new.form, "restated": True, "figures": told}
    return draft(
        ChangeKind.FINANCIALS_REPORTED, "restated", f"Restated: {'; '.join(named)}{more}", data,
        label=Label.SIGNIFICANT, reason="Figures that were known were restated.", suspicious=False,
        before=place_of(old), after=place_of(new),
    )  # fmt: skip

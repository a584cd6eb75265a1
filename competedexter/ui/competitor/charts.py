"""A step chart as geometry: prices stay until they move, so lines are steps. Pure; drawn by components.py."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

WIDTH, HEIGHT = 1000.0, 200.0  # the drawing's own units; it is stretched to the page
HEADROOM = Decimal("1.12")  # so that the highest line does not touch the edge
MOST_LINES = 10  # colours there are


@dataclass(frozen=True)
class PricePoint:
    at: datetime
    amount: Decimal


@dataclass(frozen=True)
class Series:
    name: str
    points: tuple[PricePoint, ...]
    terms: str = ""


@dataclass(frozen=True)
class LineRow:
    """A line: an SVG path, a colour and its label at the right end (percent from the top)."""

    name: str
    path: str
    colour: str
    label: str
    top: str


@dataclass(frozen=True)
class ChartRow:
    """Everything a step chart shows; `summary` says it in a sentence."""

    lines: list[LineRow] = field(default_factory=list)
    first: str = ""
    last: str = ""
    highest: str = ""
    summary: str = ""


def step_chart(series: Sequence[Series], now: datetime, words: str) -> ChartRow:
    """Lines from the first observation to now; empty where there is nothing to draw."""
    drawn = [one for one in series if one.points][:MOST_LINES]
    if not drawn:
        return ChartRow()
    start = min(one.points[0].at for one in drawn)
    top = max(point.amount for one in drawn for point in one.points) * HEADROOM or Decimal(1)
    lines = [_line(one, slot, start, now, top) for slot, one in enumerate(drawn)]
    return ChartRow(
        lines=_apart(lines),
        first=start.strftime("%-d %b %Y"),
        last="now",
        highest=f"{(top / HEADROOM).normalize():f}",
        summary=words,
    )


def _line(series: Series, slot: int, start: datetime, now: datetime, top: Decimal) -> LineRow:
    span = max((now - start).total_seconds(), 1.0)

    def x(at: datetime) -> float:
        return round((at - start).total_seconds() / span * WIDTH, 1)

    def y(amount: Decimal) -> float:
        return round(HEIGHT - float(amount / top) * HEIGHT, 1)

    first, *rest = series.points
    path = f"M{x(first.at)} {y(first.amount)}" + "".join(f"H{x(p.at)}V{y(p.amount)}" for p in rest) + f"H{WIDTH:.0f}"
    last = series.points[-1].amount
    return LineRow(
        name=series.name,
        path=path,
        colour=f"var(--series-{slot})",
        label=f"{series.name} {last.normalize():f}",
        top=f"{y(last) / HEIGHT * 100:.1f}%",
    )


def _apart(lines: list[LineRow], gap: float = 9.0) -> list[LineRow]:
    """Labels of neighbouring lines, moved until they do not cover each other."""
    placed: list[LineRow] = []
    lowest = -gap
    for line in sorted(lines, key=lambda one: float(one.top.rstrip("%"))):
        at = max(float(line.top.rstrip("%")), lowest + gap)
        lowest = at
        placed.append(LineRow(line.name, line.path, line.colour, line.label, f"{at:.1f}%"))
    return placed

"""Small drawings as geometry: a count over time as steps, a year of days as bars. Pure; drawn as inline SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

WIDTH, HEIGHT, EDGE = 96, 24, 3  # px of a sparkline, and the air above and below it


@dataclass(frozen=True)
class BarRow:
    """A bar: its height in percent of the highest and what it says."""

    height: str
    words: str


def steps_path(points: Sequence[tuple[datetime, float]], since: datetime, now: datetime) -> str:
    """An SVG path in a box of WIDTH x HEIGHT; it begins with the first point. Empty without points."""
    if not points:
        return ""
    values = [value for _, value in points]
    low, high = min(values), max(values)
    span = max((now - since).total_seconds(), 1.0)

    def x(at: datetime) -> float:
        return round(min(max((at - since).total_seconds() / span, 0.0), 1.0) * WIDTH, 1)

    def y(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 1)

    (first_at, first), *rest = points
    return f"M{x(first_at)} {y(first)}" + "".join(f"H{x(at)}V{y(value)}" for at, value in rest) + f"H{WIDTH}"


def week_bars(counts: Mapping[date, int], today: date, weeks: int) -> list[BarRow]:
    """One bar a week, oldest first, the last one ending today."""
    bars = []
    for back in range(weeks - 1, -1, -1):
        last = today - timedelta(days=7 * back)
        first = last - timedelta(days=6)
        bars.append((first, sum(count for day, count in counts.items() if first <= day <= last)))
    highest = max((count for _, count in bars), default=0) or 1
    return [BarRow(f"{count / highest * 100:.0f}%", f"Week of {first:%-d %b}: {count}") for first, count in bars]

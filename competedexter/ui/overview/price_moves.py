"""Prices that moved lately as small multiples: one line a plan, drawn as steps. Pure; the ledger's changes come in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from competedexter.market.changes.schemas import ChangeView
from competedexter.ui.components.figures import amount_words, direction_of, percent_words, terms_words
from competedexter.ui.components.rows import Direction

WIDTH, HEIGHT, EDGE = 96, 24, 3  # px of a sparkline, and the air above and below it
MOST = 8  # rows; the pricing pages have them all

Key = tuple[UUID, str, str]  # competitor, plan, terms: prices of other terms are no one line


@dataclass(frozen=True)
class PriceMoveRow:
    """A plan whose price moved. `path` is an SVG path in a box of WIDTH x HEIGHT; `spoken` says the row in words."""

    href: str
    plan: str
    competitor: str
    price: str
    terms: str
    total: str
    direction: Direction
    path: str
    spoken: str


@dataclass(frozen=True)
class _Move:
    at: datetime
    before: Decimal
    after: Decimal


def price_moves(
    views: Sequence[ChangeView], names: Mapping[UUID, str], since: datetime, now: datetime
) -> list[PriceMoveRow]:
    """One row for each plan with a move between `since` and `now`, the latest first."""
    moves: dict[Key, list[_Move]] = defaultdict(list)
    for view in sorted(views, key=lambda view: view.observed_at):
        before, after = _amount(view, "before"), _amount(view, "after")
        if before is not None and after is not None and view.competitor_id in names:
            key = (view.competitor_id, str(view.data.get("plan") or view.subject), _terms(view))
            moves[key].append(_Move(view.observed_at, before, after))
    latest = sorted(moves.items(), key=lambda one: one[1][-1].at, reverse=True)
    return [_row(key, names[key[0]], steps, since, now) for key, steps in latest[:MOST]]


def _row(key: Key, competitor: str, steps: Sequence[_Move], since: datetime, now: datetime) -> PriceMoveRow:
    competitor_id, plan, terms = key
    first, last = steps[0].before, steps[-1].after
    total = percent_words(float((last - first) / first * 100)) if first else ""
    spoken = f"{competitor} {plan}: from {amount_words(first)} to {amount_words(last)} {terms}"
    return PriceMoveRow(
        href=f"/competitors/{competitor_id}?tab=pricing",
        plan=plan,
        competitor=competitor,
        price=amount_words(last),
        terms=terms,
        total=total,
        direction=direction_of(first, last),
        path=step_path(steps, since, now),
        spoken=spoken,
    )


def step_path(steps: Sequence[_Move], since: datetime, now: datetime) -> str:
    """The price as steps from `since` to `now`, the lowest at the bottom and the highest at the top."""
    amounts = [steps[0].before, *(step.after for step in steps)]
    low, high = min(amounts), max(amounts)
    span = max((now - since).total_seconds(), 1.0)

    def x(at: datetime) -> float:
        return round(min(max((at - since).total_seconds() / span, 0.0), 1.0) * WIDTH, 1)

    def y(amount: Decimal) -> float:
        share = float((amount - low) / (high - low)) if high > low else 0.5
        return round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 1)

    return f"M0 {y(amounts[0])}" + "".join(f"H{x(step.at)}V{y(step.after)}" for step in steps) + f"H{WIDTH}"


def _amount(view: ChangeView, side: str) -> Decimal | None:
    price = view.data.get(side)
    said = price.get("amount") if isinstance(price, dict) else None
    return Decimal(str(said)) if said is not None else None


def _terms(view: ChangeView) -> str:
    price = view.data.get("after")
    if not isinstance(price, dict):
        return ""
    return terms_words(*(price.get(name) for name in ("currency", "unit", "period", "basis")))

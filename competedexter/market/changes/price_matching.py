"""Which price answers which, and whether the two may be compared at all."""

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from competedexter.market.evidence.records import Price


class Move(StrEnum):
    """What happened to one price of a plan."""

    RAISED = "raised"
    LOWERED = "lowered"
    HIDDEN = "hidden"
    PUBLISHED = "published"
    CURRENCY = "currency"
    PERIOD = "period"
    BASIS = "basis"
    UNIT = "unit"
    MULTIPLIED = "multiplied"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class PriceMove:
    """One difference between two price lists. `percent` is None where the two are not comparable."""

    move: Move
    before: Price | None
    after: Price | None
    percent: float | None = None


_YEARLY = re.compile(r"\b(year|annual|yr)")
_PEOPLE = re.compile(
    r"(?:active |named |full |paid )?(?:user|seat|member|person|people|agent|editor|employee|contributor|teammate)"
)
_MONTHLY = re.compile(r"\b(month|mo\b)")


def basis_key(basis: str | None) -> str:
    """How a price is billed, in one word: "billed annually" and "paid yearly" are one basis; none said is ""."""
    folded = (basis or "").casefold()
    if _YEARLY.search(folded):
        return "year"
    if _MONTHLY.search(folded):
        return "month"
    return " ".join(re.findall(r"\w+", folded))


def billing_key(price: Price) -> str:
    """How a price is billed where that is not what its period says already: "20 a month, billed monthly" is plain."""
    key = basis_key(price.basis)
    return "" if key == price.period else key


def unit_key(unit: str | None) -> str:
    """What is counted; "users" and "user" are one unit."""
    return (unit or "").casefold().strip().removeprefix("per ").rstrip("s")


def percent_between(before: Decimal, after: Decimal) -> float | None:
    """The move in percent of the earlier amount, one decimal; None when it was free."""
    if before == 0:
        return None
    return float(((after - before) * 100 / before).quantize(Decimal("0.1"), ROUND_HALF_UP))


def pair_prices(before: Sequence[Price], after: Sequence[Price]) -> tuple[PriceMove, ...]:
    """How one plan's prices moved; empty when they did not."""
    old, new = [p for p in before if p.amount is not None], [p for p in after if p.amount is not None]
    if old and not new:
        return (PriceMove(Move.HIDDEN, old[0], after[0] if after else None),)
    if new and not old:
        return (PriceMove(Move.PUBLISHED, before[0] if before else None, new[0]),)
    return _Pairing(old, new).moves()


def pair_listed(before: Sequence[Price], after: Sequence[Price]) -> tuple[PriceMove, ...]:
    """The same for price lists, which state one price a plan: one that counts people stays comparable whatever it calls
    them, or where one of the two does not say what it counts. Other currencies and periods never are."""
    if len(before) != 1 or len(after) != 1 or not _comparable(before[0], after[0]):
        return pair_prices(before, after)
    return (_compared(before[0], after[0], Move.RAISED),)


def _comparable(before: Price, after: Price) -> bool:
    if before.amount is None or after.amount is None or before.amount == after.amount:
        return False
    units = [unit_key(price.unit) for price in (before, after)]
    counts_people = all(unit in ("", "host") or _PEOPLE.fullmatch(unit) for unit in units)
    return counts_people and (before.currency, before.period) == (after.currency, after.period)


Key = Callable[[Price], Hashable]


class _Pairing:
    """Pairs prices from the strictest likeness to the loosest; what is left was offered or withdrawn."""

    def __init__(self, old: list[Price], new: list[Price]) -> None:
        self.old, self.new = old, new
        self.found: list[PriceMove] = []

    def moves(self) -> tuple[PriceMove, ...]:
        self._take(_whole, Move.RAISED, with_amount=True)
        self._forget_unsaid()
        self._take(_whole, Move.RAISED)
        self._take_free()
        self._take(lambda p: (p.currency, p.period, billing_key(p)), Move.UNIT)
        self._take(lambda p: (p.currency, p.period, unit_key(p.unit)), Move.BASIS)
        self._take(lambda p: (p.period, billing_key(p), unit_key(p.unit)), Move.CURRENCY)
        self._take(lambda p: p.period, Move.CURRENCY)
        if len(self.old) == len(self.new) == 1:
            self._take(lambda _: None, Move.PERIOD)
        self.found += [PriceMove(Move.OFFERED, None, price) for price in self.new]
        self.found += [PriceMove(Move.WITHDRAWN, price, None) for price in self.old]
        return tuple(self.found)

    def _take_free(self) -> None:
        """A plan that was free and costs now, or the other way round: nothing a month is nothing a year."""
        free_before, free_after = ({price.amount == 0 for price in side} for side in (self.old, self.new))
        if {True} in (free_before, free_after) and {False} in (free_before, free_after):
            before, after = self.old[0], self.new[0]
            self.old, self.new = [], []
            self.found.append(_compared(before, after, Move.RAISED))

    def _forget_unsaid(self) -> None:
        """The same amount, told once with and once without its currency or period, did not move; nor did nothing."""
        for price in list(self.old):
            partner = next((other for other in self.new if _same_amount(price, other)), None)
            if partner is not None:
                self.old.remove(price)
                self.new.remove(partner)

    def _take(self, key: Key, move: Move, *, with_amount: bool = False) -> None:
        """Pair prices that agree in `key` (and in the amount, which makes them the same price and no move)."""

        def likeness(price: Price) -> Hashable:
            return (key(price), price.amount) if with_amount else key(price)

        for price in list(self.old):
            partner = next((other for other in self.new if likeness(other) == likeness(price)), None)
            if partner is None:
                continue
            self.old.remove(price)
            self.new.remove(partner)
            if not with_amount:
                self.found.append(_compared(price, partner, move))


def _same_amount(price: Price, other: Price) -> bool:
    if price.amount != other.amount:
        return False
    if price.amount == 0 and price.currency == other.currency:
        return True
    return all(
        one is None or two is None or one == two
        for one, two in ((price.currency, other.currency), (price.period, other.period))
    ) and (unit_key(price.unit), billing_key(price)) == (unit_key(other.unit), billing_key(other))


def _whole(price: Price) -> Hashable:
    return (price.currency, price.period, unit_key(price.unit), billing_key(price))


def _compared(before: Price, after: Price, move: Move) -> PriceMove:
    """Two prices of one key are raised or lowered; others are told apart by what differs first."""
    if before.amount is None or after.amount is None:
        raise ValueError("only stated amounts are paired")
    if move is Move.RAISED:
        up = after.amount > before.amount
        return PriceMove(
            Move.RAISED if up else Move.LOWERED, before, after, percent_between(before.amount, after.amount)
        )
    return PriceMove(_difference(before, after), before, after)


def _difference(before: Price, after: Price) -> Move:
    """Why two prices are not comparable: what differs first."""
    if before.currency != after.currency:
        return Move.CURRENCY
    if before.period != after.period:
        return Move.PERIOD
    old, new = unit_key(before.unit), unit_key(after.unit)
    if old == new:
        return Move.BASIS
    return Move.UNIT if _PEOPLE.fullmatch(old) and _PEOPLE.fullmatch(new) else Move.MULTIPLIED

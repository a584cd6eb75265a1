"""What a plan comes to for so many people over so long: its own price, its own seats, its own way of billing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from competedexter.market.changes.price_matching import basis_key
from competedexter.market.evidence.records import Price

from .calculations import compute
from .facts import FigureFact, Operand, PriceFact
from .plan_contents import seats_in
from .plan_names import matching, operand_of, unit_of

_SEAT_UNITS = ("user", "seat", "agent", "member", "person", "license", "licence", "developer", "employee", "editor")


@dataclass(frozen=True)
class Wanted:
    """Seats and months of the question; `billed` is "year" when only what is billed yearly is meant."""

    seats: int | None = None
    months: int | None = None
    billed: str | None = None


@dataclass(frozen=True)
class Total:
    fact: PriceFact
    price: Price
    figure: FigureFact

    @property
    def amount(self) -> Decimal:
        product = Decimal(1)
        for operand in self.figure.operands:
            product *= operand.value
        return product


def is_yearly(price: Price) -> bool:
    """Whether a price is for those who pay a year ahead."""
    return price.period == "year" or basis_key(price.basis) == "year"


def fits(fact: PriceFact, seats: int | None) -> bool:
    """Whether a plan is for so many seats, as far as its page says."""
    most = seats_in(fact)
    return seats is None or most is None or seats <= most or _per_seat(fact)


def _per_seat(fact: PriceFact) -> bool:
    """Sold by the seat without a number that ends it: "10 seats" beside a price per user is where it starts."""
    said = any("up to" in line.casefold() for line in fact.place.quote.split("\n"))
    return not said and any(_is_seat(price) for price in fact.prices)


def _is_seat(price: Price) -> bool:
    return bool(price.unit) and any(word in (price.unit or "") for word in _SEAT_UNITS)


def totals_of(competitor_id: UUID, plan: str, prices: Sequence[PriceFact], wanted: Wanted, name: str) -> list[Total]:
    """The plan's totals, or without a plan the lowest of one that is for so many seats. Empty when none is priced."""
    own = [fact for fact in prices if fact.competitor_id == competitor_id]
    if plan:
        return [total for fact in matching(own, (plan,)) for total in _of_plan(fact, wanted, name)]
    fitting = [fact for fact in own if fits(fact, wanted.seats) and _counts(fact, wanted)]
    found = [total for fact in fitting for total in _of_plan(fact, wanted, name)[:1]]
    return [min(found, key=lambda total: total.amount)] if found else []


def _counts(fact: PriceFact, wanted: Wanted) -> bool:
    """A free plan counts when its page says that it is for so many."""
    paid = any(price.amount for price in fact.prices)
    return paid or (wanted.seats is not None and seats_in(fact) is not None)


def _of_plan(fact: PriceFact, wanted: Wanted, name: str) -> list[Total]:
    """Billed as asked; over a year also billed yearly, where the page offers both."""
    priced = [price for price in fact.prices if price.amount is not None and price.period in ("month", "year", None)]
    yearly, others = [p for p in priced if is_yearly(p)], [p for p in priced if not is_yearly(p)]
    if wanted.billed == "year":
        chosen = yearly[:1] or others[:1]
    else:
        chosen = others[:1] or yearly[:1]
        if (wanted.months or 0) >= 12 and others and yearly:
            chosen = [others[0], yearly[0]]
    return [Total(fact, price, _figure(fact, price, wanted, name)) for price in chosen]


def _figure(fact: PriceFact, price: Price, wanted: Wanted, name: str) -> FigureFact:
    """Price x seats x periods, with the numbers of the question as operands of their own."""
    operands = [operand_of(fact, price, name, unit=unit_of(price))]
    label = operands[0].label + (" billed yearly" if is_yearly(price) else "")
    if wanted.seats:
        label += f" for {wanted.seats:,} seat{'s' if wanted.seats != 1 else ''}"
        if multiplied(fact, price):
            operands.append(Operand(label="seats", value=Decimal(wanted.seats), unit="seats"))
    operands[0] = operands[0].model_copy(update={"label": label})
    if wanted.months and price.period in ("month", "year"):
        periods = wanted.months if price.period == "month" else max(1, round(wanted.months / 12))
        operands.append(Operand(label=f"{price.period}s", value=Decimal(periods), unit=f"{price.period}s"))
        label += f" over {periods} {price.period}{'s' if periods != 1 else ''}"
    return FigureFact(operation="multiply", label=label, operands=tuple(operands), result=compute("multiply", operands))


def multiplied(fact: PriceFact, price: Price) -> bool:
    """Whether a price is paid for every seat: one that is for all seats of its plan is not."""
    return _is_seat(price) or (not price.unit and seats_in(fact) is None)


def lowest_of(totals: Sequence[Total], wanted: Wanted, names: Mapping[UUID, str]) -> FigureFact | None:
    """Which total is the lowest of the largest group in one currency and period; None when there is no such group."""
    groups: dict[str, list[Total]] = {}
    for total in totals:
        currency = total.figure.operands[0].unit.partition(" ")[0]
        period = f"over {wanted.months} months" if wanted.months else f"per {total.price.period or 'month'}"
        groups.setdefault(f"{currency} {period}", []).append(total)
    unit, group = max(groups.items(), key=lambda item: len(item[1]), default=("", []))
    if len({total.fact.competitor_id for total in group}) < 2:
        return None
    operands = tuple(
        Operand(label=f"{names[one.fact.competitor_id]} {one.fact.plan}", value=one.amount, unit=unit) for one in group
    )
    label = f"for {wanted.seats:,} seats" if wanted.seats else "of these plans"
    if len(groups) > 1:
        label += f", of those priced in {unit.partition(' ')[0]}"
    return FigureFact(operation="lowest", label=label, operands=operands, result=compute("lowest", operands))

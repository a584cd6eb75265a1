"""Arithmetic over what other tools found."""

from collections.abc import Iterator
from typing import Literal
from uuid import UUID

from pydantic import Field

from competedexter.agent.calculations import NotComputable, Operation, compute
from competedexter.agent.facts import Fact, FigureFact, PriceFact
from competedexter.agent.money import monthly
from competedexter.agent.plan_contents import seats_in
from competedexter.agent.plan_names import matching, operand_of
from competedexter.agent.toolbox import Arguments, DataType, ToolContext, ToolResult
from competedexter.agent.totals import Total, Wanted, fits, is_yearly, lowest_of, multiplied, totals_of
from competedexter.market.evidence.records import Price

MAX_FIGURES = 12


class Figure(Arguments):
    """A plan's price. Without `plan` the competitor's lowest paid one; `of` names the task that read it."""

    competitor_id: UUID
    plan: str = ""
    of: str = ""


class CalculationArguments(Arguments):
    operation: Operation
    figures: tuple[Figure, ...] = Field(min_length=1, max_length=MAX_FIGURES)
    seats: int | None = Field(default=None, ge=1, le=1_000_000)
    months: int | None = Field(default=None, ge=1, le=1200)
    basis: Literal["month", "as shown"] = "month"
    billed: Literal["year"] | None = Field(default=None, description="year: the price for those who pay yearly")

    @property
    def about(self) -> tuple[UUID, ...]:
        return tuple(figure.competitor_id for figure in self.figures)


class Calculate:
    """Differences, percentages, sums and totals (seats x months) over prices found by the tasks it depends on."""

    name = "calculate"
    version = "2"
    data_type: DataType = "computed"
    args = CalculationArguments

    async def run(self, args: CalculationArguments, context: ToolContext) -> ToolResult:
        if args.operation == "multiply":
            return _totals(args, context)
        chosen = [(figure, _chosen(figure, _prices(context, figure.of))) for figure in args.figures]
        present = [found for _, found in chosen if found is not None]
        gaps = [_unpriced(figure, context) for figure, found in chosen if found is None]
        if args.operation == "average":
            gaps = []
        figures, reasons = _figures(args, present, context) if present and not gaps else ([], [])
        facts: list[Fact] = [*(fact for fact, _ in present), *figures]
        told = figures[0].result if figures else "Nothing could be computed"
        return ToolResult(summary=told, facts=tuple(facts), gaps=(*gaps, *reasons), partial=not figures)


def _prices(context: ToolContext, task: str = "") -> list[PriceFact]:
    results = [result for id_, result in context.earlier.items() if not task or id_ == task]
    return [fact for result in results for fact in result.facts if isinstance(fact, PriceFact)]


def _unpriced(figure: Figure, context: ToolContext) -> str:
    return f"{context.name(figure.competitor_id)} publishes no price for {figure.plan or 'any plan'}."


def _chosen(figure: Figure, prices: list[PriceFact]) -> tuple[PriceFact, Price] | None:
    """The plan meant and its price: the one billed monthly where there are several."""
    own = [fact for fact in prices if fact.competitor_id == figure.competitor_id]
    matched = matching(own, (figure.plan,)) if figure.plan else own
    paid = [(fact, price) for fact in matched for price in fact.prices if price.amount]
    if not paid:
        return next(((fact, price) for fact in matched for price in fact.prices if price.amount is not None), None)
    if not figure.plan:
        return min(paid, key=lambda pair: monthly(pair[1]) or pair[1].amount or 0)
    return next((pair for pair in paid if pair[1].period == "month" and not is_yearly(pair[1])), paid[0])


def _figures(
    args: CalculationArguments, chosen: list[tuple[PriceFact, Price]], context: ToolContext
) -> tuple[list[FigureFact], list[str]]:
    operands = tuple(operand_of(fact, price, context.name(fact.competitor_id)) for fact, price in chosen)
    label = f"{args.operation.replace('_', ' ')} of {' and '.join(operand.label for operand in operands)}"
    try:
        result = compute(args.operation, operands)
    except NotComputable as error:
        return [], [f"This cannot be computed: {error}."]
    return [FigureFact(operation=args.operation, label=label, operands=operands, result=result)], []


def _totals(args: CalculationArguments, context: ToolContext) -> ToolResult:
    """A total for each figure, those too small for so many seats said; with several competitors the lowest of them."""
    wanted, prices = Wanted(args.seats, args.months, args.billed), _prices(context)
    totals: list[Total] = []
    gaps: list[str] = []
    for figure in args.figures:
        name = context.name(figure.competitor_id)
        found = totals_of(figure.competitor_id, figure.plan, prices, wanted, name)
        small = [total for total in found if not fits(total.fact, wanted.seats)]
        gaps += [_too_small(total, wanted, name) for total in small[:1]]
        if small:
            found = totals_of(figure.competitor_id, "", prices, wanted, name)
        gaps += list(_doubts(figure, found, wanted, context))
        totals += found
    lowest = (
        lowest_of(totals, wanted, context.names) if len({total.fact.competitor_id for total in totals}) > 1 else None
    )
    currencies = sorted({total.price.currency or "?" for total in totals})
    if len(currencies) > 1:
        gaps.append(f"Totals in {' and '.join(currencies)} cannot be set against each other.")
    facts: list[Fact] = [*(total.fact for total in totals), *([lowest] if lowest else []), *(t.figure for t in totals)]
    told = totals[0].figure.result if totals else "Nothing could be computed"
    return ToolResult(summary=told, facts=tuple(facts), gaps=tuple(dict.fromkeys(gaps)), partial=not totals)


def _too_small(total: Total, wanted: Wanted, name: str) -> str:
    most, plan = seats_in(total.fact), total.fact.plan
    return f"{name} {plan} is for up to {most:,} seats; what {wanted.seats:,} cost in it is not on its page."


def _doubts(figure: Figure, found: list[Total], wanted: Wanted, context: ToolContext) -> Iterator[str]:
    """What a reader must know of these totals: nothing is priced, the way of billing differs, or it is a guess."""
    name = context.name(figure.competitor_id)
    if not found:
        yield (
            f"{name} publishes no price for so many seats."
            if wanted.seats and not figure.plan
            else _unpriced(figure, context)
        )
    for total in found:
        if wanted.billed == "year" and not is_yearly(total.price):
            yield f"{name} shows no price billed yearly for {total.fact.plan}; its monthly one is taken."
        if wanted.seats and not total.price.unit and multiplied(total.fact, total.price):
            yield f"The page does not say that {total.fact.plan} is priced per seat; the total assumes it."

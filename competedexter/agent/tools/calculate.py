"""Arithmetic over what other tools found."""

from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import Field

from competedexter.agent.calculations import NotComputable, Operation, compute
from competedexter.agent.facts import Fact, FigureFact, Operand, PriceFact
from competedexter.agent.money import monthly
from competedexter.agent.plan_names import matching, operand_of, unit_of
from competedexter.agent.toolbox import Arguments, DataType, ToolContext, ToolResult
from competedexter.market.evidence.records import Price

MAX_FIGURES = 10


class Figure(Arguments):
    """A plan's price. Without `plan` the competitor's lowest paid one."""

    competitor_id: UUID
    plan: str = ""


class CalculationArguments(Arguments):
    operation: Operation
    figures: tuple[Figure, ...] = Field(min_length=1, max_length=MAX_FIGURES)
    seats: int | None = Field(default=None, ge=1, le=1_000_000)
    months: int | None = Field(default=None, ge=1, le=1200)
    basis: Literal["month", "as shown"] = "month"

    @property
    def about(self) -> tuple[UUID, ...]:
        return tuple(figure.competitor_id for figure in self.figures)


class Calculate:
    """Differences, percentages, sums and totals (seats x months) over prices found by the tasks it depends on."""

    name = "calculate"
    version = "1"
    data_type: DataType = "computed"
    args = CalculationArguments

    async def run(self, args: CalculationArguments, context: ToolContext) -> ToolResult:
        prices = [fact for result in context.earlier.values() for fact in result.facts if isinstance(fact, PriceFact)]
        chosen = [_chosen(figure, prices) for figure in args.figures]
        gaps = [
            f"{context.name(figure.competitor_id)} publishes no price for {figure.plan or 'any plan'}."
            for figure, found in zip(args.figures, chosen, strict=True)
            if found is None
        ]
        present = [found for found in chosen if found is not None]
        figures, reasons = _figures(args, present, context) if present and not gaps else ([], [])
        facts: list[Fact] = [*(fact for fact, _ in present), *figures]
        told = figures[0].result if figures else "Nothing could be computed"
        return ToolResult(summary=told, facts=tuple(facts), gaps=(*gaps, *reasons), partial=not figures)


def _chosen(figure: Figure, prices: list[PriceFact]) -> tuple[PriceFact, Price] | None:
    """The plan meant and its price: the monthly one where there are several."""
    own = [fact for fact in prices if fact.competitor_id == figure.competitor_id]
    matched = matching(own, (figure.plan,)) if figure.plan else own
    paid = [(fact, price) for fact in matched for price in fact.prices if price.amount]
    if not paid:
        return next(((fact, price) for fact in matched for price in fact.prices if price.amount is not None), None)
    if not figure.plan:
        return min(paid, key=lambda pair: monthly(pair[1]) or pair[1].amount or 0)
    return next((pair for pair in paid if pair[1].period == "month"), paid[0])


def _figures(
    args: CalculationArguments, chosen: list[tuple[PriceFact, Price]], context: ToolContext
) -> tuple[list[FigureFact], list[str]]:
    if args.operation == "multiply":
        return [_total(fact, price, args, context) for fact, price in chosen], _per_what(args, chosen)
    operands = tuple(operand_of(fact, price, context.name(fact.competitor_id)) for fact, price in chosen)
    label = f"{args.operation.replace('_', ' ')} of {' and '.join(operand.label for operand in operands)}"
    try:
        result = compute(args.operation, operands)
    except NotComputable as error:
        return [], [f"This cannot be computed: {error}."]
    return [FigureFact(operation=args.operation, label=label, operands=operands, result=result)], []


def _total(fact: PriceFact, price: Price, args: CalculationArguments, context: ToolContext) -> FigureFact:
    """Price x seats x periods, with the numbers of the question as operands of their own."""
    operands = [operand_of(fact, price, context.name(fact.competitor_id), unit=unit_of(price))]
    label = operands[0].label
    if args.seats:
        operands.append(Operand(label="seats", value=Decimal(args.seats), unit="seats"))
        label += f" for {args.seats:,} seats"
    if args.months and price.period in ("month", "year"):
        periods = args.months if price.period == "month" else max(1, round(args.months / 12))
        operands.append(Operand(label=f"{price.period}s", value=Decimal(periods), unit=f"{price.period}s"))
        label += f" over {periods} {price.period}{'s' if periods != 1 else ''}"
    return FigureFact(operation="multiply", label=label, operands=tuple(operands), result=compute("multiply", operands))


def _per_what(args: CalculationArguments, chosen: list[tuple[PriceFact, Price]]) -> list[str]:
    """A flat price times seats is a guess about how it is sold: said."""
    flat = [fact.plan for fact, price in chosen if args.seats and not price.unit]
    return (
        [f"The page does not say that {' and '.join(flat)} is priced per seat; the total assumes it."] if flat else []
    )

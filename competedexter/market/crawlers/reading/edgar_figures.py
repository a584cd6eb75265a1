"""Figures told in words, each with its place in the text."""

from competedexter.market.crawlers.reading.listing_text import ListingText
from competedexter.market.evidence.listings import Figure

from .edgar_facts import CompanyFacts, ReadFigure
from .edgar_periods import Length
from .edgar_times import midnight


def told_figures(facts: CompanyFacts, text: ListingText) -> tuple[Figure, ...]:
    """One line for each figure, under a line that says whose they are."""
    text.tell([f"{facts.company or 'The company'}: figures reported to the SEC"])
    return tuple(_told(figure, text) for figure in facts.figures)


def _told(figure: ReadFigure, text: ListingText) -> Figure:
    fact = figure.fact
    start, end = text.tell([_line(figure)])
    return Figure(
        start=start,
        end=end,
        concept=fact.concept,
        label=figure.label,
        value=fact.value,
        unit=fact.unit,
        period_start=fact.start,
        period_end=fact.end,
        fiscal=figure.fiscal,
        form=fact.form,
        filed_at=midnight(fact.filed),
    )


def _line(figure: ReadFigure) -> str:
    fact = figure.fact
    when = f"on {fact.end}" if fact.length is Length.MOMENT else f"{fact.start} to {fact.end}"
    length = "" if fact.length is Length.MOMENT else f"{fact.length}, "
    fiscal = f"{figure.fiscal}, " if figure.fiscal else ""
    return f"{figure.label}, {fiscal}{length}{when}: {fact.value:,f} {fact.unit} ({fact.form} filed on {fact.filed})"

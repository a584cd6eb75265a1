"""Plans of pricing pages as facts with a place in the archive."""

from datetime import datetime
from uuid import UUID

from competedexter.market.evidence.records import Plan

from .facts import Place, PriceFact
from .library import Library, PricingState
from .money import reading_of


async def prices_of(library: Library, competitor_id: UUID, until: datetime) -> list[PriceFact]:
    """All plans of a competitor as last observed until then."""
    states = await library.pricing(competitor_id, until)
    return [price_fact(plan, state, until) for state in states for plan in state.record.plans]


def price_fact(plan: Plan, state: PricingState, until: datetime) -> PriceFact:
    """One plan with its place on the page; seen until the last look that still showed it."""
    seen = max(min(state.last_seen_at, until), state.observed_at)
    place = Place(
        document_id=state.document_id,
        competitor_id=state.competitor_id,
        title=state.title,
        url=state.url,
        observed_at=state.observed_at,
        occurred_at=state.occurred_at,
        last_seen_at=seen,
        start=plan.start,
        end=plan.end,
        quote=state.text[plan.start : plan.end],
        subject=plan.name,
        reading="; ".join(filter(None, (reading_of(price) for price in plan.prices))),
    )
    return PriceFact(
        competitor_id=state.competitor_id,
        plan=plan.name,
        prices=plan.prices,
        price_text=plan.price_text,
        limits=plan.limits,
        features=plan.features,
        place=place,
        last_seen_at=seen,
    )

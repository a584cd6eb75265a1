"""Questions worth asking here: made from what this workspace really has, so that each of them has an answer."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.views import View

from .analyst import House
from .facts import ChangeFact, Company
from .library import ChangeQuery, Library, PricingState
from .market_library import MarketLibrary
from .money import joined

MOST = 8
LOOKED_AT = 5  # competitors; each costs three reads
RECENT = timedelta(days=30)


class Suggestion(View):
    """`category` is pricing, changes, comparison or company; `description` says why it is suggested."""

    query: str
    category: str
    description: str


async def suggestions(house: House, viewer: Viewer) -> tuple[Suggestion, ...]:
    """At most eight, the newest changes first. An empty workspace has none."""
    viewer.require(Role.VIEWER)
    analyst = house.analyst
    now = analyst.clock.now()
    library: Library = MarketLibrary(analyst.database.opener(viewer.workspace_id, viewer.user_id), viewer, now)
    companies = list(await library.companies())
    changes: list[ChangeFact] = []
    priced: dict[UUID, Sequence[PricingState]] = {}
    for company in companies[:LOOKED_AT]:
        changes += await library.changes(ChangeQuery(company.id, now, since=now - RECENT, limit=5))
        priced[company.id] = await library.pricing(company.id, now)
    return tuple(_first(_all(companies, changes, priced)))


def _first(found: Iterator[Suggestion]) -> Iterator[Suggestion]:
    seen: set[str] = set()
    for one in found:
        if len(seen) < MOST and one.query not in seen:
            seen.add(one.query)
            yield one


def _all(
    companies: Sequence[Company], changes: Sequence[ChangeFact], priced: dict[UUID, Sequence[PricingState]]
) -> Iterator[Suggestion]:
    names = {company.id: company.name for company in companies}
    told = [change for change in changes if change.label not in ("noise", "variant")]
    for change in sorted(told, key=lambda one: one.happened_at, reverse=True)[:3]:
        query = f"What changed at {names[change.competitor_id]} this month?"
        yield Suggestion(query=query, category="changes", description=change.summary)
    with_prices = [company for company in companies if priced.get(company.id)]
    if len(with_prices) > 1:
        listed = joined([company.name for company in with_prices[:4]])
        yield Suggestion(
            query=f"Compare the prices of {listed}",
            category="comparison",
            description="Side by side, a citation per cell",
        )
        yield Suggestion(query="Who has the cheapest plan?", category="pricing", description="Over everyone watched")
    for company in with_prices:
        plans = [plan.name for state in priced[company.id] for plan in state.record.plans]
        if plans:
            query = f"How much is {company.name} {plans[-1]}?"
            yield Suggestion(query=query, category="pricing", description=f"One of {len(plans)} plans on its page")
    for company in companies:
        yield Suggestion(query=f"Who is {company.name}?", category="company", description="In its own words")

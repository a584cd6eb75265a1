"""Questions this workspace can answer, made from what it really has: whom it watches, their prices, the latest changes."""

from dataclasses import dataclass
from typing import Literal

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.foundation.views import View
from competedexter.market.changes import service as changes
from competedexter.market.changes.kinds import PRICE_MOVES, ChangeState, Label
from competedexter.market.changes.schemas import ChangeFilters
from competedexter.market.competitors import service as competitors
from competedexter.market.snapshots import service as snapshots

MOST_LOOKED_AT = 6  # competitors whose prices are looked for
MOST = 6  # suggestions; more are not read

Category = Literal["pricing", "changes", "comparison", "company"]


class Suggestion(View):
    query: str
    category: Category
    description: str


@dataclass(frozen=True)
class Known:
    """What a workspace has: names in the order they are watched, those with prices, those with a fresh price move."""

    names: tuple[str, ...] = ()
    priced: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


async def suggestions(work: Work, viewer: Viewer) -> tuple[Suggestion, ...]:
    """At most six, the freshest first; none for a workspace that watches nobody."""
    viewer.require(Role.VIEWER)
    watched = [one for one in await competitors.watched(work) if not one.is_self]
    names = {one.id: one.name for one in watched}
    filters = ChangeFilters(labels=(Label.SIGNIFICANT, Label.MINOR), states=(ChangeState.CONFIRMED,))
    latest = (await changes.find(work, viewer, filters, PageRequest())).items
    looked_at = watched[:MOST_LOOKED_AT]
    priced = [one.name for one in looked_at if await snapshots.latest(work, viewer, one.id, "pricing")]
    moved = [names[one.competitor_id] for one in latest if one.kind in PRICE_MOVES and one.competitor_id in names]
    changed = [names[one.competitor_id] for one in latest if one.competitor_id in names]
    return suggested(Known(tuple(names.values()), tuple(priced), _once(moved), _once(changed)))


def suggested(known: Known) -> tuple[Suggestion, ...]:
    """The questions that these facts can answer."""
    made = [_changed_prices(name) for name in known.moved[:1]]
    made += [_changes(name) for name in known.changed[:1]]
    made += [_price(name) for name in known.priced[:2]]
    if len(known.priced) > 1:
        made.append(_comparison(*known.priced[:2]))
    made += [_company(name) for name in known.names[:2]]
    return tuple(made[:MOST])


def _changed_prices(name: str) -> Suggestion:
    return Suggestion(
        query=f"Did {name} change its prices?", category="changes", description=f"A price of {name} moved lately."
    )


def _changes(name: str) -> Suggestion:
    return Suggestion(
        query=f"What changed at {name} in the last 30 days?",
        category="changes",
        description=f"The latest changes seen at {name}, newest first.",
    )


def _price(name: str) -> Suggestion:
    return Suggestion(
        query=f"How much does {name} cost?", category="pricing", description=f"The plans on {name}'s price page."
    )


def _comparison(one: str, other: str) -> Suggestion:
    return Suggestion(
        query=f"Compare the prices of {one} and {other}",
        category="comparison",
        description="Their plans side by side, each figure with its source.",
    )


def _company(name: str) -> Suggestion:
    return Suggestion(
        query=f"What does {name} do?", category="company", description=f"In {name}'s own words, from its pages."
    )


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))

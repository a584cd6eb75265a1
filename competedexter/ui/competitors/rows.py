"""A competitor as the table shows it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from competedexter.foundation.views import as_rfc3339
from competedexter.market.changes.schemas import LastChange
from competedexter.market.competitors.schemas import SLOTS, CompetitorView
from competedexter.market.evidence.records import PricingRecord
from competedexter.market.snapshots.schemas import StoredSnapshot
from competedexter.ui.components.figures import amount_words, terms_words

WORST_FIRST = ("failing", "blocked", "gone", "suspect", "ok", "paused")
HEALTH_WORDS = {
    "failing": "failing", "blocked": "blocked", "gone": "gone", "suspect": "suspect", "ok": "healthy",
    "paused": "paused",
}  # fmt: skip
TIERS = {"primary": "Primary", "secondary": "Secondary", "watch": "Watch"}


@dataclass(frozen=True)
class CompetitorRow:
    id: str
    href: str
    name: str
    domain: str
    initial: str
    tier: str
    tags: list[str] = field(default_factory=list)
    slots: list[str] = field(default_factory=list)
    coverage: str = ""
    added_at: str = ""
    archived: bool = False
    is_self: bool = False
    last_change: str = ""
    last_change_at: str = ""
    last_change_href: str = ""
    prices: str = ""
    jobs: str = ""
    news: str = ""
    health: str = ""
    health_words: str = ""
    sources_href: str = ""
    tag_words: str = ""


def coverage_words(view: CompetitorView) -> str:
    """`3 of 6 found, 1 blocked`."""
    if not view.slots:
        return "Not looked for"
    if any(slot.state == "looking" for slot in view.slots):
        return "Looking"
    words = f"{len(view.coverage.found)} of {len(SLOTS)} found"
    return f"{words}, {len(view.coverage.blocked)} blocked" if view.coverage.blocked else words


@dataclass(frozen=True)
class Seen:
    """What the rooms know of the competitors of one page, each read in one query."""

    changes: Mapping[UUID, LastChange] = field(default_factory=dict)
    plans: Sequence[StoredSnapshot] = ()
    jobs: Mapping[UUID, int] = field(default_factory=dict)
    news: Mapping[UUID, int] = field(default_factory=dict)
    health: Mapping[UUID, Mapping[str, int]] = field(default_factory=dict)


NOTHING_SEEN = Seen()


def row_of(view: CompetitorView, seen: Seen = NOTHING_SEEN) -> CompetitorRow:
    states = {slot.slot: str(slot.state) for slot in view.slots}
    change = seen.changes.get(view.id)
    worst, words = health_of(seen.health.get(view.id, {}))
    return CompetitorRow(
        id=str(view.id),
        href=f"/competitors/{view.id}",
        name=view.name,
        domain=view.domain,
        initial=view.name[:1].upper(),
        tier=TIERS.get(view.tier, view.tier),
        tags=list(view.tags),
        slots=[states.get(slot, "missing") for slot in SLOTS],
        coverage=coverage_words(view),
        added_at=as_rfc3339(view.created_at),
        archived=view.archived_at is not None,
        is_self=view.is_self,
        last_change=change.summary if change else "",
        last_change_at=as_rfc3339(change.observed_at) if change else "",
        last_change_href=f"/changes/{change.change_id}" if change else "",
        prices=price_range([state for state in seen.plans if state.competitor_id == view.id]),
        jobs=f"{seen.jobs[view.id]:,}" if view.id in seen.jobs else "",
        news=f"{seen.news[view.id]:,}" if view.id in seen.news else "",
        health=worst,
        health_words=words,
        sources_href=f"/sources?competitor={view.id}",
        tag_words=", ".join(view.tags),
    )


def price_range(states: Sequence[StoredSnapshot]) -> str:
    """`0 - 59 USD / month` over the plans of the newest state that has any; of the currency and period shown most."""
    for state in sorted(states, key=lambda one: one.observed_at, reverse=True):
        if isinstance(state.record, PricingRecord) and state.record.plans:
            return _range_of(state.record)
    return ""


def _range_of(record: PricingRecord) -> str:
    prices = [plan.prices[0] for plan in record.plans if plan.prices]
    known = [(price.amount, (price.currency, price.period)) for price in prices if price.amount is not None]
    if not known:
        return "On request"
    paid = Counter(terms for amount, terms in known if amount) or Counter(terms for _, terms in known)
    currency, period = paid.most_common(1)[0][0]
    amounts = [amount for amount, terms in known if terms == (currency, period) or amount == 0]
    low, high = amount_words(min(amounts)), amount_words(max(amounts))
    span = low if low == high else f"{low}\u2013{high}"
    return f"{span} {terms_words(currency, None, period, None)}".strip()


def health_of(counts: Mapping[str, int]) -> tuple[str, str]:
    """(the worst state, in words): `blocked`, `1 blocked, 8 healthy`."""
    known = [state for state in WORST_FIRST if counts.get(state)]
    if not known:
        return "", ""
    return known[0], ", ".join(f"{counts[state]} {HEALTH_WORDS[state]}" for state in known[:2])

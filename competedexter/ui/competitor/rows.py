"""A competitor's page in words: head, facts, plans, price history, sources, documents, runs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from competedexter.foundation.views import as_rfc3339
from competedexter.market.competitors.schemas import SLOTS, CompetitorView
from competedexter.market.crawling.schemas import CrawlRunView
from competedexter.market.evidence.records import Plan, Price, PricingRecord
from competedexter.market.evidence.schemas import DocumentLine
from competedexter.market.snapshots.schemas import SnapshotView, StoredSnapshot
from competedexter.market.sources.schemas import SourceView
from competedexter.ui.addresses import short_url, site_link, with_query
from competedexter.ui.components.figures import amount_words, terms_words
from competedexter.ui.components.rows import FactRow, PlanRow, RunRow, SlotRow
from competedexter.ui.source_types import type_name

from .charts import ChartRow, PricePoint, Series, step_chart

SLOT_NAMES = {slot: slot.capitalize() for slot in SLOTS}
TIER_WORDS = {"primary": "Primary competitor", "secondary": "Secondary competitor", "watch": "Watched"}


@dataclass(frozen=True)
class HeadRow:
    """Who it is."""

    id: str = ""
    name: str = ""
    domain: str = ""
    website: str = ""
    initial: str = ""
    tier: str = "secondary"
    tier_words: str = ""
    description: str = ""
    tags: list[str] = field(default_factory=list)
    tags_text: str = ""
    archived: bool = False
    added_at: str = ""


@dataclass(frozen=True)
class DocumentRow:
    href: str
    title: str
    short: str
    type: str
    observed_at: str
    quality: str
    suspect: bool


def iso(at: datetime | None) -> str:
    return "" if at is None else as_rfc3339(at)


def head_of(view: CompetitorView, workspace_id: UUID) -> HeadRow:
    return HeadRow(
        id=str(view.id),
        name=view.name,
        domain=view.domain,
        website=site_link(view.website_url, workspace_id),
        initial=view.name[:1].upper(),
        tier=view.tier,
        tier_words="Your own product" if view.is_self else TIER_WORDS.get(view.tier, view.tier),
        description=view.description,
        tags=list(view.tags),
        tags_text=", ".join(view.tags),
        archived=view.archived_at is not None,
        added_at=as_rfc3339(view.created_at),
    )


def slots_of(view: CompetitorView) -> list[SlotRow]:
    known = {slot.slot: slot for slot in view.slots}
    rows = []
    for name in SLOTS:
        slot = known.get(name)
        if slot is None:
            rows.append(SlotRow(SLOT_NAMES[name], "missing", key=name))
            continue
        preview = slot.preview or slot.reason or (short_url(slot.url) if slot.url else "")
        rows.append(SlotRow(SLOT_NAMES[name], slot.state.value, slot.url or "", preview, name))
    return rows


def document_row(line: DocumentLine) -> DocumentRow:
    return DocumentRow(
        href=f"/documents/{line.id}",
        title=line.title or short_url(line.source_url),
        short=short_url(line.source_url),
        type=type_name(line.data_type),
        observed_at=as_rfc3339(line.observed_at),
        quality=f"{line.quality:.0%}".replace("%", "\u00a0%"),
        suspect=line.suspect,
    )


def run_row(view: CrawlRunView, source: SourceView | None) -> RunRow:
    size = f"{view.bytes / 1024:.0f} KB" if view.bytes else ""
    details = ", ".join(
        part for part in (str(view.http_status or ""), size, "in a browser" if view.rendered else "") if part
    )
    return RunRow(
        id=str(view.id),
        what=short_url(source.source_url) if source else "A source that was removed",
        state=view.state,
        reason=view.reason,
        at=iso(view.finished_at or view.started_at or view.queued_at),
        details=details,
        document_href=f"/documents/{view.document_id}" if view.document_id else "",
    )


def price_terms(price: Price) -> str:
    return terms_words(price.currency, price.unit, price.period, price.basis)


def plan_row(plan: Plan, document_id: UUID) -> PlanRow:
    """The first price large; further ones among the limits."""
    href = with_query(f"/documents/{document_id}", start=plan.start or "0", end=plan.end)
    if not plan.prices:
        return PlanRow(plan.name, plan.price_text or "No price shown", "", _limits(plan), list(plan.features[:6]), href)
    first, *others = plan.prices
    more = [FactRow("Also", f"{amount_words(price.amount)} {price_terms(price)}".strip()) for price in others[:3]]
    terms = price_terms(first) if first.amount is not None else ""
    return PlanRow(plan.name, amount_words(first.amount), terms, more + _limits(plan), list(plan.features[:6]), href)


def _limits(plan: Plan) -> list[FactRow]:
    return [FactRow(name[:1].upper() + name[1:], value) for name, value in list(plan.limits.items())[:6]]


def plans_of(states: Sequence[StoredSnapshot]) -> list[PlanRow]:
    """The plans of the newest pricing state that has any."""
    for state in sorted(states, key=lambda one: one.observed_at, reverse=True):
        if isinstance(state.record, PricingRecord) and state.record.plans:
            return [plan_row(plan, state.document_id) for plan in state.record.plans]
    return []


def price_chart(history: Sequence[SnapshotView], now: datetime) -> ChartRow:
    """A line per plan, from the states of the source that was read most; other currencies or periods start no line."""
    if not history:
        return ChartRow()
    by_source: dict[UUID, list[SnapshotView]] = {}
    for state in history:
        by_source.setdefault(state.source_id, []).append(state)
    longest = max(len(states) for states in by_source.values())
    most_read = next(states for states in by_source.values() if len(states) == longest)
    states = sorted(most_read, key=lambda one: one.observed_at)
    series: dict[str, list[PricePoint]] = {}
    terms: dict[str, tuple[str | None, str | None]] = {}
    for state in states:
        record = PricingRecord.model_validate(state.data)
        for plan in record.plans:
            priced = [price for price in plan.prices if price.amount is not None]
            if not priced:
                continue
            kind = (priced[0].currency, priced[0].period)
            if terms.setdefault(plan.name, kind) == kind and priced[0].amount is not None:
                series.setdefault(plan.name, []).append(PricePoint(state.observed_at, priced[0].amount))
    lines = [Series(name, tuple(points)) for name, points in series.items()]
    currency = next((kind[0] for kind in terms.values() if kind[0]), "")
    return step_chart(lines, now, f"Price of each plan over time{', in ' + currency if currency else ''}")

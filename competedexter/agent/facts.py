"""What tools find: typed facts, each with the place in the archive where it stands."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from competedexter.foundation.views import View
from competedexter.market.changes.kinds import ChangeKind
from competedexter.market.evidence.records import Amount, Price

from .places import Place, Role
from .things import (
    AboutFact,
    FeatureFact,
    ListedPageFact,
    OpeningFact,
    RatingFact,
    ReportedFact,
    RowFact,
    TallyFact,
    TechnologyFact,
)

__all__ = ["Place", "Role"]

EVENT_KINDS = frozenset({
    ChangeKind.NEWS_PUBLISHED, ChangeKind.SOCIAL_POSTED, ChangeKind.FILING_PUBLISHED, ChangeKind.FUNDING_ANNOUNCED,
    ChangeKind.REVIEW_POSTED, ChangeKind.PATENT_PUBLISHED,
})  # fmt: skip
"""Changes that happen once, at a time that their source tells; all others are seen between two looks."""
_APPEARED = frozenset({
    ChangeKind.JOB_OPENED, ChangeKind.JOB_CLOSED, ChangeKind.JOB_CHANGED, ChangeKind.RECORD_ADDED,
    ChangeKind.RECORD_REMOVED, ChangeKind.RECORD_CHANGED, ChangeKind.PAGE_ADDED, ChangeKind.PAGE_REMOVED,
})  # fmt: skip
"""Seen to come and go between two looks, whatever date they carry themselves."""


class Company(View):
    """A competitor as the workspace knows it."""

    id: UUID
    name: str
    domain: str = ""
    description: str = ""
    tier: str = "secondary"
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    is_self: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


class PriceFact(View):
    """One plan of one competitor as last observed; `last_seen_at` is the newest look that still showed it."""

    kind: Literal["price"] = "price"
    competitor_id: UUID
    plan: str
    prices: tuple[Price, ...] = ()
    price_text: str = ""
    limits: dict[str, str] = Field(default_factory=dict)
    features: tuple[str, ...] = ()
    place: Place
    last_seen_at: datetime


class ChangeFact(View):
    """One change of the ledger. `percent` is None where the prices cannot be compared.

    `backfilled`: it happened before its source was watched, and was there at the first look. `subject` is the plain name
    of what came, went or was published; `category` a finer kind in the source's words.
    """

    kind: Literal["change"] = "change"
    change_id: UUID
    competitor_id: UUID
    change_kind: str
    summary: str
    label: str
    label_reason: str = ""
    state: str = "confirmed"
    severity: str = "low"
    observed_at: datetime
    occurred_at: datetime | None = None
    plan: str = ""
    before_price: Price | None = None
    after_price: Price | None = None
    percent: float | None = None
    backfilled: bool = False
    subject: str = ""
    category: str = ""
    before: Place | None = None
    after: Place | None = None

    @property
    def is_event(self) -> bool:
        return self.change_kind in EVENT_KINDS

    @property
    def happened_at(self) -> datetime:
        """When it happened, as its source says, but never later than we saw it; of what we saw come and go, when we saw it."""
        seen_by_us = self.change_kind in _APPEARED and not self.backfilled
        return self.observed_at if seen_by_us or not self.occurred_at else min(self.occurred_at, self.observed_at)


class EventFact(View):
    """What happened to a source (blocked, gone, recovered): a state, never a change."""

    kind: Literal["event"] = "event"
    competitor_id: UUID
    event: str
    source_type: str
    url: str = ""
    reason: str = ""
    observed_at: datetime


class PassageFact(View):
    """A passage that search found. `score` is BM25 weighed by recency; comparable within one search only."""

    kind: Literal["passage"] = "passage"
    competitor_id: UUID
    heading: str = ""
    score: float
    place: Place


class CompanyFact(View):
    """A competitor as recorded in the workspace, with the words of its own page where they are archived."""

    kind: Literal["company"] = "company"
    competitor_id: UUID
    company: Company
    place: Place | None = None


class LookFact(View):
    """How well a source was watched: when it was first and last read, and what is wrong with it."""

    kind: Literal["look"] = "look"
    competitor_id: UUID
    source_type: str
    url: str = ""
    health: str = "ok"
    reason: str = ""
    first_seen_at: datetime | None = None
    last_seen_at: datetime | None = None


class Operand(View):
    """A number that goes into a figure: from a span of evidence, or (no place) from the question itself."""

    label: str
    value: Amount
    unit: str = ""
    place: Place | None = None


class FigureFact(View):
    """A figure computed from other facts, so that it can be computed again. `result` is its value in words."""

    kind: Literal["figure"] = "figure"
    operation: str
    label: str
    operands: tuple[Operand, ...]
    result: str


class CountFact(View):
    """How many changes of these kinds the ledger shows at one competitor in a period; 0 is a finding too.

    `with_past`: what happened before its source was watched is counted too; `dated`: some are told by the date that they
    carry, not by when they were seen. A kind may be narrowed to one plan (counted.py). `places` are the looks that bound the period, so that "no change"
    rests on pages really seen.
    """

    kind: Literal["count"] = "count"
    competitor_id: UUID
    kinds: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime
    count: int
    with_past: bool = True
    dated: bool = False
    places: tuple[Place, ...] = ()


Fact = Annotated[
    PriceFact
    | ChangeFact
    | EventFact
    | PassageFact
    | CompanyFact
    | LookFact
    | FigureFact
    | CountFact
    | OpeningFact
    | TechnologyFact
    | AboutFact
    | FeatureFact
    | RatingFact
    | ReportedFact
    | RowFact
    | ListedPageFact
    | TallyFact,
    Field(discriminator="kind"),
]

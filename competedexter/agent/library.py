"""Where tools read: the market's rooms as one small protocol, bound to a workspace and to a moment.

Every reader takes `until`: nothing observed after it is returned, in any form (agent.md invariant 7).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from competedexter.market.evidence.listings import Listing
from competedexter.market.evidence.records import PricingRecord

from .facts import ChangeFact, Company, EventFact, LookFact, PassageFact, Place
from .things import ListedType

Span = tuple[UUID, int, int]  # document, start, end
MOST_CHANGES = 2_000  # of one competitor; a busy site makes some hundred in a year


@dataclass(frozen=True)
class PricingState:
    """A pricing page as it was read: the record, the text its spans point into, and when it was still so."""

    competitor_id: UUID
    source_id: UUID
    document_id: UUID
    title: str
    url: str
    text: str
    record: PricingRecord
    observed_at: datetime
    last_seen_at: datetime
    occurred_at: datetime | None = None


@dataclass(frozen=True)
class ListedState:
    """A list as it was read: openings, technologies, figures. Spans of its record point into `text`."""

    competitor_id: UUID
    source_id: UUID
    document_id: UUID
    title: str
    url: str
    text: str
    record: Listing
    observed_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True)
class ChangeQuery:
    """Changes of one competitor; `since` and `until` bound when they happened, `seen_until` when they were observed.

    A kind may be narrowed to one plan (counted.py). Without `with_past` what happened before its source was watched is
    left out, plans and prices apart; without `with_places` changes come without their places in the archive.
    """

    competitor_id: UUID
    seen_until: datetime
    since: datetime | None = None
    until: datetime | None = None
    kinds: tuple[str, ...] = ()
    limit: int = MOST_CHANGES
    with_past: bool = True
    with_places: bool = True


class Library(Protocol):
    """Read-only; raises ProductError when a room does not answer."""

    async def companies(self) -> Sequence[Company]:
        """The workspace's competitors that are not archived, most important first."""
        ...

    async def pricing(self, competitor_id: UUID, until: datetime) -> Sequence[PricingState]:
        """The pricing pages of a competitor as last observed, one a source, newest first."""
        ...

    async def listed(self, competitor_id: UUID, what: ListedType, until: datetime) -> Sequence[ListedState]:
        """The lists of one type as last observed, one a source, newest first."""
        ...

    async def changes(self, query: ChangeQuery) -> Sequence[ChangeFact]:
        """The ledger, newest first, filtered ones included: the tool decides what to say about them."""
        ...

    async def events(self, query: ChangeQuery) -> Sequence[EventFact]:
        """What happened to sources, newest first."""
        ...

    async def search(
        self, text: str, competitor_ids: Sequence[UUID], until: datetime, limit: int
    ) -> Sequence[PassageFact]:
        """Passages, best first."""
        ...

    async def home(self, competitor_id: UUID, until: datetime) -> Place | None:
        """Where a competitor says in its own words what it is."""
        ...

    async def looks(self, competitor_id: UUID, until: datetime) -> Sequence[LookFact]:
        """The competitor's sources and how well they were watched."""
        ...

    async def quotes(self, spans: Sequence[Span]) -> Mapping[Span, str]:
        """What stands at these spans of the archive now; spans that cannot be read are left out."""
        ...

    async def edition(self, competitor_ids: Sequence[UUID]) -> str:
        """A word that changes whenever anything these reads could return has changed; "" when that is unknown."""
        ...

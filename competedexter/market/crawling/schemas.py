"""What comes into and goes out of crawling (api.md "CrawlRun")."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from competedexter.foundation.views import Moment, View
from competedexter.integrations.archive.protocol import Archive
from competedexter.integrations.web.protocol import WebClient
from competedexter.market.crawlers.outside import Outside
from competedexter.market.evidence.records import Record
from competedexter.market.sources.looks import Memory
from competedexter.market.sources.schemas import SourceView

from .host_slots import HostSlots

Push = Callable[[UUID, Mapping[str, object]], Awaitable[None]]  # a message to the open pages of one workspace


class RunState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    UNCHANGED = "unchanged"
    SUSPECT = "suspect"
    BLOCKED = "blocked"
    FAILED = "failed"
    GONE = "gone"


class Trigger(StrEnum):
    SCHEDULE = "schedule"
    MANUAL = "manual"
    DISCOVERY = "discovery"
    CONFIRMATION = "confirmation"
    IMPORT = "import"


@dataclass(frozen=True)
class Parties:
    """The outside parties of a crawl. `renders` says whether `web` has a browser to render with."""

    web: WebClient
    archive: Archive
    slots: HostSlots
    push: Push
    renders: bool = False
    outside: Outside = field(default_factory=Outside)


@dataclass(frozen=True)
class Delivery:
    """What was brought to a source instead of being fetched: where its body lies, and what it says it is.

    `adds` says that it is added to what was read before, as a webhook's items are.
    """

    key: str
    content_type: str
    adds: bool = False


@dataclass(frozen=True)
class Attempt:
    """A run that this process holds the lease of. `before` is what a delivery that adds is added to.

    `is_read_otherwise` says that another version of the reader read the look before.
    """

    run_id: UUID
    workspace_id: UUID
    trigger: Trigger
    source: SourceView
    memory: Memory
    gone_before: bool
    begun_at: datetime
    delivery: Delivery | None = None
    before: Record | None = None
    is_read_otherwise: bool = False


@dataclass(frozen=True)
class DueRun:
    """A run the clock asks for: `slot` is the due time it answers."""

    workspace_id: UUID
    source_id: UUID
    competitor_id: UUID
    slot: str


@dataclass(frozen=True)
class RunFilters:
    competitor_id: UUID | None = None
    source_id: UUID | None = None
    state: str | None = None
    as_of: datetime | None = None


class NamedBy(View):
    """Who names a rival, and on which page."""

    competitor_id: UUID
    competitor: str
    url: str
    observed_at: Moment


class SuggestedCompetitor(View):
    """Somebody whom competitors compare themselves with and nobody watches yet."""

    name: str
    named_by: tuple[NamedBy, ...]


class CrawlRunView(View):
    id: UUID
    source_id: UUID
    competitor_id: UUID
    trigger: str
    state: str
    code: str
    reason: str
    attempts: int
    queued_at: Moment
    started_at: Moment | None
    finished_at: Moment | None
    settled_at: Moment | None
    http_status: int | None
    bytes: int | None
    rendered: bool
    document_id: UUID | None
    snapshot_id: UUID | None
    change_ids: tuple[UUID, ...] = ()
    created_at: Moment

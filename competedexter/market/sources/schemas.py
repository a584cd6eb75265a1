"""What comes into and goes out of sources (api.md "DataSource")."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from competedexter.foundation.views import Command, Moment, View

SourceType = Literal[
    "website", "pricing", "features", "jobs", "news", "funding", "financials",
    "social", "reviews", "patents", "tech_stack", "company_info", "custom",
]  # fmt: skip
Frequency = Literal["hourly", "daily", "weekly"]


CONFIG_HELP = (
    "For a custom source: {format: json, csv, html or feed; items, title, text, url, date: selectors; fields: {name: selector}}. "
    "Selectors are JSONPath (RFC 9535 without functions), column names, or CSS, where a@href takes an attribute and . is the "
    "item itself; all but items start at one item. Any source: feedBy (upload or webhook) when everything is brought to it, "
    "complete (true or false) whether each delivery is the whole list."
)


class NewSource(Command):
    """`source_url` may only be left out where the config's `feedBy` says that everything is brought to it."""

    source_type: SourceType
    source_url: Annotated[str, Field(max_length=2_000)] = ""
    crawl_frequency: Frequency = "daily"
    config: Annotated[dict[str, Any], Field(max_length=50, description=CONFIG_HELP)] = Field(
        default_factory=dict
    )  # Any: typed by each crawler


class SourceEdit(Command):
    """Fields left out stay as they are."""

    source_url: Annotated[str, Field(min_length=1, max_length=2_000)] | None = None
    crawl_frequency: Frequency | None = None
    status: Literal["active", "paused"] | None = None
    config: Annotated[dict[str, Any], Field(max_length=50)] | None = None  # Any: as above


@dataclass(frozen=True)
class SourceFilters:
    health: str | None = None
    status: str | None = None
    source_type: str | None = None
    competitor_id: UUID | None = None


class SourceView(View):
    id: UUID
    competitor_id: UUID
    source_type: str
    source_url: str
    slot: str | None
    crawl_frequency: str
    status: str
    health: str
    health_reason: str
    health_since: Moment | None
    error_count: int
    last_crawled_at: Moment | None
    last_success_at: Moment | None
    next_due_at: Moment | None
    config: dict[str, Any]  # Any: as above
    created_at: Moment


@dataclass(frozen=True)
class Claimed:
    """A source that was due, claimed by one tick and no other."""

    workspace_id: UUID
    source_id: UUID
    competitor_id: UUID
    due_at: datetime

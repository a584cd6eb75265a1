"""What comes into and goes out of conversations (api.md "/query", "/conversations")."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from competedexter.foundation.views import Command, Moment, View

Json = dict[str, Any]  # Any: an event, block or source exactly as it was streamed (agent/events.py types it)

TITLE_LENGTH = 80


@dataclass(frozen=True)
class NewQuery:
    """A question about to be answered by this process, which keeps `lease_until` ahead of the clock."""

    query: str
    competitor_ids: tuple[UUID, ...]
    as_of: datetime | None
    conversation_id: UUID | None
    lease_owner: str
    lease_until: datetime


@dataclass(frozen=True)
class Begun:
    """`earlier` are the questions asked before in this conversation, oldest first."""

    query_id: UUID
    conversation_id: UUID
    earlier: tuple[str, ...]


@dataclass(frozen=True)
class EventRecord:
    """One event of a stream; `seq` counts from 1 without gaps."""

    seq: int
    event: Json


@dataclass(frozen=True)
class SentenceRecord:
    text: str
    start: int
    end: int
    citations: tuple[int, ...]
    verified: bool


@dataclass(frozen=True)
class EvidenceRecord:
    """A cited evidence: a span of a document, or a derived figure."""

    id: UUID
    number: int
    document_id: UUID | None
    start: int | None
    end: int | None
    quote: str
    observed_at: datetime | None
    derived: Json | None


@dataclass(frozen=True)
class UsageRecord:
    """One call of a model."""

    model: str
    step: str
    prompt_tokens: int
    completion_tokens: int
    cost_usd: Decimal = Decimal(0)


@dataclass(frozen=True)
class Finished:
    """A run that ended, with everything that was told."""

    status: str
    outcome: str
    reason: str = ""
    answer: str = ""
    competitor_ids: tuple[UUID, ...] = ()
    blocks: tuple[Json, ...] = ()
    sources: tuple[Json, ...] = ()
    task_results: tuple[Json, ...] = ()
    confidence: float | None = None
    confidence_reasons: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    freshness: Json | None = None
    degraded: bool = False
    metadata: Json = field(default_factory=dict)
    sentences: tuple[SentenceRecord, ...] = ()
    evidence: tuple[EvidenceRecord, ...] = ()
    usage: tuple[UsageRecord, ...] = ()


class SentenceView(View):
    text: str
    start: int
    end: int
    citations: tuple[int, ...]
    verified: bool


class QueryView(View):
    """A question with its answer: the whole shape of POST /query/ask, and of GET /query/{id}."""

    query_id: UUID
    conversation_id: UUID
    query: str
    status: str
    outcome: str | None
    reason: str = ""
    answer: str
    sentences: tuple[SentenceView, ...] = ()
    blocks: tuple[Json, ...] = ()
    sources: tuple[Json, ...] = ()
    confidence: float | None = None
    confidence_reasons: tuple[str, ...] = ()
    task_results: tuple[Json, ...] = ()
    gaps: tuple[str, ...] = ()
    freshness: Json | None = None
    degraded: bool = False
    metadata: Json = Field(default_factory=dict)
    competitor_ids: tuple[UUID, ...] = ()
    as_of: Moment | None = None
    created_at: Moment
    finished_at: Moment | None = None
    helpful: bool | None = None


class HistoryLine(View):
    """A question in the history (api.md GET /query/history)."""

    id: UUID
    conversation_id: UUID
    query: str
    answer: str
    timestamp: Moment
    competitor_ids: tuple[UUID, ...]
    status: str
    outcome: str | None


class ConversationView(View):
    id: UUID
    title: str
    shared: bool
    mine: bool
    created_at: Moment
    updated_at: Moment


class ConversationEdit(Command):
    """Fields left out stay as they are."""

    title: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    shared: bool | None = None


class NewFeedback(Command):
    helpful: bool
    comment: Annotated[str, Field(max_length=2_000)] = ""


@dataclass(frozen=True)
class HistoryFilters:
    conversation_id: UUID | None = None
    competitor_id: UUID | None = None
    text: str | None = None


@dataclass(frozen=True)
class NewContext:
    """`args_hash` is the SHA-256 of everything that decides the result; `result` is its JSON."""

    competitor_ids: tuple[UUID, ...]
    tool_name: str
    tool_version: str
    tool_args: dict[str, Any]  # Any: a tool's arguments as JSON
    args_hash: str
    result: dict[str, Any]  # Any: a tool's result as JSON
    description: str
    data_type: str
    expires_at: datetime

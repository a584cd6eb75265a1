"""What a crawl of an address would read, before it is a source: fetched with a crawl's manners, nothing written down."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import Field

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.clock import Clock
from competedexter.foundation.errors import TooManyRequests
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.foundation.views import Command, View
from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.competitors import service as competitors
from competedexter.market.crawlers.crawler import Finding
from competedexter.market.crawlers.reading.custom_suggestion import Suggestion, suggested
from competedexter.market.evidence.records import PageRecord
from competedexter.market.sources.errors import MappingMissing
from competedexter.market.sources.looks import Memory
from competedexter.market.sources.mapping import MAPPED, checked_config, is_fed
from competedexter.market.sources.schemas import NewSource, SourceType, SourceView
from competedexter.market.sources.service import clean_url

from .host_slots import released
from .outcome import Outcome
from .preview import preview_of
from .schemas import Attempt, Parties, RunState, Trigger
from .service import look
from .turns import note_end, turn_of

SHOWN: Final = 20  # records
SHOWN_TEXT: Final = 1_000  # characters of a page, or of one value
PATIENCE: Final = 8.0  # seconds that a person waits for their turn at a host
_PLACES: Final = frozenset({"start", "end"})
_NOTHING_KNOWN: Final = Memory(None, None, None, None)

JsonObject = dict[str, Any]  # Any: JSON, of whichever record was read


class TooManyPreviews(TooManyRequests):
    code = "too_many_previews"
    sentence = "Other previews of this workspace are under way. Ask again in a moment."


class SourcePreviewRequest(Command):
    """A source that might be added. `config` may be left out for a custom one: then one is suggested and tried."""

    source_type: SourceType
    source_url: Annotated[str, Field(min_length=1, max_length=2_000)]
    config: Annotated[JsonObject, Field(max_length=50)] = Field(default_factory=dict)


class SourcePreview(View):
    """`records` are the first SHOWN of `total`; `summary` says in one line what was read, `problems` what was wanting.

    `state`, `code` and `reason` are those of the crawl run that this would have been.
    """

    records: tuple[JsonObject, ...] = ()
    total: int = 0
    summary: str = ""
    problems: tuple[str, ...] = ()
    suggested_config: JsonObject | None = None
    state: RunState
    code: str = ""
    reason: str = ""


@dataclass(frozen=True)
class _Seen:
    outcome: Outcome
    suggestion: Suggestion | None


async def preview(viewer: Viewer, parties: Parties, clock: Clock, asked: SourcePreviewRequest) -> SourcePreview:
    """Raises InvalidSourceUrl, InvalidMapping, TooManyPreviews; whatever the site does is a state."""
    viewer.require(Role.ADMIN)
    url, config = clean_url(asked.source_url), _config(asked.source_type, asked.config)
    seen = await _see(viewer, parties, clock, asked.source_type, url, config)
    return _shown(seen)


async def completed(
    open_work: OpenWork, viewer: Viewer, parties: Parties, clock: Clock, competitor_id: UUID, new: NewSource
) -> NewSource:
    """The new source with the mapping that its answer suggests, when it is a custom one without.

    Only what is plain is taken: feeds, and JSON and tables that name their own titles. Raises CompetitorNotFound,
    InvalidSourceUrl, MappingMissing, TooManyPreviews.
    """
    if new.source_type != "custom" or MAPPED & set(new.config) or is_fed(new.config):
        return new
    viewer.require(Role.ADMIN)
    async with open_work() as work:
        await competitors.get(work, viewer, competitor_id)  # before anything is fetched for it
    seen = await _see(viewer, parties, clock, "custom", clean_url(new.source_url), {})
    if seen.suggestion is None or not seen.suggestion.plain:
        reason = seen.outcome.reason or "Say what comes, and where in it the records are."
        raise MappingMissing(details=[{"field": "config", "reason": reason}])
    return new.model_copy(update={"config": {**new.config, **seen.suggestion.mapping.as_config()}})


def _config(source_type: str, config: JsonObject) -> JsonObject:
    try:
        return checked_config(source_type, {name: value for name, value in config.items() if name != "feedBy"})
    except MappingMissing:
        return {}


async def _see(viewer: Viewer, parties: Parties, clock: Clock, source_type: str, url: str, config: JsonObject) -> _Seen:
    """One look, one after the other for each workspace and host."""
    now = clock.now()
    attempt = _attempt(viewer.workspace_id, source_type, url, config, now)
    holder, room = str(attempt.run_id), f"preview:{viewer.workspace_id}"
    waited = 0.0
    while (wait := await parties.slots.acquire(room, holder, delay=0.0, now=clock.now().timestamp())) > 0:
        waited += wait
        if waited > PATIENCE:
            raise TooManyPreviews(retry_after=wait)
        await asyncio.sleep(wait)
    async with released(parties.slots, room, holder):
        return await _look(attempt, replace(parties, renders=False), clock)


async def _look(attempt: Attempt, parties: Parties, clock: Clock) -> _Seen:
    host = urlsplit(attempt.source.source_url).netloc.casefold()
    waited = 0.0
    while (wait := await turn_of(replace(attempt, begun_at=clock.now()), parties, host)) is not None:
        waited += wait.seconds
        if waited > PATIENCE:
            return _Seen(Outcome(RunState.QUEUED, wait.code, wait.reason, retry_after=wait.seconds), None)
        await asyncio.sleep(wait.seconds)
    async with released(parties.slots, host, str(attempt.run_id)):
        outcome = await look(attempt, parties, render=False)
    await note_end(attempt, parties, host, outcome)
    return _Seen(outcome, await asyncio.to_thread(_suggestion, attempt.source.source_type, outcome.response))


def _suggestion(source_type: str, response: WebResponse | None) -> Suggestion | None:
    if source_type != "custom" or response is None or not 200 <= response.status < 300:
        return None
    return suggested(response)


def _attempt(workspace_id: UUID, source_type: str, url: str, config: JsonObject, now: datetime) -> Attempt:
    """A first look at a source that is not there yet."""
    source = SourceView(
        id=new_id(), competitor_id=new_id(), source_type=source_type, source_url=url, slot=None,
        crawl_frequency="daily", status="active", health="ok", health_reason="", health_since=None, error_count=0,
        last_crawled_at=None, last_success_at=None, next_due_at=None, config=config, created_at=now,
    )  # fmt: skip
    return Attempt(new_id(), workspace_id, Trigger.MANUAL, source, _NOTHING_KNOWN, gone_before=False, begun_at=now)


def _shown(seen: _Seen) -> SourcePreview:
    outcome = seen.outcome
    records, total = _records(outcome.findings)
    worst = min((finding.quality for finding in outcome.findings), key=lambda quality: quality.score, default=None)
    return SourcePreview(
        records=tuple(records[:SHOWN]),
        total=total,
        summary=preview_of(outcome.findings),
        problems=worst.reasons if worst is not None else (),
        suggested_config=seen.suggestion.mapping.as_config() if seen.suggestion is not None else None,
        state=outcome.state,
        code=outcome.code,
        reason=outcome.reason,
    )


def _records(findings: Sequence[Finding]) -> tuple[list[JsonObject], int]:
    """What the first finding lists (rows, plans, jobs, events ...); a page is one record: its title and how it begins."""
    if not findings:
        return [], 0
    first = findings[0]
    if isinstance(first.record, PageRecord):
        return [{"title": first.title, "text": first.text[:SHOWN_TEXT], "url": first.url}], 1
    told = first.record.model_dump(mode="json", by_alias=True)
    lists = [
        value for value in told.values() if isinstance(value, list) and any(isinstance(one, dict) for one in value)
    ]
    longest: list[JsonObject] = max(lists, key=len, default=[])
    return [_plain(one) for one in longest[:SHOWN]], len(longest)


def _plain(record: JsonObject) -> JsonObject:
    """Without its places in a text that is not kept, and cut to what one looks at."""
    cut = {name: value[:SHOWN_TEXT] if isinstance(value, str) else value for name, value in record.items()}
    return {name: value for name, value in cut.items() if name not in _PLACES}

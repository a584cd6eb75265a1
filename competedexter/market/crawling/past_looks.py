"""Looks that somebody else made before: the same reading and the same states, as runs that ended in the past.

A run of an import is finished when it was observed, not when it was sent: "last seen" and `asOf` count it where it belongs.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson

from competedexter.foundation.identifiers import new_id
from competedexter.foundation.unit_of_work import Work
from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.crawler import SourceRef
from competedexter.market.crawlers.registry import crawler_for
from competedexter.market.snapshots.service import state_hash
from competedexter.market.sources.looks import Memory
from competedexter.market.sources.schemas import SourceView
from competedexter.models import CrawlRun

from . import outcome as outcomes
from .outcome import Outcome
from .reading import read_page
from .repository import CrawlRunRepository
from .schemas import Attempt, RunState, Trigger

_NOTHING = Memory(None, None, None, None)


@dataclass(frozen=True)
class PastLook:
    """`body` is what is archived; `told_at` is where a person finds it ("https://web.archive.org/web/2019.../...")."""

    observed_at: datetime
    outcome: Outcome
    body: bytes
    media_type: str
    told_at: str

    @property
    def slot(self) -> str:
        """What makes the look one, however often it is sent: its time and what it says."""
        return f"import:{self.observed_at.isoformat()}:{_identity(self)}"


def read_past(source_type: str, address: str, response: WebResponse, observed_at: datetime) -> Outcome:
    """A page as it was answered then: walls and errors are states, as today. Pure but for the CPU it takes."""
    if response.status in (404, 410):
        return outcomes.of_missing(response, gone_before=False)
    nobody = new_id()  # nothing is known of the source yet, and nothing of what it showed before
    source = SourceView(
        id=nobody, competitor_id=nobody, source_type=source_type, source_url=address, slot=None, created_at=observed_at,
        crawl_frequency="daily", status="paused", health="ok", health_reason="", health_since=None, error_count=0,
        last_crawled_at=None, last_success_at=None, next_due_at=None, config={},
    )  # fmt: skip
    attempt = Attempt(nobody, nobody, Trigger.IMPORT, source, _NOTHING, gone_before=False, begun_at=observed_at)
    reference = SourceRef(nobody, nobody, source_type, address, {})
    return read_page(attempt, reference, response, crawler_for(source_type), None)


async def note(work: Work, source: SourceView, look: PastLook) -> UUID | None:
    """The run of a past look; None when it is known already."""
    outcome, response = look.outcome, look.outcome.response
    run = CrawlRun(
        id=new_id(),
        workspace_id=work.tenant,
        data_source_id=source.id,
        competitor_id=source.competitor_id,
        slot=look.slot,
        trigger=Trigger.IMPORT,
        state=outcome.state,
        code=outcome.code,
        reason=outcome.reason,
        attempts=1,
        queued_at=look.observed_at,
        started_at=look.observed_at,
        finished_at=look.observed_at,
        settled_at=work.now(),
        bytes=len(look.body),
        http_status=response.status if response else None,
        created_at=work.now(),
    )
    return run.id if await CrawlRunRepository(work).add(run) else None


async def first_own_look(work: Work, source_id: UUID) -> datetime | None:
    """When the source first answered us well: from then on we know what it showed, and no import knows better."""
    return await CrawlRunRepository(work).first_good(source_id)


async def bind(work: Work, run_id: UUID, document_id: UUID | None, snapshot_id: UUID | None, state: RunState) -> None:
    """What a past look brought."""
    runs = CrawlRunRepository(work)
    run = await runs.locked(run_id)
    if run is not None:
        run.document_id, run.snapshot_id, run.state = document_id, snapshot_id, state
        await runs.save(run)


def _identity(look: PastLook) -> str:
    outcome = look.outcome
    if not outcome.findings:
        return hashlib.sha256(f"{outcome.code} {look.told_at}".encode() + look.body).hexdigest()[:32]
    hashes = [state_hash(finding.record.model_dump(mode="json", by_alias=True)) for finding in outcome.findings]
    return hashlib.sha256(orjson.dumps([hashes, outcome.findings[0].text])).hexdigest()[:32]

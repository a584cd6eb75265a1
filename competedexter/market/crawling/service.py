"""Carries out a crawl run: begin, fetch and read with nothing open, keep. Each step is a short transaction of its own."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from competedexter.foundation.unit_of_work import OpenWork, Work
from competedexter.integrations.archive.errors import ArchiveError
from competedexter.integrations.web.errors import WebError
from competedexter.integrations.web.protocol import WebResponse
from competedexter.jobs import CompareSnapshots, RecrawlSource
from competedexter.market.crawlers.crawler import SourceRef
from competedexter.market.crawlers.reading.data_class import is_data
from competedexter.market.crawlers.reading.fingerprint import fingerprint
from competedexter.market.crawlers.reading.needs_browser import needs_scripts
from competedexter.market.crawlers.registry import crawler_for
from competedexter.market.sources import service as sources
from competedexter.market.sources.errors import SourceNotFound
from competedexter.market.sources.looks import recall, recalled
from competedexter.market.sources.mapping import is_fed

from . import outcome as outcomes
from . import removing
from .attempt_repository import AttemptRepository
from .deliveries import added_to, brought, delivery_of, send_next
from .host_slots import released
from .keeping import finish, push_state
from .outcome import Outcome
from .reading import described, read_data, read_page
from .repository import CrawlRunRepository
from .rereading import ReadLater, reread
from .runs import job_for
from .schemas import Attempt, Parties, RunState, Trigger
from .turns import NO_WAIT, Wait, note_end, turn_of

LEASE = timedelta(seconds=10)  # a killed worker's run is taken up again after this
HEARTBEAT_SECONDS = 3.0
MOST_ATTEMPTS = 3
ARCHIVE_WAIT = 60.0  # seconds until the archive is asked again


class NeedsBrowser(Exception):  # not an error: the way on
    """The page shows nothing without scripts, and there is a browser on another queue."""


async def crawl(
    open_work: OpenWork, run_id: UUID, parties: Parties, *, render: bool = False, alone: bool = False
) -> None:
    """Carries out one run, whatever the page does. Safe to call twice; a run that somebody else holds is left to them.

    `alone` says that no other run shares this worker: that is where a run goes whose worker died under it.
    """
    attempt = await _begin(open_work, run_id, parties, alone=alone)
    if attempt is None:
        return
    if attempt.delivery is not None or is_fed(attempt.source.config):
        await _take_in(open_work, attempt, parties)
        return
    host = urlsplit(attempt.source.source_url).netloc.casefold()
    wait = await turn_of(attempt, parties, host)
    if wait is not None:
        await _put_back(open_work, attempt, wait, render=render)
        return
    try:
        async with released(parties.slots, host, str(run_id)), _kept_alive(open_work, run_id):
            attempt = await _read_alike(open_work, attempt, parties)
            outcome = await look(attempt, parties, render=render)
    except NeedsBrowser:
        await _put_back(open_work, attempt, render=True)
        return
    except ReadLater as later:  # else this look would become a baseline, and what the site did since would go untold
        await _put_back(open_work, attempt, Wait(ARCHIVE_WAIT, "read_later", str(later)), render=render)
        return
    except asyncio.CancelledError:  # the worker stops: the next one takes it up, and this was no failed attempt
        await _put_back(open_work, attempt, render=render)
        raise
    await finish(open_work, attempt, parties, outcome)
    await note_end(attempt, parties, host, outcome)


async def _take_in(open_work: OpenWork, attempt: Attempt, parties: Parties) -> None:
    """What was brought is read as if it had been fetched; no host is asked, so there is no turn to wait for."""
    try:
        async with _kept_alive(open_work, attempt.run_id):
            outcome = await look(attempt, parties, render=False)
    except asyncio.CancelledError:
        await _put_back(open_work, attempt, render=False)
        raise
    await finish(open_work, attempt, parties, outcome)
    await send_next(open_work, attempt.source.id)


# a: note the attempt


async def _begin(open_work: OpenWork, run_id: UUID, parties: Parties, *, alone: bool) -> Attempt | None:
    async with open_work() as work:
        attempts = AttemptRepository(work)
        taken = await attempts.take_up(run_id, work.now() + LEASE, alone=alone)
        if taken is None:
            if not await _is_free(work, run_id, alone=alone):
                return None
            taken = await attempts.take_up(run_id, work.now() + LEASE, alone=alone)
            if taken is None:
                return None
        attempt = await _attempt(work, run_id, taken)
        push_state(work, parties, attempt, RunState.RUNNING)
    if taken["attempts"] > MOST_ATTEMPTS:
        await finish(open_work, attempt, parties, outcomes.quarantined(MOST_ATTEMPTS))
        if attempt.delivery is not None:
            await send_next(open_work, attempt.source.id)
        return None
    return attempt


async def _attempt(work: Work, run_id: UUID, taken: Mapping[str, Any]) -> Attempt:  # Any: columns
    source, memory = recalled(taken)
    delivery = delivery_of(taken["run_slot"])
    reader = crawler_for(source.source_type).extractor_version
    return Attempt(
        run_id,
        work.tenant,
        Trigger(taken["run_trigger"]),
        source,
        memory,
        gone_before=taken["status_before"] in (404, 410),
        begun_at=work.now(),
        delivery=delivery,
        before=await added_to(work, source) if delivery is not None and delivery.adds else None,
        is_read_otherwise=taken["read_by"] not in (None, reader),
    )


async def _is_free(work: Work, run_id: UUID, *, alone: bool) -> bool:
    """Why a run could not be taken up, and what follows; True when it was given back since."""
    runs = CrawlRunRepository(work)
    run = await runs.locked(run_id)
    if run is None or run.settled_at is not None:
        return False
    if run.finished_at is not None:  # and its worker died before it could say so
        work.enqueue(CompareSnapshots(run.workspace_id, run.id))
        return False
    held_for = (run.lease_until - work.now()).total_seconds() if run.lease_until else 0.0
    if run.state == RunState.RUNNING and held_for > 0:
        work.enqueue(job_for(run), delay_seconds=held_for + 1)
        return False
    if run.state == RunState.RUNNING and not (alone or run.rendered):
        work.enqueue(RecrawlSource(run.workspace_id, run.id))  # its worker died, perhaps of this page
        return False
    try:
        await sources.get(work, run.data_source_id)
    except SourceNotFound:  # removed while the run was being asked for
        await runs.end_open(run.data_source_id, removing.CODE, removing.REASON)
        return False
    # Deliveries are read in the order they came; the end of the one before sends this one's job.
    return delivery_of(run.slot) is None or await runs.delivered_before(run) is None


async def _put_back(open_work: OpenWork, attempt: Attempt, wait: Wait = NO_WAIT, *, render: bool) -> None:
    """The run waits again, and says why; a wait for manners or for a browser is no failed attempt.

    Its lease is then nobody's: it says before when no sweep need look for a lost job.
    """
    async with open_work() as work:
        runs = CrawlRunRepository(work)
        run = await runs.locked(attempt.run_id)
        if run is None or run.state != RunState.RUNNING:
            return
        run.state, run.attempts, run.code, run.reason = RunState.QUEUED, run.attempts - 1, wait.code, wait.reason
        run.lease_until = work.now() + timedelta(seconds=wait.seconds) if wait.seconds else None
        run.rendered = render
        await runs.save(run)
        work.enqueue(job_for(run), delay_seconds=wait.seconds)


async def _read_alike(open_work: OpenWork, attempt: Attempt, parties: Parties) -> Attempt:
    """The look before is read by the reader of this one, so that only what the site did is a change."""
    if not attempt.is_read_otherwise:
        return attempt
    if not await reread(open_work, attempt.source.id, parties.archive, parties.outside):
        return attempt
    async with open_work() as work:
        source, memory = await recall(work, attempt.source.id)
    return replace(attempt, source=source, memory=memory)


@contextlib.asynccontextmanager
async def _kept_alive(open_work: OpenWork, run_id: UUID) -> AsyncIterator[None]:
    """Extends the lease while the look lasts, so that only a dead holder loses it."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            async with open_work() as work:
                await CrawlRunRepository(work).extend(run_id, work.now() + LEASE)

    heart = asyncio.create_task(beat())
    try:
        yield
    finally:
        heart.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await heart


# b: fetch and read with no session open


async def look(attempt: Attempt, parties: Parties, *, render: bool) -> Outcome:
    """One look, fetched or brought, and what it says. Nothing is written down. Raises NeedsBrowser."""
    source = attempt.source
    crawler = crawler_for(source.source_type)
    config = {**source.config, "render": True} if render else {**source.config, "render": False}
    reference = SourceRef(
        source.id,
        source.competitor_id,
        source.source_type,
        source.source_url,
        config,
        attempt.memory.etag,
        attempt.memory.last_modified,
        parties.outside,
        attempt.before,
    )
    try:
        if attempt.delivery is not None:
            response = await brought(attempt, attempt.delivery, parties.archive)
        elif is_fed(source.config):
            return outcomes.NOTHING_BROUGHT
        else:
            response = await crawler.fetch(reference, parties.web)
    except WebError as error:
        return outcomes.of_error(error)
    except ArchiveError as error:
        return Outcome(RunState.FAILED, error.code, str(error))
    if response.status == 304:  # there is nothing to read, for which another thread would be needed
        return _not_modified(response)
    may_render = parties.renders and not render and attempt.delivery is None
    return await asyncio.to_thread(_read, attempt, reference, response, may_render)


def _not_modified(response: WebResponse) -> Outcome:
    return Outcome(RunState.UNCHANGED, "not_modified", "The site says nothing has changed.", response)


def _read(attempt: Attempt, reference: SourceRef, response: WebResponse, may_render: bool) -> Outcome:
    """Judges and reads a response; pure but for the CPU it takes. Raises NeedsBrowser."""
    if response.status in (404, 410):
        return outcomes.of_missing(response, gone_before=attempt.gone_before)
    crawler = crawler_for(reference.source_type)
    if crawler.reads_data and 200 <= response.status < 300 and is_data(response):
        memory = attempt.memory if attempt.delivery is None else replace(attempt.memory, text_length=None)
        return read_data(memory, reference, response, crawler)  # what a person brings is as short as they want
    if 200 <= response.status < 300:
        seen = described(reference, response, crawler) if reference.source_type == "custom" else fingerprint(response)
        if attempt.memory.fingerprint == seen:
            return Outcome(RunState.UNCHANGED, "same", "Nothing visible has changed.", response, fingerprint=seen)
        if may_render and needs_scripts(response):
            raise NeedsBrowser
    else:
        seen = None
    return read_page(attempt, reference, response, crawler, seen)

"""The verbs of imports: take a file, carry it out look by look, say how far it is, take up what was left behind."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final
from uuid import UUID

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.errors import ProductError
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.unit_of_work import OpenWork, Work
from competedexter.integrations.archive.protocol import Archive, ArchivedObject
from competedexter.jobs import CarryOutImport
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.errors import CompetitorArchived
from competedexter.market.crawlers.reading.listing_text import fold
from competedexter.market.crawling.schemas import Parties
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.schemas import NewObject
from competedexter.market.sources import history
from competedexter.market.sources.errors import InvalidSourceUrl
from competedexter.models import ImportJob

from . import backfill, jobs
from .cells import BadCell, type_of
from .errors import BadType, NoSuchJob, Unreadable
from .formats import format_of
from .jobs import Taken, view_of
from .keeping import join, keep
from .owners import Owner, Owners
from .parsing import parse
from .repository import ImportRepository
from .schemas import Asked, Format, JobState, JobView, Kind, Parsed, Planned, Problem, SentFile, Tally
from .tables import Reading

SENT_AGAIN: Final = timedelta(minutes=1)  # a full queue is not filled further with jobs it holds already
SWEEP_MOST: Final = 1_000
LISTED: Final = 50  # jobs


async def begin(open_work: OpenWork, viewer: Viewer, file: SentFile, archive: Archive) -> JobView:
    """Takes a file; its job follows. Raises NothingSent, UnknownFormat, FileTooLarge, BadType, CompetitorNotFound,
    CompetitorArchived."""
    viewer.require(Role.ADMIN)
    kind = format_of(file.body, file.name, file.media_type, file.format)
    if file.type:
        _known_type(file.type)
    async with open_work() as work:
        await _refuse_archived(work, viewer, file.competitor_id)
    stored = await archive.put(viewer.workspace_id, file.body, _MEDIA[kind])
    async with open_work() as work:
        new = NewObject(stored.key, stored.size, stored.stored_size, _MEDIA[kind], stored.sha256)
        await evidence.note_object(work, new)
        asked = Asked(
            competitor_id=file.competitor_id,
            type=file.type,
            format=kind,
            observed_at=file.observed_at,
            file_name=fold(file.name[:1_000])[:200],
            archive_key=stored.key,
            size=stored.size,
        )
        return await _queue(work, viewer, Kind.IMPORT, asked)


async def begin_backfill(work: Work, viewer: Viewer, competitor_id: UUID) -> JobView:
    """Fetches what the Wayback Machine keeps of a competitor's pages; the job under way, if there is one.
    Raises CompetitorNotFound, CompetitorArchived."""
    viewer.require(Role.ADMIN)
    await _refuse_archived(work, viewer, competitor_id)
    for job in await ImportRepository(work).under_way(Kind.BACKFILL):
        if Asked.model_validate(job.request).competitor_id == competitor_id:
            return view_of(job)
    return await _queue(work, viewer, Kind.BACKFILL, Asked(competitor_id=competitor_id))


async def get(work: Work, viewer: Viewer, job_id: UUID) -> JobView:
    """Raises NoSuchJob."""
    viewer.require(Role.VIEWER)
    job = await ImportRepository(work).get(job_id)
    if job is None:
        raise NoSuchJob
    return view_of(job)


async def newest(work: Work, viewer: Viewer) -> list[JobView]:
    """The jobs of the workspace, newest first, without their `errors`: those are counted, and told by `get`."""
    viewer.require(Role.VIEWER)
    return [view_of(job) for job in await ImportRepository(work).newest(LISTED)]


async def sweep(work: Work) -> int:
    """Sends the jobs that were lost, or whose worker died, once more. System work."""
    lost = await ImportRepository(work).claim_lost(work.now(), SENT_AGAIN, SWEEP_MOST)
    for workspace_id, job_id in lost:
        work.enqueue(CarryOutImport(workspace_id, job_id))
    return len(lost)


async def carry_out(open_work: OpenWork, job_id: UUID, parties: Parties) -> None:
    """Carries one job out. Safe to run twice: what is there already adds nothing."""
    async with open_work() as work:
        taken = await jobs.take(work, job_id)
    if taken is None:
        return
    tally = Tally()
    try:
        async with jobs.kept_alive(open_work, job_id):
            await _CARRIERS[Kind(taken.kind)](open_work, taken, parties, tally)
    except Unreadable as error:
        await _end(open_work, job_id, tally, Problem(error.line, str(error)))
    except ProductError as error:
        if error.retryable:
            await _give_back(open_work, job_id)
            raise
        await _end(open_work, job_id, tally, Problem(None, str(error)))
    except asyncio.CancelledError:
        await _give_back(open_work, job_id)
        raise
    else:
        await _end(open_work, job_id, tally)


async def _import(open_work: OpenWork, taken: Taken, parties: Parties, tally: Tally) -> None:
    asked = taken.asked
    async with open_work() as work:
        owners = await _owners(work, asked.competitor_id)
        now = work.now()
    body = await parties.archive.get(asked.archive_key)
    kind = asked.format or Format.CSV
    reading = Reading(owners, now, asked.type, asked.observed_at, body, _MEDIA[kind], asked.file_name)
    parsed = await asyncio.to_thread(parse, kind, reading)
    # Put again as a whole, which changes nothing but its age: it must not be swept while looks refer to it.
    whole = None if kind is Format.WARC else await parties.archive.put(taken.workspace_id, body, _MEDIA[kind])
    await _keep_all(open_work, taken, parties, parsed, tally, whole)


async def _backfill(open_work: OpenWork, taken: Taken, parties: Parties, tally: Tally) -> None:
    async with open_work() as work:
        owner = (await _owners(work, taken.asked.competitor_id)).only
    if owner is None:
        raise Unreadable("The competitor is not there any more.")
    parsed = await backfill.captures(owner, parties, taken.job_id)
    await _keep_all(open_work, taken, parties, parsed, tally, None)


async def _keep_all(
    open_work: OpenWork, taken: Taken, parties: Parties, parsed: Parsed, tally: Tally, whole: ArchivedObject | None
) -> None:
    """Each look in a transaction of its own, in order of date: a job that dies leaves whole looks behind."""
    tally.add(parsed.problems)
    total = len(parsed.planned)
    joined: dict[tuple[UUID, str, str], Planned] = {}
    for done, planned in enumerate(parsed.planned, start=1):
        look = planned.look
        stored = whole or await parties.archive.put(taken.workspace_id, look.body, look.media_type)
        try:
            async with open_work() as work:
                tally.counts += await keep(work, planned, stored, taken.job_id)
        except InvalidSourceUrl as error:
            tally.add([Problem(planned.line, str(error))])
            continue
        joined[planned.competitor_id, planned.source_type, planned.address] = planned
        async with open_work() as work:
            await jobs.note(work, taken.job_id, done=done, total=total, tally=tally)
    for planned in joined.values():
        async with open_work() as work:
            tally.counts += await join(work, planned)


async def _owners(work: Work, competitor_id: UUID | None) -> Owners:
    """Raises Unreadable when the competitor is not watched any more."""
    watched = [Owner(one, await history.all_of(work, one.id)) for one in await competitors.watched(work)]
    only = next((owner for owner in watched if owner.id == competitor_id), None)
    if competitor_id is not None and only is None:
        raise Unreadable("The competitor is not watched any more.")
    return Owners(watched, only)


async def _queue(work: Work, viewer: Viewer, kind: Kind, asked: Asked) -> JobView:
    job = ImportJob(
        id=new_id(),
        workspace_id=work.tenant,
        user_id=viewer.user_id,
        kind=kind,
        request=asked.model_dump(mode="json", by_alias=True),
        state=JobState.QUEUED,
        lease_until=work.now() + SENT_AGAIN,
        created_at=work.now(),
    )
    await ImportRepository(work).save(job)
    work.enqueue(CarryOutImport(work.tenant, job.id))
    return view_of(job)


async def _refuse_archived(work: Work, viewer: Viewer, competitor_id: UUID | None) -> None:
    if competitor_id is None:
        return
    if (await competitors.get(work, viewer, competitor_id)).archived_at is not None:
        raise CompetitorArchived


def _known_type(text: str) -> None:
    try:
        type_of(text)
    except BadCell as error:
        raise BadType(reason=str(error)) from error


async def _give_back(open_work: OpenWork, job_id: UUID) -> None:
    async with open_work() as work:
        await jobs.give_back(work, job_id)


async def _end(open_work: OpenWork, job_id: UUID, tally: Tally, failure: Problem | None = None) -> None:
    async with open_work() as work:
        await jobs.end(work, job_id, tally, failure)


Carrier = Callable[[OpenWork, Taken, Parties, Tally], Awaitable[None]]
_CARRIERS: Final[dict[Kind, Carrier]] = {Kind.IMPORT: _import, Kind.BACKFILL: _backfill}
_MEDIA: Final = {
    Format.PRICE_MODEL: "application/yaml",
    Format.CSV: "text/csv",
    Format.JSON: "application/json",
    Format.WARC: "application/warc",
}

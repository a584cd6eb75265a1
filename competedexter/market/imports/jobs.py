"""Import jobs as rows: taken, carried on, ended, found again when their worker died."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from competedexter.foundation.unit_of_work import OpenWork, Work
from competedexter.models import ImportJob

from .repository import ImportRepository
from .schemas import Asked, Brought, JobState, JobView, Problem, ProblemView, Tally

LEASE: Final = timedelta(seconds=30)  # a killed worker's job is taken up again after this
HEARTBEAT_SECONDS: Final = 8.0
MOST_ATTEMPTS: Final = 5
LISTED: Final = 300  # characters of one reason


@dataclass(frozen=True)
class Taken:
    """A job this process holds the lease of."""

    job_id: UUID
    workspace_id: UUID
    kind: str
    asked: Asked


async def take(work: Work, job_id: UUID) -> Taken | None:
    """None when it is done, or somebody else is at it. A job that stopped its reader too often is ended."""
    imports = ImportRepository(work)
    job = await imports.locked(job_id)
    if job is None or job.state in (JobState.COMPLETED, JobState.FAILED):
        return None
    if job.state == JobState.RUNNING and job.lease_until is not None and job.lease_until > work.now():
        return None
    if job.attempts >= MOST_ATTEMPTS:
        _end(work, job, Tally(), f"Reading it stopped the reader {MOST_ATTEMPTS} times; it is left alone.")
        await imports.save(job)
        return None
    job.state, job.attempts, job.done = JobState.RUNNING, job.attempts + 1, 0
    job.lease_until = work.now() + LEASE
    await imports.save(job)
    return Taken(job.id, job.workspace_id, job.kind, Asked.model_validate(job.request))


async def give_back(work: Work, job_id: UUID) -> None:
    """The worker stops: the next one takes it up at once, and this was no failed attempt."""
    imports = ImportRepository(work)
    job = await imports.locked(job_id)
    if job is not None and job.state == JobState.RUNNING:
        job.state, job.attempts, job.lease_until = JobState.QUEUED, job.attempts - 1, work.now()
        await imports.save(job)


async def note(work: Work, job_id: UUID, *, done: int, total: int | None, tally: Tally) -> None:
    """How far it is."""
    imports = ImportRepository(work)
    job = await imports.locked(job_id)
    if job is not None and job.state == JobState.RUNNING:
        job.done, job.total, job.lease_until = done, total, work.now() + LEASE
        _count(job, tally)
        await imports.save(job)


async def end(work: Work, job_id: UUID, tally: Tally, failure: Problem | None = None) -> None:
    imports = ImportRepository(work)
    job = await imports.locked(job_id)
    if job is None or job.state != JobState.RUNNING:
        return
    if failure is not None:
        tally.add([failure])
    _end(work, job, tally, failure.reason if failure else "")
    await imports.save(job)


@contextlib.asynccontextmanager
async def kept_alive(open_work: OpenWork, job_id: UUID) -> AsyncIterator[None]:
    """Extends the lease while the work lasts, so that only a dead holder loses it."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            async with open_work() as work:
                job = await ImportRepository(work).locked(job_id)
                if job is not None and job.state == JobState.RUNNING:
                    job.lease_until = work.now() + LEASE
                    await ImportRepository(work).save(job)

    heart = asyncio.create_task(beat())
    try:
        yield
    finally:
        heart.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await heart


def view_of(row: ImportJob) -> JobView:
    asked = Asked.model_validate(row.request)
    return JobView(
        id=row.id,
        kind=row.kind,
        state=JobState(row.state),
        reason=row.reason,
        done=row.done,
        total=row.total,
        errors=tuple(ProblemView.model_validate(error) for error in row.errors),
        error_count=int(row.result.get("errorCount", len(row.errors))),
        result=_brought(row.result),
        competitor_id=asked.competitor_id,
        file_name=asked.file_name,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )


def _brought(result: Mapping[str, Any]) -> Brought:  # Any: JSON
    return Brought.model_validate({name: result.get(name, 0) for name in Brought.model_fields})


def _count(job: ImportJob, tally: Tally) -> None:
    job.result = dict(tally.counts) | {"errorCount": tally.problem_count}
    job.errors = [{"line": one.line, "reason": one.reason[:LISTED]} for one in tally.problems]


def _end(work: Work, job: ImportJob, tally: Tally, reason: str) -> None:
    job.state = JobState.FAILED if reason else JobState.COMPLETED
    job.reason, job.finished_at, job.lease_until = reason[:LISTED], work.now(), None
    _count(job, tally)

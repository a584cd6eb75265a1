"""Actors of imports."""

from competedexter.jobs import CarryOutImport
from competedexter.market.imports import service as imports
from competedexter.runtime import Runtime

from .broker import actor_for

MOST_SECONDS = 1_800.0  # for twenty thousand rows on as many days


@actor_for(CarryOutImport, time_limit=MOST_SECONDS)
async def carry_out_import(job: CarryOutImport, runtime: Runtime) -> None:
    opener = runtime.database.opener(job.workspace_id)
    await imports.carry_out(opener, job.import_job_id, runtime.parties(job.workspace_id))

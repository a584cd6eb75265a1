"""Actors of the demo."""

from competedexter.jobs import SeedDemo
from competedexter.runtime import Runtime

from .broker import actor_for


@actor_for(SeedDemo)
async def seed_demo(job: SeedDemo, runtime: Runtime) -> None:
    await runtime.seed_demo(job.workspace_id, job.user_id)

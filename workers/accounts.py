"""Actors of accounts."""

from competedexter.customers.accounts import service as accounts
from competedexter.jobs import SetUpWorkspace
from competedexter.market.alerts import rules
from competedexter.runtime import Runtime

from .broker import actor_for


@actor_for(SetUpWorkspace)
async def set_up_workspace(job: SetUpWorkspace, runtime: Runtime) -> None:
    async with runtime.database.workspace(job.workspace_id) as work:
        await rules.install_default_rules(work)
        await accounts.note_set_up(work, job.workspace_id)

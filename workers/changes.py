"""Actors of changes and alerts."""

from competedexter.demo import service as demo
from competedexter.jobs import CompareSnapshots, EvaluateAlerts
from competedexter.market.alerts import service as alerts
from competedexter.market.changes import service as changes
from competedexter.market.crawling import screenshots
from competedexter.runtime import Runtime

from .broker import actor_for


@actor_for(CompareSnapshots)
async def compare_snapshots(job: CompareSnapshots, runtime: Runtime) -> None:
    async with runtime.database.workspace(job.workspace_id) as work:
        confirm_after = await demo.second_look_seconds(work, runtime.settings.confirm_after)
        compared = await changes.compare(work, job.crawl_run_id, confirm_after=confirm_after)
        if not compared.confirmed:  # else the evaluation of what is sure settles the run
            await alerts.settle(work, job.crawl_run_id)
        if runtime.renders:
            await screenshots.ask(work, job.crawl_run_id, compared.confirmed)


@actor_for(EvaluateAlerts)
async def evaluate_alerts(job: EvaluateAlerts, runtime: Runtime) -> None:
    async with runtime.database.workspace(job.workspace_id) as work:
        await alerts.evaluate_run(work, job.crawl_run_id, runtime.push)

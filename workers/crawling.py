"""Actors of crawling."""

import contextlib

from competedexter.jobs import (
    ConfirmChanges,
    CrawlNow,
    CrawlSource,
    DiscoverCompetitor,
    RecrawlSource,
    RenderSource,
    RereadSource,
    TakePicture,
)
from competedexter.market.changes import service as changes
from competedexter.market.crawling import discovery, rereading, runs, screenshots
from competedexter.market.crawling import service as crawling
from competedexter.market.sources.errors import SourceNotFound
from competedexter.runtime import Runtime

from .broker import actor_for


@actor_for(CrawlSource)
async def crawl_source(job: CrawlSource, runtime: Runtime) -> None:
    await crawling.crawl(runtime.database.opener(job.workspace_id), job.crawl_run_id, runtime.parties(job.workspace_id))


@actor_for(CrawlNow)
async def crawl_now(job: CrawlNow, runtime: Runtime) -> None:
    await crawl_source(job, runtime)


@actor_for(RecrawlSource)
async def recrawl_source(job: RecrawlSource, runtime: Runtime) -> None:
    opener = runtime.database.opener(job.workspace_id)
    await crawling.crawl(opener, job.crawl_run_id, runtime.parties(job.workspace_id), alone=True)


@actor_for(RenderSource)
async def render_source(job: RenderSource, runtime: Runtime) -> None:
    opener = runtime.database.opener(job.workspace_id)
    await crawling.crawl(opener, job.crawl_run_id, runtime.parties(job.workspace_id), render=runtime.renders)


@actor_for(RereadSource)
async def reread_source(job: RereadSource, runtime: Runtime) -> None:
    opener = runtime.database.opener(job.workspace_id)
    with contextlib.suppress(rereading.ReadLater):  # the next duty asks again
        await rereading.reread(opener, job.source_id, runtime.archive, runtime.parties(job.workspace_id).outside)


@actor_for(TakePicture)
async def take_picture(job: TakePicture, runtime: Runtime) -> None:
    opener = runtime.database.opener(job.workspace_id)
    await screenshots.take(opener, job.document_id, runtime.parties(job.workspace_id))


@actor_for(DiscoverCompetitor)
async def discover_competitor(job: DiscoverCompetitor, runtime: Runtime) -> None:
    await discovery.discover(
        runtime.database.opener(job.workspace_id), job.competitor_id, runtime.parties(job.workspace_id)
    )


@actor_for(ConfirmChanges)
async def confirm_changes(job: ConfirmChanges, runtime: Runtime) -> None:
    async with runtime.database.workspace(job.workspace_id) as work:
        try:
            if await changes.await_second_look(work, job.source_id):
                await runs.look_again(work, job.source_id)
        except SourceNotFound:
            return  # removed meanwhile; its changes stay as they were told

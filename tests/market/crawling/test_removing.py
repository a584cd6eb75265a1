"""A source that is removed is looked at no more; nothing that was seen there is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.integrations.web.protocol import WebRequest, WebResponse
from competedexter.integrations.web.scripted import ScriptedWebClient
from competedexter.jobs import CrawlSource
from competedexter.market.crawling import removing, runs, watching
from competedexter.market.crawling.schemas import Parties
from competedexter.market.crawling.service import crawl
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.schemas import SearchQuery
from competedexter.market.snapshots import service as snapshots
from competedexter.market.sources import service as sources
from competedexter.market.sources.errors import SourceNotFound, SourceTaken
from competedexter.market.sources.schemas import NewSource, SourceEdit, SourceView

WORDS = "<p>We keep otters warm in every season of the year, whatever the weather may be.</p>" * 6
BODY = f"<html><body><main><h1>About Acme</h1>{WORDS}</main></body></html>"


async def look(open_work: OpenWork, viewer: Viewer, source: SourceView, parties: Parties) -> None:
    async with open_work() as work:
        run = await runs.request(work, viewer, source.id)
    await crawl(open_work, run.id, parties)


async def found(open_work: OpenWork, viewer: Viewer, **more: object) -> list[str]:
    async with open_work() as work:
        return [hit.quote for hit in await evidence.search(work, viewer, SearchQuery("otters warm", **more))]  # type: ignore[arg-type]


@pytest.fixture
def seen(web: ScriptedWebClient, source: SourceView) -> None:
    web.answer(source.source_url, BODY)


async def test_what_was_seen_stays_and_is_history(
    open_work: OpenWork, workspace: Viewer, source: SourceView, parties: Parties, clock: FixedClock, seen: None
) -> None:
    await look(open_work, workspace, source, parties)
    assert await found(open_work, workspace)
    before = clock.now()
    clock.advance(timedelta(hours=1))
    async with open_work() as work:
        (kept,) = await snapshots.latest(work, workspace, source.competitor_id)
        await removing.remove_source(work, workspace, source.id)
    assert await found(open_work, workspace) == []
    assert await found(open_work, workspace, as_of=before)
    async with open_work() as work:
        assert await snapshots.latest(work, workspace, source.competitor_id) == []
        assert await snapshots.latest(work, workspace, source.competitor_id, as_of=before) == [kept]
        assert (await evidence.get_document(work, workspace, kept.document_id)).source_id == source.id
        assert await watching.watched(work, workspace, [source.competitor_id], clock.now()) == ()
        assert len(await watching.watched(work, workspace, [source.competitor_id], before)) == 1


async def test_it_is_no_source_any_more_and_never_due(
    open_work: OpenWork, workspace: Viewer, source: SourceView, database: Database, clock: FixedClock
) -> None:
    async with open_work() as work:
        await removing.remove_source(work, workspace, source.id)
    clock.advance(timedelta(days=30))
    async with database.system() as work:
        assert await sources.claim_due(work) == []
    async with open_work() as work:
        assert await sources.list_for(work, workspace, source.competitor_id) == ()
        for refused in (
            removing.remove_source(work, workspace, source.id),
            sources.edit(work, workspace, source.id, SourceEdit(status="active")),
            runs.request(work, workspace, source.id),
        ):
            with pytest.raises(SourceNotFound):
                await refused


async def test_a_look_that_waits_ends_with_it_and_says_why(
    open_work: OpenWork, workspace: Viewer, source: SourceView, parties: Parties, queue: RecordingQueue, seen: None
) -> None:
    async with open_work() as work:
        run = await runs.request(work, workspace, source.id)
    async with open_work() as work:
        await removing.remove_source(work, workspace, source.id)
    queue.take()
    await crawl(open_work, run.id, parties)
    async with open_work() as work:
        ended = await runs.get(work, workspace, run.id)
    assert (ended.state, ended.reason, ended.document_id) == ("failed", removing.REASON, None)
    assert ended.settled_at is not None
    assert queue.take() == []


class RemovingWeb(ScriptedWebClient):
    """While the page is on its way somebody removes the source."""

    open_work: OpenWork
    viewer: Viewer
    source: SourceView

    async def get(self, request: WebRequest) -> WebResponse:
        async with self.open_work() as work:
            await removing.remove_source(work, self.viewer, self.source.id)
        return await super().get(request)


async def test_a_look_under_way_keeps_nothing(
    open_work: OpenWork, workspace: Viewer, source: SourceView, parties: Parties
) -> None:
    web = RemovingWeb({source.source_url: BODY})
    web.open_work, web.viewer, web.source = open_work, workspace, source
    async with open_work() as work:
        run = await runs.request(work, workspace, source.id)
    await crawl(open_work, run.id, replace(parties, web=web))
    async with open_work() as work:
        ended = await runs.get(work, workspace, run.id)
    assert (ended.state, ended.document_id) == ("failed", None)
    assert await found(open_work, workspace) == []


async def test_a_run_asked_for_at_the_same_moment_ends_too(
    open_work: OpenWork, workspace: Viewer, source: SourceView, parties: Parties
) -> None:
    async with open_work() as work:
        await sources.remove(work, workspace, source.id)
        run = await runs.queue(work, source, runs.Trigger.SCHEDULE)
    await crawl(open_work, run.id, parties)
    async with open_work() as work:
        assert (await runs.get(work, workspace, run.id)).state == "failed"


async def test_the_same_address_may_be_watched_anew(
    open_work: OpenWork, workspace: Viewer, source: SourceView, queue: RecordingQueue
) -> None:
    new = NewSource(source_type="website", source_url=source.source_url)
    async with open_work() as work:
        with pytest.raises(SourceTaken):
            await sources.add(work, workspace, source.competitor_id, new)
    for _ in range(2):
        async with open_work() as work:
            (there,) = await sources.list_for(work, workspace, source.competitor_id)
            await removing.remove_source(work, workspace, there.id)
            again = await sources.add(work, workspace, source.competitor_id, new)
            await runs.request(work, workspace, again.id)
        assert again.id != there.id
    assert len([job for job in queue.take() if isinstance(job, CrawlSource)]) == 2

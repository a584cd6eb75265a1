"""Pictures of pages: taken at the first look and at each sure change, kept with their look; a failure says why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from ipaddress import ip_network
from uuid import UUID

import pytest
from aiohttp import web

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.unit_of_work import OpenWork
from competedexter.integrations.archive.errors import ArchiveFull
from competedexter.integrations.web.chromium import find_chromium
from competedexter.integrations.web.client import SafeWebClient
from competedexter.integrations.web.errors import BrowserUnavailable, WebError
from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.jobs import TakePicture
from competedexter.market.changes import service as changes
from competedexter.market.competitors.schemas import CompetitorView
from competedexter.market.crawling import runs, screenshots
from competedexter.market.crawling.host_slots import FreeHostSlots
from competedexter.market.crawling.schemas import Parties, Trigger
from competedexter.market.crawling.service import crawl
from competedexter.market.evidence import pictures
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.errors import NoScreenshot
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource, SourceView

PICTURE = b"RIFF\x00\x00\x00\x00WEBPVP8 a picture"
PLANS = "".join(
    f"<section><h2>{name}</h2><p>${amount} per month</p><ul><li>{seats} seats</li><li>Support by mail</li></ul></section>"
    for name, amount, seats in (("Starter", 19, 3), ("Pro", 49, 10), ("Scale", 199, 50))
)
HTML = f"<html><head><title>Pricing</title></head><body><main><h1>Pricing</h1>{PLANS}</main></body></html>"
DEARER = HTML.replace("$49", "$59")


@dataclass
class Studio:
    """A source that is looked at and compared as the workers do it, with a browser at hand."""

    open_work: OpenWork
    viewer: Viewer
    source: SourceView
    parties: Parties
    web: ScriptedWebClient
    queue: RecordingQueue
    clock: FixedClock

    def show(self, html: str, picture: bytes | WebError = PICTURE) -> None:
        answer = page(self.source.source_url, html)
        self.web.answer(
            self.source.source_url, picture if isinstance(picture, WebError) else replace(answer, picture=picture)
        )

    async def look(self, trigger: Trigger = Trigger.MANUAL) -> UUID | None:
        """The document that a picture was asked of, if one was."""
        self.clock.advance(timedelta(hours=1))
        async with self.open_work() as work:
            run = await runs.request(work, self.viewer, self.source.id, trigger=trigger)
        await crawl(self.open_work, run.id, self.parties)
        self.queue.take()
        async with self.open_work() as work:
            compared = await changes.compare(work, run.id)
            await screenshots.ask(work, run.id, compared.confirmed)
        asked = [job.document_id for job in self.queue.take() if isinstance(job, TakePicture)]
        assert len(asked) <= 1
        return asked[0] if asked else None

    async def take(self, document_id: UUID | None) -> bool:
        assert document_id is not None
        return await screenshots.take(self.open_work, document_id, self.parties)

    async def picture(self, document_id: UUID) -> pictures.Picture:
        async with self.open_work() as work:
            return await pictures.picture_of(work, self.viewer, document_id)

    async def reason(self, document_id: UUID) -> str:
        with pytest.raises(NoScreenshot) as caught:
            await self.picture(document_id)
        return str(caught.value)


async def studio_of(
    source_type: str, open_work: OpenWork, viewer: Viewer, parts: Sequence[object], config: dict[str, object]
) -> Studio:
    competitor, parties, web, queue, clock = parts
    assert isinstance(competitor, CompetitorView)
    async with open_work() as work:
        new = NewSource.model_validate(
            {
                "source_type": source_type,
                "source_url": f"https://acme.example/{source_type}/{len(config)}",
                "config": config,
            }
        )
        source = await sources.add(work, viewer, competitor.id, new)
    studio = Studio(open_work, viewer, source, parties, web, queue, clock)  # type: ignore[arg-type]
    studio.show(HTML)
    return studio


@pytest.fixture
def parts(
    competitor: CompetitorView, parties: Parties, web: ScriptedWebClient, queue: RecordingQueue, clock: FixedClock
) -> Sequence[object]:
    return competitor, parties, web, queue, clock


@pytest.fixture
async def studio(open_work: OpenWork, workspace: Viewer, parts: Sequence[object]) -> Studio:
    return await studio_of("pricing", open_work, workspace, parts, {})


async def test_the_first_look_at_prices_is_pictured(studio: Studio) -> None:
    document_id = await studio.look()
    assert await studio.take(document_id)
    assert document_id is not None
    kept = await studio.picture(document_id)
    assert (kept.media_type, kept.taken_at) == ("image/webp", studio.clock.now())
    assert await studio.parties.archive.get(kept.archive_key) == PICTURE
    asked = studio.web.requests[-1]
    assert (asked.render, asked.picture) == (True, True)
    async with studio.open_work() as work:
        assert (await evidence.get_document(work, studio.viewer, document_id)).screenshot_at == studio.clock.now()


async def test_looks_without_a_change_are_not(studio: Studio) -> None:
    await studio.take(await studio.look())
    assert await studio.look() is None
    studio.show(HTML.replace("</main>", "<p>1,204 teams online now</p></main>"))
    await studio.look()
    studio.show(HTML.replace("</main>", "<p>1,377 teams online now</p></main>"))
    assert await studio.look() is None  # a counter counts


async def test_a_change_is_pictured_once_it_is_sure(studio: Studio) -> None:
    first = await studio.look()
    await studio.take(first)
    studio.show(DEARER)
    assert await studio.look() is None  # it waits for its second look
    second = await studio.look(Trigger.CONFIRMATION)
    assert second not in (None, first)
    assert await studio.take(second)


async def test_it_is_taken_once(studio: Studio) -> None:
    document_id = await studio.look()
    assert [await studio.take(document_id), await studio.take(document_id)] == [True, False]
    assert len([one for one in studio.web.requests if one.picture]) == 1


async def test_other_pages_are_pictured_when_their_source_asks(
    open_work: OpenWork, workspace: Viewer, parts: Sequence[object]
) -> None:
    quiet = await studio_of("website", open_work, workspace, parts, {})
    assert await quiet.look() is None
    asking = await studio_of("website", open_work, workspace, parts, {"screenshot": True})
    assert await asking.take(await asking.look())
    asking.show(HTML.replace("Pricing", "News"))
    assert await asking.look() is not None


@pytest.mark.parametrize(
    ("picture", "html", "words"),
    [
        (BrowserUnavailable(reason="it crashed while reading the page"), HTML, "it crashed while reading the page"),
        (b"", HTML, "larger than 2 MB"),
        (
            PICTURE,
            "<title>Just a moment...</title><p>Checking your browser before accessing acme.</p>",
            "something else",
        ),
    ],
)
async def test_what_fails_says_why_and_changes_nothing(
    studio: Studio, picture: bytes | WebError, html: str, words: str
) -> None:
    document_id = await studio.look()
    studio.show(html, picture)
    assert not await studio.take(document_id)
    assert document_id is not None
    assert words in await studio.reason(document_id)
    async with studio.open_work() as work:
        assert (await sources.get(work, studio.source.id)).health == "ok"


async def test_a_full_archive_loses_the_picture_and_nothing_else(studio: Studio) -> None:
    class Full:
        async def put(self, *_: object) -> object:
            raise ArchiveFull

    document_id = await studio.look()
    studio.parties = replace(studio.parties, archive=Full())  # type: ignore[arg-type]
    assert not await studio.take(document_id)
    assert document_id is not None
    assert "no space left" in await studio.reason(document_id)


async def test_a_page_that_was_looked_at_again_meanwhile_is_not_pictured_as_the_old_one(studio: Studio) -> None:
    document_id = await studio.look()
    studio.show(DEARER)
    await studio.look()
    assert not await studio.take(document_id)
    assert document_id is not None
    assert "looked at again" in await studio.reason(document_id)


async def test_it_waits_for_its_turn_at_the_host(studio: Studio) -> None:
    class Busy(FreeHostSlots):
        async def acquire(self, host: str, holder: str, *, delay: float | None, now: float) -> float:
            return 3.0

    document_id = await studio.look()
    studio.parties = replace(studio.parties, slots=Busy())
    assert not await studio.take(document_id)
    assert [job for job in studio.queue.take() if isinstance(job, TakePicture)]
    assert not [one for one in studio.web.requests if one.picture]


async def test_a_page_nobody_asked_to_picture_says_so(
    open_work: OpenWork, workspace: Viewer, parts: Sequence[object]
) -> None:
    quiet = await studio_of("website", open_work, workspace, parts, {})
    await quiet.look()
    async with open_work() as work:
        newest = await pictures.newest_page(work, quiet.source.id)
    assert newest is not None
    assert "None was taken" in await quiet.reason(newest.document_id)


@pytest.mark.browser
async def test_with_a_real_browser_and_a_real_site(
    open_work: OpenWork, workspace: Viewer, competitor: CompetitorView, parties: Parties, queue: RecordingQueue,
    clock: FixedClock,
) -> None:  # fmt: skip
    if find_chromium() is None:
        pytest.skip("there is no Chromium on this machine (set CHROME_PATH)")

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        found = request.path == "/pricing"
        return web.Response(text=HTML if found else "", status=200 if found else 404, content_type="text/html")

    runner = web.ServerRunner(web.Server(answer, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    client = SafeWebClient(allow_networks=(ip_network("127.0.0.1/32"),))
    try:
        async with open_work() as work:
            url = f"http://127.0.0.1:{runner.addresses[0][1]}/pricing"
            new = NewSource(source_type="pricing", source_url=url)
            source = await sources.add(work, workspace, competitor.id, new)
        real = replace(parties, web=client)
        studio = Studio(open_work, workspace, source, real, ScriptedWebClient(), queue, clock)
        document_id = await studio.look()
        assert await studio.take(document_id)
        assert document_id is not None
        body = await real.archive.get((await studio.picture(document_id)).archive_key)
        assert (body[:4], body[8:12]) == (b"RIFF", b"WEBP")
    finally:
        await client.close()
        await runner.cleanup()

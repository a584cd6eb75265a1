"""Sources that things are brought to, suggestions of competitors, and the pictures of a change."""

from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.pagination import PageRequest
from competedexter.jobs import CrawlNow
from competedexter.market.changes import service as changes
from competedexter.market.changes.schemas import ChangeFilters
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import NewCompetitor
from competedexter.market.crawling.schemas import NamedBy, SuggestedCompetitor
from competedexter.market.evidence import pictures
from competedexter.market.evidence.schemas import NewObject
from competedexter.market.sources import hooks
from competedexter.market.sources import service as sources
from competedexter.runtime import Runtime
from competedexter.ui.changes.state import ChangePage
from competedexter.ui.competitors import suggested
from competedexter.ui.competitors.state import AddCompetitor
from competedexter.ui.competitors.suggested import Suggested
from competedexter.ui.session import COOKIE
from competedexter.ui.session_forms import FLASH_COOKIE, read_flash
from competedexter.ui.sources.add_state import AddSource
from competedexter.ui.sources.bring_state import Brought
from competedexter.ui.sources.door import ROUTES
from competedexter.ui.sources.options import options_of
from tests.ui.conftest import Page, session_of
from tests.ui.every_source import furnish

ROWS = b"id,name,date\n1,Login,2026-01-02\n2,Search,2026-01-03\n"
MAPPING = {"map-format": "csv", "map-title": "name", "map-date": "date", "map-fields": "id = id"}


@pytest_asyncio.fixture
async def acme(database: Database, workspace: Viewer, queue: RecordingQueue) -> UUID:
    async with database.workspace(workspace.workspace_id, workspace.user_id) as work:
        made = await competitors.add(work, workspace, NewCompetitor(name="Acme", domain="acme.example"))
    queue.take()
    return made.id


@pytest_asyncio.fixture
async def browser(runtime: Runtime, page: Page) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Starlette(routes=ROUTES), client=("127.0.0.1", 1))
    headers, cookies = {"origin": "http://house.test"}, {COOKIE: page.cookie}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://house.test", headers=headers, cookies=cookies
    ) as client:
        yield client


async def added(page: Page, acme: UUID, fed: str) -> None:
    """A custom source that is fed, added on its page."""
    await page.go(f"/sources/add?type=custom&competitor={acme}")
    await page.call(AddSource, "load")
    await page.call(AddSource, "feed_by", fed)
    await page.call(AddSource, "look", {"competitor": str(acme), **MAPPING})
    form = await page.state(AddSource)
    assert (form.problem_words, form.busy, form.preview.words) == ("", False, "Read when it comes")
    await page.call(AddSource, "save")


async def the_source(runtime: Runtime, workspace: Viewer, acme: UUID) -> sources.SourceView:
    async with runtime.database.workspace(workspace.workspace_id, workspace.user_id) as work:
        return next(one for one in await sources.list_for(work, workspace, acme) if one.source_type == "custom")


async def test_a_source_that_is_fed_is_added_without_an_address_and_takes_a_file(
    page: Page, browser: httpx.AsyncClient, acme: UUID, runtime: Runtime, workspace: Viewer, queue: RecordingQueue
) -> None:
    await added(page, acme, "upload")
    source = await the_source(runtime, workspace, acme)
    assert source.config["feedBy"] == "upload"
    assert not [job for job in queue.take() if isinstance(job, CrawlNow)], "nothing is looked at"
    await page.go(f"/sources/{source.id}")
    await page.call(Brought, "load")
    shown = await page.state(Brought)
    assert (shown.takes_files, shown.takes_hooks, shown.has_hook) == (True, True, False)
    answer = await browser.post(shown.send_to, files={"file": ("list.csv", ROWS, "application/vnd.ms-excel")})
    assert answer.headers["location"] == f"/sources/{source.id}"
    assert [job for job in queue.take() if isinstance(job, CrawlNow)]
    answer = await browser.post(shown.send_to, files={"file": ("list.exe", ROWS)})
    assert answer.headers["location"] == f"/sources/{source.id}?problem=1"
    assert "CSV" in read_flash(browser.cookies[FLASH_COOKIE])["sentence"]


async def test_only_its_workspace_brings_a_source_something(
    browser: httpx.AsyncClient, page: Page, acme: UUID, runtime: Runtime, workspace: Viewer, stranger: Viewer,
    queue: RecordingQueue,
) -> None:  # fmt: skip
    await added(page, acme, "upload")
    source = await the_source(runtime, workspace, acme)
    queue.take()
    browser.cookies.clear()
    browser.cookies.set(COOKIE, await session_of(runtime, stranger))
    answer = await browser.post(f"/send/source/{source.id}", files={"file": ("list.csv", ROWS)})
    assert answer.headers["location"].endswith("?problem=1")
    assert not queue.take()


async def test_a_hook_is_told_once_and_closed(page: Page, acme: UUID, runtime: Runtime, workspace: Viewer) -> None:
    await added(page, acme, "webhook")
    source = await the_source(runtime, workspace, acme)
    await page.go(f"/sources/{source.id}")
    await page.call(Brought, "load")
    await page.call(Brought, "open_hook")
    shown = await page.state(Brought)
    token = shown.address.rpartition("/")[2]
    assert shown.has_hook
    async with runtime.database.look_up() as work:
        assert (await hooks.by_token(work, token)).source_id == source.id
    await page.call(Brought, "load")
    assert (shown.address, shown.has_hook, bool(shown.hook_since)) == ("", True, True)
    await page.call(Brought, "close_hook")
    assert not shown.has_hook


async def test_a_hook_is_nothing_for_strangers(
    page: Page, acme: UUID, runtime: Runtime, workspace: Viewer, stranger: Viewer
) -> None:
    await added(page, acme, "webhook")
    source = await the_source(runtime, workspace, acme)
    page.cookie = await session_of(runtime, stranger)
    await page.go(f"/sources/{source.id}")
    await page.call(Brought, "load")
    assert (await page.state(Brought)).status == "missing"


def test_types_are_told_what_only_they_know() -> None:
    assert options_of("tech_stack", {"via": "builtwith", "publisher": "G2"}) == {"via": "builtwith"}
    assert options_of("reviews", {"publisher": " G2 "}) == {"publisher": "G2"}
    assert options_of("jobs", {"via": "builtwith", "publisher": "G2"}) == {}
    assert options_of("tech_stack", {"via": "anything"}) == {}


async def test_a_suggestion_fills_the_form_is_dismissed_for_the_workspace_and_taken_back(
    page: Page, acme: UUID, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = NamedBy(competitor_id=acme, competitor="Acme", url="https://acme.example/vs/minutely", observed_at=clock.now())

    async def rivals(work: object, viewer: Viewer) -> tuple[SuggestedCompetitor, ...]:
        gone = await suggested.suggesting._dismissed(work, viewer)  # type: ignore[arg-type]  # a Work
        return () if "minutely" in gone else (SuggestedCompetitor(name="Minutely", named_by=(by, by)),)

    monkeypatch.setattr(suggested.suggesting, "suggestions", rivals)
    await page.go("/competitors")
    await page.call(Suggested, "load")
    shown = await page.state(Suggested)
    assert [(row.name, row.who, row.short, row.others) for row in shown.rows] == [
        ("Minutely", "Acme", "acme.example/vs/minutely", "")
    ]
    await page.call(AddCompetitor, "suggest", "Minutely")
    assert (await page.state(AddCompetitor)).suggested == "Minutely"
    await page.call(Suggested, "dismiss", "Minutely")
    assert (shown.rows, shown.dismissed) == ([], "Minutely")
    await page.call(Suggested, "undo")
    assert ([row.name for row in shown.rows], shown.dismissed) == (["Minutely"], "")


async def test_a_change_shows_both_pictures_or_none(
    page: Page, database: Database, clock: FixedClock, workspace: Viewer, runtime: Runtime
) -> None:
    made = await furnish(database, clock, workspace)
    page.cookie = await session_of(runtime, workspace)
    async with database.workspace(workspace.workspace_id, workspace.user_id) as work:
        found = await changes.find(work, workspace, ChangeFilters(competitor_id=made.id), PageRequest(1, 100))
        views = [await changes.get(work, workspace, one.id) for one in found.items]
    two = next(
        view
        for view in views
        if view.evidence_before
        and view.evidence_after
        and view.evidence_before.document_id != view.evidence_after.document_id
    )
    assert two.evidence_before
    assert two.evidence_after
    sides = [two.evidence_before.document_id, two.evidence_after.document_id]
    for counted, document_id in enumerate(sides):
        await page.go(f"/changes/{two.id}")
        await page.call(ChangePage, "load")
        assert (await page.state(ChangePage)).pictures == [], f"{counted} of two are pictured"
        put = await runtime.archive.put(workspace.workspace_id, b"a picture %d" % counted, "image/webp")
        async with database.workspace(workspace.workspace_id) as work:
            new = NewObject(put.key, put.size, put.stored_size, "image/webp", put.sha256)
            await pictures.keep(work, document_id, new)
    await page.call(ChangePage, "load")
    shown = (await page.state(ChangePage)).pictures
    assert [row.side for row in shown] == ["Before", "After"]
    assert [row.src for row in shown] == [f"/archive/{document_id}/picture" for document_id in sides]

"""What pages load and do, without server or browser."""

import pytest

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.database import Database
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.jobs import DiscoverCompetitor
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import NewCompetitor
from competedexter.ui.changes.state import ChangesPage
from competedexter.ui.competitor.state import CompetitorPage, EditCompetitor
from competedexter.ui.competitors.state import AddCompetitor, CompetitorTable
from competedexter.ui.documents.state import DocumentPage
from competedexter.ui.frame_state import Frame
from competedexter.ui.inbox.state import InboxPage
from competedexter.ui.overview.state import OverviewPage
from competedexter.ui.settings.state import SettingsPage
from competedexter.ui.sources.state import SourcesPage
from competedexter.ui.welcome.state import Welcome
from tests.ui.conftest import Page, session_of

SOME_ID = "01a205e1-b7bb-7760-9908-6778df57d1f5"
PAGES = [
    ("/overview", OverviewPage),
    ("/inbox", InboxPage),
    ("/changes", ChangesPage),
    ("/competitors", CompetitorTable),
    ("/sources", SourcesPage),
    ("/settings", SettingsPage),
]


async def watch(database: Database, viewer: Viewer, name: str, tier: str = "primary") -> str:
    async with database.workspace(viewer.workspace_id, viewer.user_id) as work:
        new = NewCompetitor(name=name, domain=f"{name.lower()}.com", tier=tier, discover=False)  # type: ignore[arg-type]
        return str((await competitors.add(work, viewer, new)).id)


@pytest.mark.parametrize(("path", "kind"), PAGES)
async def test_a_page_of_a_new_workspace_is_ready_and_empty(path: str, kind: type, page: Page) -> None:
    await page.go(path)
    await page.call(kind, "load")
    assert (await page.state(kind)).status == "ready"


@pytest.mark.parametrize(
    "path",
    [
        "/competitors?q=" + "x" * 500 + "&tier=nope&sort=DROP&page=-3&archived=maybe",
        "/changes?label=nope&about=x&competitor=not-an-id",
        "/changes?after=not-a-cursor",
        "/inbox?severity=x&competitor=not-an-id&item=x",
        "/sources?health=x&page=1e9",
    ],
)
async def test_a_mangled_address_never_breaks_a_page(path: str, page: Page) -> None:
    kind = {path: kind for path, kind in PAGES}[path.partition("?")[0]]  # noqa: C416
    await page.go(path)
    await page.call(kind, "load")
    state = await page.state(kind)
    assert state.status in ("ready", "missing", "failed")
    assert "Traceback" not in state.problem


async def test_the_address_narrows_and_sorts_the_table(page: Page, database: Database, workspace: Viewer) -> None:
    for name, tier in (("Acme", "primary"), ("Globex", "watch"), ("Initech", "primary")):
        await watch(database, workspace, name, tier)
    await page.go("/competitors?tier=primary&sort=-name")
    await page.call(CompetitorTable, "load")
    table = await page.state(CompetitorTable)
    assert [row.name for row in table.rows] == ["Initech", "Acme"]
    assert (table.span, table.has_next) == ("1\u20132 of 2", False)


async def test_adding_by_domain_alone_names_it_and_starts_discovery(page: Page, queue: RecordingQueue) -> None:
    await page.go("/competitors")
    assert await page.call(AddCompetitor, "submit", {"domain": "acme.com", "name": "", "tags": "a, b"}) is not None
    assert [type(job) for job in queue.take()] == [DiscoverCompetitor]
    await page.call(CompetitorTable, "load")
    (row,) = (await page.state(CompetitorTable)).rows
    assert (row.name, row.domain, row.tags, row.coverage) == ("Acme", "acme.com", ["a", "b"], "Looking")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"domain": "not a domain"}, "is not a domain"),
        ({"domain": ""}, "Type a domain"),
        ({}, "Type a domain"),
        ({"domain": "acme.com", "name": "x" * 500}, "Name"),
        ({"domain": "acme.com", "tier": "best"}, "Tier"),
        ({"domain": {"a": 1}}, "is not a domain"),
    ],
)
async def test_what_is_wrong_with_a_new_competitor_is_said_beside_the_form(
    form: dict[str, object], words: str, page: Page
) -> None:
    await page.go("/competitors")
    assert await page.call(AddCompetitor, "submit", form) is None
    assert words in (await page.state(AddCompetitor)).problem


async def test_an_archived_competitor_can_be_found_and_restored(
    page: Page, database: Database, workspace: Viewer
) -> None:
    acme = await watch(database, workspace, "Acme")
    await page.go("/competitors")
    await page.call(CompetitorTable, "archive", acme)
    await page.call(CompetitorTable, "load")
    assert (await page.state(CompetitorTable)).rows == []
    await page.go("/competitors?archived=1")
    await page.call(CompetitorTable, "load")
    assert [row.archived for row in (await page.state(CompetitorTable)).rows] == [True]
    await page.call(CompetitorTable, "restore", acme)
    await page.go("/competitors")
    await page.call(CompetitorTable, "load")
    assert [row.name for row in (await page.state(CompetitorTable)).rows] == ["Acme"]


async def test_another_workspaces_competitor_is_not_there(
    page: Page, database: Database, workspace: Viewer, stranger: Viewer, runtime: object
) -> None:
    acme = await watch(database, workspace, "Acme")
    page.cookie = await session_of(runtime, stranger)  # type: ignore[arg-type]
    await page.go(f"/competitors/{acme}")
    await page.call(CompetitorPage, "load")
    state = await page.state(CompetitorPage)
    assert (state.status, state.head.name) == ("missing", "")


@pytest.mark.parametrize("path", [f"/competitors/{SOME_ID}", "/competitors/x", "/competitors/"])
async def test_an_unknown_competitor_is_missing_not_an_error(path: str, page: Page) -> None:
    await page.go(path)
    await page.call(CompetitorPage, "load")
    assert (await page.state(CompetitorPage)).status == "missing"


async def test_an_unknown_document_is_missing(page: Page) -> None:
    await page.go(f"/documents/{SOME_ID}?start=1&end=2")
    await page.call(DocumentPage, "load")
    assert (await page.state(DocumentPage)).status == "missing"


async def test_editing_closes_the_sheet_only_when_it_was_saved(
    page: Page, database: Database, workspace: Viewer
) -> None:
    acme = await watch(database, workspace, "Acme")
    await page.go(f"/competitors/{acme}")
    await page.call(EditCompetitor, "submit", {"name": "", "tier": "watch", "tags": ""})
    state = await page.state(EditCompetitor)
    assert state.problem
    assert state.saved == 0
    await page.call(EditCompetitor, "submit", {"name": "Acme 2", "tier": "watch", "tags": "eu"})
    assert (state.problem, state.saved) == ("", 1)
    await page.call(CompetitorPage, "load")
    head = (await page.state(CompetitorPage)).head
    assert (head.name, head.tier, head.tags) == ("Acme 2", "watch", ["eu"])


async def test_pasted_lines_are_added_one_by_one_and_each_says_what_became_of_it(page: Page) -> None:
    await page.go("/welcome")
    await page.call(Welcome, "submit", {"who": "acme.com\nacme.com\nnot a domain !\nGlobex, globex.io"})
    rows = (await page.state(Welcome)).added
    assert [bool(row.href) for row in rows] == [True, False, False, True]
    assert "watched already" in rows[1].problem


async def test_settings_are_saved_and_shown_in_the_frame(page: Page) -> None:
    await page.go("/settings")
    await page.call(SettingsPage, "save_profile", {"name": "Ada King"})
    await page.call(SettingsPage, "save_workspace", {"name": "Engines"})
    await page.go("/settings")
    await page.call(SettingsPage, "load")
    state = await page.state(SettingsPage)
    assert (state.name, state.workspace) == ("Ada King", "Engines")


async def test_the_frame_knows_names_for_the_palette(page: Page, database: Database, workspace: Viewer) -> None:
    acme = await watch(database, workspace, "Acme")
    await page.go("/overview")
    await page.call(Frame, "load")
    frame = await page.state(Frame)
    assert [(row.name, row.value) for row in frame.competitors] == [("Acme", f"/competitors/{acme}")]
    assert frame.unread_words == "0"

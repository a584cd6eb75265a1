"""The demo: a year of three invented vendors, told by the real path, and a price that can be changed."""

from collections import Counter
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
import pytest_asyncio

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.demo import service as demo
from competedexter.demo import site
from competedexter.demo.schemas import NotTheDemo
from competedexter.demo.service import looks_back
from competedexter.demo.web import DemoSitesWeb, base_url
from competedexter.foundation.clock import FixedClock, SystemClock
from competedexter.foundation.database import Database
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.pagination import Cursor, PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.integrations.web.protocol import WebRequest
from competedexter.integrations.web.scripted import ScriptedWebClient
from competedexter.jobs import CrawlNow, SeedDemo
from competedexter.market.alerts import service as alerts
from competedexter.market.alerts.schemas import AlertFilters
from competedexter.market.changes import service as changes
from competedexter.market.changes.schemas import ChangeFilters, ChangeView, TimelineFilters
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import CompetitorFilters
from competedexter.market.sources import service as sources
from competedexter.runtime import Runtime, build
from tests.conftest import make_viewer, settings_for
from tests.services import Services

PORT = 3999
BASE = base_url("0.0.0.0", PORT)
SOMEONE, ANOTHER = UUID(int=1), UUID(int=2)


@pytest.fixture(scope="module")
def queue() -> RecordingQueue:
    return RecordingQueue()


@pytest_asyncio.fixture(scope="module")
async def runtime(services: Services, template: str, tmp_path_factory, queue: RecordingQueue):
    """One database for this module: the year takes some seconds to tell."""
    url = await services.create_database(services.new_name("demo"), template)
    settings = settings_for(url, services.new_redis_url(), tmp_path_factory.mktemp("demo"))
    settings = settings.model_copy(update={"port": PORT, "crawl_browser": "off"})
    built = build(settings, clock=SystemClock(), queue=queue)
    yield built
    await built.close()


@pytest_asyncio.fixture(scope="module")
async def workspace(runtime: Runtime) -> Viewer:
    return await make_viewer(runtime.database)


@pytest_asyncio.fixture(scope="module")
async def seeded(runtime: Runtime, workspace: Viewer, queue: RecordingQueue) -> Viewer:
    async with runtime.database.system() as work:
        workspace_id = await demo.open_demo(work, workspace)
    seed = next(job for job in queue.take() if isinstance(job, SeedDemo))
    await runtime.seed_demo(seed.workspace_id, seed.user_id)
    return Viewer(workspace.user_id, workspace_id, Role.OWNER, workspace.email, workspace.name)


async def every_change(work: Work, viewer: Viewer) -> list[ChangeView]:
    listed: list[ChangeView] = []
    cursor = None
    while True:
        page = PageRequest(page_size=100, cursor=Cursor.decode(cursor) if cursor else None)
        found = await changes.find(work, viewer, ChangeFilters(), page)
        listed.extend(found.items)
        cursor = found.next_cursor
        if cursor is None:
            return listed


async def test_the_year_is_told_with_its_moves_swap_launch_outage_and_noise(runtime: Runtime, seeded: Viewer) -> None:
    async with runtime.database.workspace(seeded.workspace_id, seeded.user_id) as work:
        ledger = await every_change(work, seeded)
        vendors = (await competitors.find(work, seeded, CompetitorFilters(), PageRequest())).items
        deskmoor = next(view for view in vendors if view.name == "Deskmoor")
        timeline = await changes.timeline(work, seeded, deskmoor.id, TimelineFilters(), PageRequest(page_size=100))
        unread = await alerts.unread_count(work, seeded)
        raised = await alerts.find(work, seeded, AlertFilters(), PageRequest(page_size=100))
    kinds = Counter(change.kind for change in ledger)
    summaries = [change.summary for change in ledger]
    assert sorted(view.name for view in vendors) == ["Deskmoor", "Helplark", "Ticketwren"]
    assert kinds["plan_price_raised"] >= 7, summaries
    assert kinds["plan_price_lowered"] >= 2, summaries
    assert kinds["plan_added"] == 1, summaries
    assert kinds["plan_removed"] == 1, summaries
    assert any(change.label in ("noise", "minor") for change in ledger)
    assert "source_recovered" in {entry.kind for entry in timeline.items}
    oldest = min(change.observed_at for change in ledger)
    assert timedelta(days=300) < runtime.clock.now() - oldest < timedelta(days=366)
    assert raised.pagination.total >= 12
    assert 0 < unread < raised.pagination.total
    prices = [change for change in ledger if change.kind in ("plan_price_raised", "plan_price_lowered")]
    team = [change for change in prices if change.data["plan"] == "Team"]
    assert [(change.data["before"]["amount"], change.data["after"]["amount"]) for change in reversed(team)] == [
        ("29.00", "35.00"),
        ("35.00", "39.00"),
    ]


async def test_a_price_move_is_told_once_as_a_price_and_not_again_as_words(runtime: Runtime, seeded: Viewer) -> None:
    async with runtime.database.workspace(seeded.workspace_id, seeded.user_id) as work:
        ledger = await every_change(work, seeded)
    moved = {(c.source_id, c.observed_at) for c in ledger if c.kind in ("plan_price_raised", "plan_price_lowered")}
    words = [c for c in ledger if c.kind == "page_changed" and (c.source_id, c.observed_at) in moved]
    assert words
    assert [c.summary for c in words if c.label == "significant"] == []


async def test_a_new_claim_on_every_page_of_a_site_is_one_alert(runtime: Runtime, seeded: Viewer) -> None:
    async with runtime.database.workspace(seeded.workspace_id, seeded.user_id) as work:
        raised = await alerts.find(work, seeded, AlertFilters(), PageRequest(page_size=100))
    claims = [alert.title for alert in raised.items if "The help desk" in str(alert.data.get("edits"))]
    assert len(claims) == 1, claims


async def test_seeding_twice_changes_nothing(runtime: Runtime, seeded: Viewer) -> None:
    async with runtime.database.workspace(seeded.workspace_id, seeded.user_id) as work:
        before = (await changes.find(work, seeded, ChangeFilters(), PageRequest())).pagination.total
    await runtime.seed_demo(seeded.workspace_id, seeded.user_id)
    async with runtime.database.workspace(seeded.workspace_id, seeded.user_id) as work:
        after = (await changes.find(work, seeded, ChangeFilters(), PageRequest())).pagination.total
    assert before == after > 0


async def test_a_demo_whose_seeding_was_lost_is_seeded_by_the_clock_and_one_that_is_ready_is_left(
    runtime: Runtime, seeded: Viewer, queue: RecordingQueue
) -> None:
    visitor = await make_viewer(runtime.database, "Grace Hopper")
    async with runtime.database.system() as work:
        workspace_id = await demo.open_demo(work, visitor)
    queue.take()  # lost
    later = Database(runtime.settings, clock=FixedClock(runtime.clock.now() + timedelta(seconds=31)), queue=queue)
    async with later.system() as work:
        assert await demo.sweep(work) == 1
    await later.close()
    assert queue.take() == [SeedDemo(workspace_id, visitor.user_id)]


async def test_a_changed_price_is_on_the_site_at_once_and_its_crawl_is_queued(
    runtime: Runtime, seeded: Viewer, queue: RecordingQueue
) -> None:
    first = await demo.change_price(runtime.database, seeded)
    second = await demo.change_price(runtime.database, seeded)
    assert (first.vendor, first.plan) != (second.vendor, second.plan)
    assert first.after > first.before
    page = await site.answer(runtime.database, str(seeded.workspace_id), "ticketwren/pricing")
    assert page is not None
    assert f"${first.after}" in page.text
    assert CrawlNow(seeded.workspace_id, first.crawl_run_id) in queue.take()


async def test_an_ordinary_workspace_has_no_sites_and_no_price_to_change(runtime: Runtime, workspace: Viewer) -> None:
    assert await site.answer(runtime.database, str(workspace.workspace_id), "ticketwren/pricing") is None
    assert await site.answer(runtime.database, "not-an-id", "ticketwren/pricing") is None
    with pytest.raises(NotTheDemo):
        await demo.change_price(runtime.database, workspace)


def test_the_looks_of_a_year_are_in_order_and_not_too_many() -> None:
    looks = looks_back()
    assert [look.days_ago for look in looks] == sorted((look.days_ago for look in looks), reverse=True)
    assert 80 < len(looks) < 200


@pytest.mark.parametrize(
    "url",
    [
        "https://ticketwren.example/../api/v1/me",
        "https://ticketwren.example/%2e%2e/api",
        "https://u@ticketwren.example/pricing",
        "https://ticketwren.example:8443/pricing",
        "http://ticketwren.example/pricing",
        "https://www.ticketwren.example/pricing",
        f"http://127.0.0.1:{PORT}/demo-sites/{SOMEONE}/../../api/v1/me",
        f"http://127.0.0.1:{PORT}/demo-sites/{SOMEONE}/%2e%2e/api",
        f"http://127.0.0.1:{PORT}/demo-sites/{SOMEONE}",
        f"http://127.0.0.1:{PORT}/demo-sites/{ANOTHER}/ticketwren/pricing",
        f"http://127.0.0.1:{PORT}/api/v1/me",
        f"http://u@127.0.0.1:{PORT}/demo-sites/{SOMEONE}/a",
        f"http://127.0.0.1:x/demo-sites/{SOMEONE}/a",
        f"https://127.0.0.1:{PORT}/demo-sites/{SOMEONE}/a",
        f"http://localhost:{PORT}/demo-sites/{SOMEONE}/a",
        "http://[::1/demo-sites/",
        f"http://169.254.169.254/demo-sites/{SOMEONE}/a",
    ],
)
def test_only_the_demos_own_addresses_open_the_door_to_loopback(url: str) -> None:
    assert sites(SOMEONE).served_at(url) is None


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://ticketwren.example/pricing", "ticketwren/pricing"),
        ("https://helplark.example", "helplark/"),
        (f"http://127.0.0.1:3111/demo-sites/{SOMEONE}/deskmoor/docs", "deskmoor/docs"),  # seeded by the first version
    ],
)
def test_a_demo_page_is_read_where_the_product_is_served_now_in_the_readers_workspace(url: str, place: str) -> None:
    assert sites(SOMEONE).served_at(url) == f"http://127.0.0.1:{PORT}/demo-sites/{SOMEONE}/{place}"
    assert sites(None).served_at(url) is None


async def test_a_demo_page_keeps_the_address_it_was_asked_for() -> None:
    served = f"{BASE}/demo-sites/{SOMEONE}/ticketwren/pricing"
    own = ScriptedWebClient({served: "<h1>Pricing</h1>"})
    web = DemoSitesWeb(ScriptedWebClient(), own, BASE).within(SOMEONE)
    answer = await web.get(WebRequest("https://ticketwren.example/pricing"))
    assert (answer.url, answer.status) == ("https://ticketwren.example/pricing", 200)


async def test_no_address_of_a_demo_names_a_port_or_this_machine(runtime: Runtime, seeded: Viewer) -> None:
    async with runtime.database.workspace(seeded.workspace_id, seeded.user_id) as work:
        vendors = (await competitors.find(work, seeded, CompetitorFilters(), PageRequest())).items
        listed = [source for vendor in vendors for source in await sources.list_for(work, seeded, vendor.id)]
    addresses = {vendor.website_url for vendor in vendors} | {source.source_url for source in listed}
    assert {urlsplit(address).netloc for address in addresses} == {vendor.domain for vendor in vendors}


def sites(workspace_id: UUID | None) -> DemoSitesWeb:
    return DemoSitesWeb(ScriptedWebClient(), ScriptedWebClient(), BASE, workspace_id)

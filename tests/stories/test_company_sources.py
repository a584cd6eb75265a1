"""Four kinds of sources on loopback, looked at twice each: technology, company, features, reviews; what moved is told."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
import pytest_asyncio
from aiohttp import web

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.job_queue import Job, RecordingQueue
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.settings import Settings
from competedexter.integrations.archive.folder import FolderArchive
from competedexter.integrations.web.client import SafeWebClient
from competedexter.jobs import CompareSnapshots, ConfirmChanges, CrawlSource, EvaluateAlerts
from competedexter.market.alerts import service as alerts
from competedexter.market.changes import service as changes
from competedexter.market.changes.schemas import ChangeFilters
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import NewCompetitor
from competedexter.market.crawlers.outside import Outside
from competedexter.market.crawling import runs
from competedexter.market.crawling import service as crawling
from competedexter.market.crawling.host_slots import FreeHostSlots
from competedexter.market.crawling.schemas import Parties
from competedexter.market.evidence import service as evidence
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource
from tests.conftest import make_viewer

pytestmark = pytest.mark.story

WORDS = "Acme keeps the minutes of your meetings and sends them to everyone who was there, on time and in full. " * 8
Told = list[tuple[str, str, str]]


class Site:
    """A server whose answers a test sets: path to (body, media type, headers)."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[bytes, str, dict[str, str]]] = {}
        self.address = ""

    def html(self, path: str, head: str, body: str, headers: dict[str, str] | None = None) -> None:
        page = f"<!doctype html><html lang=en><head><title>Acme</title>{head}</head><body><main>{body}</main></body></html>"
        self.answers[path] = (page.encode(), "text/html", headers or {})

    def json(self, path: str, told: object) -> None:
        self.answers[path] = (orjson.dumps(told), "application/json", {})

    async def answer(self, request: web.Request) -> web.Response:
        if request.path not in self.answers:
            return web.Response(status=404, text="not here")
        body, kind, headers = self.answers[request.path]
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)


@pytest_asyncio.fixture
async def site() -> AsyncIterator[Site]:
    site, app = Site(), web.Application()
    app.router.add_get("/{path:.*}", site.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield site
    await runner.cleanup()


class Watch:
    """A competitor's sources, looked at when a test says so; what the workers do is done in order."""

    def __init__(self, database: Database, queue: RecordingQueue, clock: FixedClock, viewer: Viewer, parties: Parties):
        self.queue, self.clock, self.viewer, self.parties = queue, clock, viewer, parties
        self.open_work = database.opener(viewer.workspace_id, viewer.user_id)
        self.competitor: UUID | None = None

    async def add(self, source_type: str, url: str) -> UUID:
        async with self.open_work() as work:
            if self.competitor is None:
                new = NewCompetitor(name="Acme", domain="acme.example", discover=False)
                self.competitor = (await competitors.add(work, self.viewer, new)).id
            new_source = NewSource.model_validate({"source_type": source_type, "source_url": url})
            source = await sources.add(work, self.viewer, self.competitor, new_source)
        self.queue.take()
        return source.id

    async def look(self, source_id: UUID) -> str:
        """One look and whatever it asks for; returns the state of the last run."""
        self.clock.advance(timedelta(days=1))
        async with self.open_work() as work:
            run = await runs.request(work, self.viewer, source_id)
        while jobs := self.queue.take():
            for job in jobs:
                await self.carry_out(job)
        async with self.open_work() as work:
            return (await runs.get(work, self.viewer, run.id)).state

    async def carry_out(self, job: Job) -> None:
        match job:
            case CrawlSource(crawl_run_id=run_id):
                await crawling.crawl(self.open_work, run_id, self.parties)
            case CompareSnapshots(crawl_run_id=run_id):
                async with self.open_work() as work:
                    compared = await changes.compare(work, run_id, confirm_after=60)
                    if not compared.confirmed:
                        await alerts.settle(work, run_id)
            case EvaluateAlerts(crawl_run_id=run_id):
                async with self.open_work() as work:
                    await alerts.evaluate_run(work, run_id)
            case ConfirmChanges(source_id=source_id):
                self.clock.advance(timedelta(seconds=61))
                async with self.open_work() as work:
                    await runs.look_again(work, source_id)

    async def changes(self, *kinds: str) -> list[Any]:
        async with self.open_work() as work:
            found = await changes.find(work, self.viewer, ChangeFilters(), PageRequest(page_size=100))
        return [change for change in found.items if change.kind in kinds]

    async def told(self, *kinds: str) -> Told:
        return sorted((change.kind, change.summary, change.state) for change in await self.changes(*kinds))

    async def quoted(self, change: Any) -> str:
        spot = change.evidence_after or change.evidence_before
        async with self.open_work() as work:
            return await evidence.quote_at(work, spot.document_id, spot.start, spot.end)


@pytest_asyncio.fixture
async def watch(settings: Settings, site: Site, tmp_path: Path) -> AsyncIterator[Watch]:
    clock, queue = FixedClock(datetime(2026, 3, 1, tzinfo=UTC)), RecordingQueue()
    database = Database(settings, clock=clock, queue=queue)
    fetcher = SafeWebClient(allow_networks=(ip_network("127.0.0.1/32"),), browser=False)
    viewer = await make_viewer(database)

    async def silent(*_message: object) -> None:
        return None

    outside = Outside({"https://www.wikidata.org": site.address, "https://itunes.apple.com": site.address})
    parties = Parties(fetcher, FolderArchive(tmp_path / "archive"), FreeHostSlots(), silent, outside=outside)
    yield Watch(database, queue, clock, viewer, parties)
    await fetcher.close()
    await database.close()


async def test_a_payment_provider_that_goes_and_another_that_comes(site: Site, watch: Watch) -> None:
    source = await watch.add("tech_stack", f"{site.address}/")
    braintree, stripe = (f"<script src='https://js.{name}.com/v3'></script>" for name in ("braintreegateway", "stripe"))
    site.html("/", braintree, f"<p>{WORDS}</p>", {"Server": "cloudflare"})
    assert await watch.look(source) == "succeeded"
    assert await watch.look(source) == "unchanged"
    site.html("/", stripe, f"<p>{WORDS}</p>", {"Server": "cloudflare", "CF-Ray": "2"})  # not a word of the page moved
    assert await watch.look(source) == "succeeded"
    assert await watch.told("technology_added", "technology_removed") == [
        ("technology_added", "Stripe (payment) is in use now", "confirmed"),
        ("technology_removed", "Braintree (payment) is not in use any more", "confirmed"),
    ]
    (added,) = await watch.changes("technology_added")
    assert await watch.quoted(added) == "Stripe (payment)\nhttps://js.stripe.com"


async def test_a_technology_that_only_flickers_is_taken_back(site: Site, watch: Watch) -> None:
    source = await watch.add("tech_stack", f"{site.address}/")
    head = "<script src='https://cdn.optimizely.com/js/1.js'></script>"
    site.html("/", head, f"<p>{WORDS}</p>")
    await watch.look(source)
    full = site.answers["/"]
    site.html("/", "", f"<p>{WORDS}</p>")
    again = watch.carry_out

    async def seen_again(job: Job) -> None:
        if isinstance(job, ConfirmChanges):
            site.answers["/"] = full
        await again(job)

    watch.carry_out = seen_again  # type: ignore[method-assign]  # the site changes between the two looks
    await watch.look(source)
    assert await watch.told("technology_removed") == [
        ("technology_removed", "Optimizely (A/B testing) is not in use any more", "reverted")
    ]


def wikidata(chief: str, employees: int) -> dict[str, object]:
    def claim(value: object) -> dict[str, object]:
        return {"mainsnak": {"datavalue": {"value": value}}, "rank": "normal"}

    claims = {
        "P169": [claim({"id": chief})],
        "P1128": [claim({"amount": f"+{employees}"})],
        "P856": [claim("https://a.example")],
    }
    return {"entities": {"Q5": {"labels": {"en": {"value": "Acme"}}, "claims": claims}}}


async def test_a_new_chief_executive_in_wikidata_is_told_with_high_severity(site: Site, watch: Watch) -> None:
    site.json(
        "/w/api.php", {"entities": {n: {"labels": {"en": {"value": v}}} for n, v in (("Q7", "Ann"), ("Q8", "Bob"))}}
    )
    site.json("/wiki/Special:EntityData/Q5.json", wikidata("Q7", 900))
    source = await watch.add("company_info", "https://www.wikidata.org/wiki/Q5")
    assert await watch.look(source) == "succeeded"
    site.json("/wiki/Special:EntityData/Q5.json", wikidata("Q8", 1200))
    assert await watch.look(source) == "succeeded"
    found = await watch.changes("company_changed")
    assert {(change.summary, change.severity, change.label) for change in found} == {
        ("Chief executive: Ann → Bob (Wikidata)", "high", "significant"),
        ("Employees: 900 → 1200 (Wikidata)", "medium", "significant"),
    }
    assert "Bob" in await watch.quoted(next(change for change in found if change.data["leadership"]))


TABLE = """<h1>Compare plans</h1><p>{words}</p><table><tr><th>Feature</th><th>Free</th><th>Pro</th></tr>
<tr><td>SSO</td><td>{sso}</td><td>✓</td></tr><tr><td>Audit log</td><td>✕</td><td>✓</td></tr>
<tr><td>Webhooks</td><td>✓</td><td>✓</td></tr>{more}</table>"""


async def test_a_feature_that_comes_to_a_plan_and_a_new_one(site: Site, watch: Watch) -> None:
    source = await watch.add("features", f"{site.address}/features")
    site.html("/features", "", TABLE.format(words=WORDS, sso="✕", more=""))
    assert await watch.look(source) == "succeeded"
    more = "<tr><td>Live captions</td><td>✕</td><td>✓</td></tr>"
    site.html("/features", "", TABLE.format(words=WORDS, sso="✓", more=more))
    assert await watch.look(source) == "succeeded"
    assert await watch.told("feature_added", "feature_removed") == [
        ("feature_added", "Free: SSO: no → yes", "confirmed"),
        ("feature_added", "New feature Live captions (Pro)", "confirmed"),
    ]


def review(number: int, title: str) -> dict[str, object]:
    return {"id": {"label": str(number)}, "title": {"label": title}, "content": {"label": f"{title}, really."},
            "im:rating": {"label": "4"}, "updated": {"label": f"2026-03-0{number}T10:00:00Z"}, "author": {"name": {"label": "Ann"}}}  # fmt: skip


async def test_a_rating_that_falls_and_a_review_that_comes(site: Site, watch: Watch) -> None:
    feed = "/us/rss/customerreviews/page=1/id=123456/sortby=mostrecent/json"
    app = {"trackName": "Acme", "averageUserRating": 4.6, "userRatingCount": 100}
    site.json("/lookup", {"resultCount": 1, "results": [app]})
    site.json(feed, {"feed": {"id": {"label": "customerreviews"}, "entry": [review(1, "Good")]}})
    source = await watch.add("reviews", "https://apps.apple.com/us/app/acme/id123456")
    assert await watch.look(source) == "succeeded"
    site.json("/lookup", {"resultCount": 1, "results": [app | {"averageUserRating": 4.2, "userRatingCount": 130}]})
    site.json(feed, {"feed": {"id": {"label": "customerreviews"}, "entry": [review(2, "Bad"), review(1, "Good")]}})
    assert await watch.look(source) == "succeeded"
    (moved,) = await watch.changes("rating_changed")
    assert (moved.summary, moved.label) == ("Acme on App Store: 4.6 → 4.2 out of 5", "significant")
    assert await watch.quoted(moved) == "Acme: 4.2 out of 5 of 130 ratings"
    posted = {change.summary: change.label for change in await watch.changes("review_posted")}
    assert posted == {"Good": "minor", "Bad": "significant"}

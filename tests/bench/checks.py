"""P1-P3: what one check costs, in CPU milliseconds over the whole stack, beside a pipeline without guard, manners or alerts.

Run: python -m tests.bench.checks
"""

import asyncio
import hashlib
import tempfile
from collections.abc import Awaitable, Callable
from ipaddress import ip_network
from pathlib import Path
from uuid import UUID

import aiohttp
import psycopg
from selectolax.lexbor import LexborHTMLParser

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.migrations import upgrade
from competedexter.integrations.archive.folder import FolderArchive
from competedexter.integrations.web.client import SafeWebClient
from competedexter.jobs import CompareSnapshots, EvaluateAlerts
from competedexter.market.alerts import service as alerts
from competedexter.market.changes import service as changes
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import NewCompetitor
from competedexter.market.crawling import runs
from competedexter.market.crawling import service as crawling
from competedexter.market.crawling.host_slots import FreeHostSlots
from competedexter.market.crawling.schemas import Parties
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource
from competedexter.runtime import Runtime, build
from tests.bench.stack import small_site, spent
from tests.conftest import make_viewer, settings_for
from tests.services import Services

TIMES = 60
MODES = (
    ("P1 page unchanged (304)", "304"),
    ("P1 page unchanged (same bytes)", "same"),
    ("P2 bytes changed", "bytes"),
    ("P3 text changed", "text"),
)


class Ours:
    """The product's own path: run row, fetch, judge, keep, compare, rules."""

    def __init__(
        self, runtime: Runtime, queue: RecordingQueue, viewer: Viewer, source_id: UUID, parties: Parties
    ) -> None:
        self.runtime, self.queue, self.viewer, self.source_id, self.parties = runtime, queue, viewer, source_id, parties
        self.open_work = runtime.database.opener(viewer.workspace_id, viewer.user_id)

    async def check(self) -> None:
        async with self.open_work() as work:
            run = await runs.request(work, self.viewer, self.source_id)
        self.queue.take()
        await crawling.crawl(self.open_work, run.id, self.parties)
        while jobs := self.queue.take():
            for job in jobs:
                await self.carry_out(job)

    async def carry_out(self, job: object) -> None:
        match job:
            case CompareSnapshots(crawl_run_id=run_id):
                async with self.open_work() as work:
                    compared = await changes.compare(work, run_id, confirm_after=0)
                    if not compared.confirmed:
                        await alerts.settle(work, run_id)
            case EvaluateAlerts(crawl_run_id=run_id):
                async with self.open_work() as work:
                    await alerts.evaluate_run(work, run_id)


class Simple:
    """Fetch, take the text, hash it, store it when it moved: what a script of fifty lines does."""

    def __init__(self, url: str, connection: psycopg.AsyncConnection, web: aiohttp.ClientSession) -> None:
        self.url, self.connection, self.web, self.seen = url, connection, web, ""

    async def check(self) -> None:
        async with self.web.get(self.url) as response:
            html = await response.text()
        tree = LexborHTMLParser(html)
        text = " ".join((tree.body.text(separator=" ") if tree.body else "").split())
        digest = hashlib.sha256(text.encode()).hexdigest()
        if digest != self.seen:
            self.seen = digest
            await self.connection.execute("INSERT INTO simple_documents (text, digest) VALUES (%s, %s)", [text, digest])
            await self.connection.commit()


async def measure(name: str, step: Callable[[], Awaitable[None]], pids: list[int]) -> float:
    """CPU milliseconds per call, after ten that warm up."""
    for _ in range(10):
        await step()
    before = spent(pids)
    for _ in range(TIMES):
        await step()
    after = spent(pids)
    own, servers = (after.own - before.own) / TIMES * 1000, (after.servers - before.servers) / TIMES * 1000
    print(f"{name:<34} {own + servers:6.2f} ms CPU  (process {own:.2f}, servers {servers:.2f})")
    return own + servers


async def run(services: Services, site: str) -> None:
    folder = Path(tempfile.mkdtemp(prefix="competedexter-bench-"))
    settings = settings_for(await services.create_database("bench_checks"), services.new_redis_url(), folder)
    settings = settings.model_copy(update={"crawl_browser": "off"})
    await asyncio.to_thread(upgrade, settings)
    queue = RecordingQueue()
    runtime = build(settings, queue=queue)
    viewer = await make_viewer(runtime.database)
    async with runtime.database.workspace(viewer.workspace_id, viewer.user_id) as work:
        made = await competitors.add(work, viewer, NewCompetitor(name="Acme", domain="acme.example", discover=False))
        new = NewSource(source_type="website", source_url=f"{site}/page")
        source = await sources.add(work, viewer, made.id, new)
    web = SafeWebClient(allow_networks=(ip_network("127.0.0.1/32"),), browser=False)
    parties = Parties(web, FolderArchive(folder / "archive"), FreeHostSlots(), runtime.push)
    ours = Ours(runtime, queue, viewer, source.id, parties)
    pids = services.pids()
    async with (
        aiohttp.ClientSession() as session,
        await psycopg.AsyncConnection.connect(settings.database_url.replace("+psycopg", "")) as plain,
    ):
        await plain.execute("CREATE TABLE simple_documents (id bigserial PRIMARY KEY, text text, digest text)")
        await plain.commit()
        simple = Simple(f"{site}/page", plain, session)
        for name, mode in MODES:  # each beside the simple method, in the same run
            async with session.get(f"{site}/mode/{mode}"):
                pass
            mine = await measure(name, ours.check, pids)
            theirs = await measure("   the simple method", simple.check, pids)
            print(f"   ratio {mine / theirs:.1f}")
    await web.close()
    await runtime.close()


def main() -> None:
    services = Services().start()
    try:
        with small_site() as site:
            asyncio.run(run(services, site))
    finally:
        services.stop()


if __name__ == "__main__":
    main()

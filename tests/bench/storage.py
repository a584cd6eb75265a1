"""P9 and P10: what a check leaves on disk when nothing changed and when the text did, and what the process holds.

    python -m tests.bench.storage

The page has 50 KB of text; its changes are one sentence. Bytes are those of the database's tables and indexes (VACUUM FULL
before each look at them) and of the archive folder. The simple method keeps the whole text of each version.
"""

import asyncio
import tempfile
import urllib.request
from ipaddress import ip_network
from pathlib import Path

import psycopg

from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.migrations import upgrade
from competedexter.integrations.archive.folder import FolderArchive
from competedexter.integrations.web.client import SafeWebClient
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import NewCompetitor
from competedexter.market.crawling.host_slots import FreeHostSlots
from competedexter.market.crawling.schemas import Parties
from competedexter.market.sources import service as sources
from competedexter.market.sources.schemas import NewSource
from competedexter.runtime import build
from tests.bench.checks import Ours
from tests.bench.stack import small_site
from tests.conftest import make_viewer, settings_for
from tests.services import Services

LOOKS = 30
TEXT_BYTES = 42_000  # of the page's visible text
MODES = {"same": "P10 unchanged", "bytes": "P10 other bytes, same text", "text": "P10 text changed"}


def held() -> float:
    """MB of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def say(site: str, mode: str) -> None:
    urllib.request.urlopen(f"{site}/mode/{mode}", timeout=10).close()


def stored(url: str, archive: Path) -> tuple[int, int, int]:
    """(bytes of the database, bytes of the archive, documents)."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("VACUUM FULL")
        rows = connection.execute(
            "SELECT sum(pg_total_relation_size(c.oid)), (SELECT count(*) FROM ingested_data)"
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname = 'public'"
        ).fetchone()
    assert rows
    return int(rows[0]), sum(file.stat().st_size for file in archive.rglob("*") if file.is_file()), int(rows[1])


async def run(services: Services, folder: Path) -> None:
    settings = settings_for(await services.create_database("bench_storage"), services.new_redis_url(), folder)
    await asyncio.to_thread(upgrade, settings)
    queue = RecordingQueue()
    runtime = build(settings.model_copy(update={"crawl_browser": "off"}), queue=queue)
    viewer = await make_viewer(runtime.database)
    with small_site() as site:
        async with runtime.database.workspace(viewer.workspace_id, viewer.user_id) as work:
            acme = NewCompetitor(name="Acme", domain="acme.example", discover=False)
            made = await competitors.add(work, viewer, acme)
            source = await sources.add(
                work, viewer, made.id, NewSource(source_type="website", source_url=f"{site}/page")
            )
        web = SafeWebClient(allow_networks=(ip_network("127.0.0.1/32"),), browser=False)
        archive = folder / "archive"
        parties = Parties(web, FolderArchive(archive), FreeHostSlots(), runtime.push)
        one = Ours(runtime, queue, viewer, source.id, parties)
        await one.check()
        for mode, name in MODES.items():
            await asyncio.to_thread(say, site, mode)
            await one.check()
            before = await asyncio.to_thread(stored, settings.database_url, archive)
            for _ in range(LOOKS):
                await one.check()
            after = await asyncio.to_thread(stored, settings.database_url, archive)
            rows, packed, documents = ((b - a) / LOOKS for a, b in zip(before, after, strict=True))
            print(
                f"{name:28} {documents:.2f} documents a look, database {rows / 1024:6.1f} KB, archive {packed / 1024:5.1f} KB:"
                f" {(rows + packed) / TEXT_BYTES:.2f} of the text's bytes (goal <= 0.40; the simple method 1.00)"
            )
        await web.close()
    print(
        f"P9 this process, servers' clients and all, after {3 * LOOKS} looks  {held():.0f} MB (goal: a worker <= 130 MB)"
    )
    await runtime.close()


def main() -> None:
    services = Services().start()
    try:
        with tempfile.TemporaryDirectory(prefix="competedexter-bench-") as folder:
            asyncio.run(run(services, Path(folder)))
    finally:
        services.stop()


if __name__ == "__main__":
    main()

"""P6: how long until ten thousand due sources are queued, by how many statements a source; nothing missed, nothing twice."""

import asyncio
import tempfile
import time
from pathlib import Path

from sqlalchemy import text

from competedexter.foundation.database import Database
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.foundation.migrations import upgrade
from competedexter.market.crawling import runs
from competedexter.runtime import build
from tests.conftest import make_viewer, settings_for
from tests.services import Services

SOURCES = 10_000
WORKSPACES = 20
GOAL_SECONDS = 5.0

_WORKSPACES = text("""
INSERT INTO workspaces
SELECT (jsonb_populate_record(w, jsonb_build_object('id', gen_random_uuid()))).*
FROM workspaces w CROSS JOIN generate_series(1, :more)
""")
_COMPETITORS = text("""
INSERT INTO competitors (id, workspace_id, name, description, domain, website_url, tier, colour_slot, is_self, tags, aliases, metadata, discovery, created_at, updated_at)
SELECT gen_random_uuid(), w.id, 'Acme', '', 'acme.example', 'https://acme.example', 'secondary', 0, false, '{}', '{}', '{}', '{}', now(), now()
FROM workspaces w
""")
_SOURCES = text("""
INSERT INTO data_sources (id, workspace_id, competitor_id, source_type, source_url, crawl_frequency, status, health, health_reason,
                          error_count, next_due_at, config, created_at)
SELECT gen_random_uuid(), c.workspace_id, c.id, 'website', 'https://acme.example/' || n, 'hourly', 'active', 'ok', '', 0, :due, '{}', now()
FROM competitors c CROSS JOIN generate_series(1, :each) n
""")


async def run(services: Services) -> None:
    settings = settings_for(
        await services.create_database("bench_queueing"), services.new_redis_url(), Path(tempfile.mkdtemp())
    )
    await asyncio.to_thread(upgrade, settings)
    queue = RecordingQueue()
    runtime = build(settings, queue=queue)
    await make_viewer(runtime.database)
    async with runtime.database.system() as work:
        await work.session.execute(_WORKSPACES, {"more": WORKSPACES - 1})
        await work.session.execute(_COMPETITORS)
        await work.session.execute(_SOURCES, {"each": SOURCES // WORKSPACES, "due": work.now()})
    queue.take()
    started = time.perf_counter()
    claimed = sum(await asyncio.gather(_tick(runtime.database), _tick(runtime.database)))  # two clocks share the work
    seconds = time.perf_counter() - started
    async with runtime.database.system() as work:
        rows = await work.session.scalar(text("SELECT count(*) FROM crawl_runs"))
        first = await runs.send_held(work, ahead=300)
    print(f"{claimed:,} due sources queued by two clocks in {seconds:.2f} s (goal {GOAL_SECONDS:g} s); runs: {rows:,}")
    print(f"jobs sent of the first turn: {first}, of {WORKSPACES} workspaces in turn")
    await runtime.close()
    if rows != SOURCES:
        raise SystemExit(f"{SOURCES - (rows or 0)} sources were missed, or queued twice")


async def _tick(database: Database) -> int:
    claimed, more = 0, runs.CLAIMED_AT_ONCE
    while more:
        async with database.system() as work:
            more = await runs.queue_due(work)
        claimed += more
    return claimed


def main() -> None:
    services = Services().start()
    try:
        asyncio.run(run(services))
    finally:
        services.stop()


if __name__ == "__main__":
    main()

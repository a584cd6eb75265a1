"""R1 at size: more than a thousand crawls while workers are killed (SIGKILL) at random points; lost and doubled are counted."""

import asyncio
import contextlib
import os
import random
import signal
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

from competedexter.foundation.migrations import upgrade
from competedexter.foundation.settings import Settings
from tests.services import Services
from tests.stories.house import SECRET, House

PAGES = 500
WORKERS = 2
KILLS = 40
SECONDS_BETWEEN_KILLS = (1.0, 8.0)
PATIENCE = 600.0


@contextlib.asynccontextmanager
async def killing(house: House, chance: random.Random, killed: list[int]) -> AsyncIterator[None]:
    """Meanwhile a worker is killed every few seconds, and another hired."""
    workers = [house.staff.hire_worker() for _ in range(WORKERS)]

    async def kill() -> None:
        for _ in range(KILLS // 2):
            await asyncio.sleep(chance.uniform(*SECONDS_BETWEEN_KILLS))
            victim = workers.pop(chance.randrange(len(workers)))
            os.kill(victim.pid or 0, signal.SIGKILL)
            killed.append(victim.pid or 0)
            workers.append(house.staff.hire_worker())

    killer = asyncio.create_task(kill())
    try:
        yield
    finally:
        killer.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await killer
        for worker in workers:
            os.kill(worker.pid or 0, signal.SIGTERM)


async def run(services: Services, folder: Path) -> int:
    url = await services.create_database("bench_killed")
    await asyncio.to_thread(upgrade, Settings(database_url=url, secret_key=SECRET))
    house, killed = House(url, folder), []
    started = time.monotonic()
    try:
        await house.furnish(PAGES)
        house.staff.hire_clock()
        chance = random.Random(11)
        async with killing(house, chance, killed):
            await house.until_settled(PAGES, PATIENCE)
        house.site.price = 25
        await house.everything_due()
        async with killing(house, chance, killed):
            count = await house.until_settled(3 * PAGES, PATIENCE)
        per_source = await house.sql(
            "SELECT count(*) FILTER (WHERE snapshots <> 4 OR changes <> usual OR alerts <> changes_told) FROM ("
            " SELECT s.id, (SELECT count(*) FROM competitor_snapshots n WHERE n.data_source_id = s.id) AS snapshots,"
            " (SELECT count(*) FROM changes c WHERE c.data_source_id = s.id) AS changes,"
            " (SELECT count(*) FROM alerts a JOIN changes c ON c.id = a.change_id WHERE c.data_source_id = s.id) AS alerts,"
            " (SELECT count(DISTINCT a.change_id) FROM alerts a JOIN changes c ON c.id = a.change_id WHERE c.data_source_id = s.id)"
            "   AS changes_told,"
            " (SELECT mode() WITHIN GROUP (ORDER BY n) FROM (SELECT count(*) AS n FROM changes GROUP BY data_source_id) m) AS usual"
            " FROM data_sources s) counted"
        )
        odd = int(str(per_source[0][0]))
    finally:
        await house.close()
    print(
        f"{count.runs:,} crawls of {PAGES} pages, {len(killed)} workers killed, {time.monotonic() - started:.0f} s:"
        f" {count.unsettled} lost, {count.doubled_slots} doubled, {odd} sources with another count than the rest"
    )
    return count.unsettled + count.doubled_slots + odd


def main() -> None:
    services = Services().start()
    try:
        with tempfile.TemporaryDirectory(prefix="competedexter-") as folder:
            wrong = asyncio.run(run(services, Path(folder)))
    finally:
        services.stop()
    if wrong:
        raise SystemExit("something was lost or doubled")


if __name__ == "__main__":
    main()

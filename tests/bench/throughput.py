"""P4 and P5, with real worker processes, a real queue and database: polite throughput, and slow pages beside good ones.

    python -m tests.bench.throughput

P4: HOSTS hosts whose pages take LATENCY, CONNECTIONS at a time each; what is reached of hosts x connections / latency. The
simple method is one loop that looks at one page after the other. P5: the same good pages beside 50 that drip a byte a second;
how much longer the good ones take. On a machine that is busy with other things both are worse than they are.
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from competedexter.foundation.migrations import upgrade
from competedexter.foundation.settings import Settings
from competedexter.market.competitors import service as competitors
from competedexter.market.competitors.schemas import NewCompetitor
from competedexter.market.sources import adding_many
from competedexter.market.sources.adding_many import NewSources
from competedexter.market.sources.schemas import NewSource
from tests.services import Services
from tests.stories.house import SECRET, House

HOSTS: Final = 20
DRIP_HOSTS: Final = 10
CONNECTIONS: Final = 2
LATENCY: Final = 0.3  # seconds
GOOD, DRIPS = 200, 50
WORKERS: Final = 2
PATIENCE: Final = 240.0  # seconds


class BusyHouse(House):
    """Hosts with the usual number of connections and no pause, so that latency alone is the limit."""

    def environment(self) -> dict[str, str]:
        return super().environment() | {"CRAWL_HOST_CONCURRENCY": str(CONNECTIONS)}

    async def watch(self, addresses: list[str]) -> None:
        assert self.viewer
        async with self.database.workspace(self.viewer.workspace_id, self.viewer.user_id) as work:
            made = await competitors.add(
                work, self.viewer, NewCompetitor(name="Acme", domain="acme.example", discover=False)
            )
            new = NewSources(sources=[NewSource(source_type="website", source_url=one) for one in addresses])
            told = await adding_many.add_many(work, self.viewer, made.id, new)
            assert not told.problems, told.problems[0]

    async def took(self, path: str, number: int) -> float:
        """Seconds from now until every source below `path` was looked at once more."""
        rows = await self.sql("SELECT now()")
        since = rows[0][0]
        began = time.monotonic()
        await self.sql("UPDATE data_sources SET next_due_at = now() WHERE source_url LIKE %s", f"%{path}%")
        if path != "/drip/":
            await self.until(lambda: self._all_done(path, since, number), PATIENCE)
        return time.monotonic() - began

    async def _all_done(self, path: str, since: object, number: int) -> bool:
        await asyncio.sleep(0.2)  # asking costs the database what it could do for the workers
        rows = await self.sql(
            "SELECT count(DISTINCT s.id) FROM crawl_runs r JOIN data_sources s ON s.id = r.data_source_id"
            " WHERE s.source_url LIKE %s AND r.finished_at >= %s",
            f"%{path}%",
            since,
        )
        return rows[0][0] == number


@contextmanager
def site() -> Iterator[int]:
    command = [sys.executable, "-m", "tests.bench.polite_site", str(HOSTS + DRIP_HOSTS), str(LATENCY)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield int(process.stdout.readline()) if process.stdout else 0
    finally:
        process.terminate()
        process.wait()


def good(port: int) -> list[str]:
    return [f"http://127.0.0.{n % HOSTS + 1}:{port}/page/{n}" for n in range(GOOD)]


def drips(port: int) -> list[str]:
    return [f"http://127.0.0.{HOSTS + n % DRIP_HOSTS + 1}:{port}/drip/{n}" for n in range(DRIPS)]


async def run(services: Services, folder: Path) -> None:
    url = await services.create_database("bench_throughput")
    await asyncio.to_thread(upgrade, Settings(database_url=url, secret_key=SECRET))
    house = BusyHouse(url, folder)
    try:
        with site() as port:
            await house.furnish(0)
            await house.watch([*good(port), *drips(port)])
            await house.sql("UPDATE data_sources SET next_due_at = now() + interval '1 day'")
            house.staff.hire_clock()
            for _ in range(WORKERS):
                house.staff.hire_worker()
            await house.took("/page/", GOOD)  # the first look of each; robots.txt are read
            alone = min([await house.took("/page/", GOOD) for _ in range(2)])
            reached, most = GOOD / alone, HOSTS * CONNECTIONS / LATENCY
            print(
                f"P4 polite throughput   {reached:5.0f} looks/s of {most:.0f} possible, {reached / most:.0%} (goal >= 90 %)"
            )
            print(f"   the simple method   {1 / LATENCY:5.1f} looks/s, one after the other")
            await house.took("/drip/", DRIPS)
            await asyncio.sleep(2)  # so that they hold what they can hold
            beside = await house.took("/page/", GOOD)
            print(
                f"P5 beside {DRIPS} dripping pages {GOOD} good ones take {beside:.1f} s, alone {alone:.1f} s:"
                f" {beside / alone:.2f}x (goal <= 1.2x)"
            )
    finally:
        await house.close()


def main() -> None:
    services = Services().start()
    try:
        with tempfile.TemporaryDirectory(prefix="competedexter-") as folder:
            asyncio.run(run(services, Path(folder)))
    finally:
        services.stop()


if __name__ == "__main__":
    main()

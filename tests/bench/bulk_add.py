"""P16: adding 200 sources over REST, and whether that stays as quick when 10,000 are there already.

    python -m tests.bench.bulk_add

One request of 200 fifty times over, CPU counted over the web server, PostgreSQL and Redis. The simple method adds each with
a request of its own.
"""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

import aiohttp

from competedexter.foundation.migrations import upgrade
from tests.bench.api_overhead import STOP_SECONDS, prepare, serve, wait_for
from tests.bench.stack import spent
from tests.conftest import settings_for
from tests.services import Services

EACH = 200  # sources
ROUNDS = 50  # so that 10,000 are there at the end


def batch(number: int) -> list[dict[str, str]]:
    return [
        {"sourceType": "website", "sourceUrl": f"https://acme.example/page/{number * EACH + n}"} for n in range(EACH)
    ]


async def together(session: aiohttp.ClientSession, path: str, number: int) -> float:
    """Seconds for one request of EACH."""
    began = time.perf_counter()
    async with session.post(f"/api/v1{path}/sources/bulk", json={"sources": batch(number)}) as answer:
        told = await answer.json()
        if answer.status != 201 or len(told["created"]) != EACH:
            raise RuntimeError(f"{answer.status}: {str(told)[:200]}")
    return time.perf_counter() - began


async def one_by_one(session: aiohttp.ClientSession, path: str, number: int) -> float:
    began = time.perf_counter()
    for one in batch(number):
        async with session.post(f"/api/v1{path}/sources", json=one) as answer:
            await answer.read()
            if answer.status != 201:
                raise RuntimeError(f"{answer.status}")
    return time.perf_counter() - began


async def compare(session: aiohttp.ClientSession, path: str, pids: list[int]) -> None:
    await together(session, path, 0)  # warms up
    seconds, cpu = [], []
    for number in range(1, ROUNDS):
        before = spent(pids).servers
        seconds.append(await together(session, path, number))
        cpu.append(spent(pids).servers - before)
    first, last = statistics.median(cpu[:10]), statistics.median(cpu[-10:])
    total = EACH * ROUNDS
    print(
        f"P16 adding {EACH} in one request  {statistics.median(seconds):5.2f} s, the slowest {max(seconds):.2f} s (goal <= 1 s)"
    )
    print(
        f"   CPU of the first ten {first:.2f} s, of the last ten {last:.2f} s, with {total:,} there: ratio {last / first:.2f}"
    )
    before = spent(pids).servers
    apart = await one_by_one(session, path, ROUNDS)
    print(f"   the simple method, one by one  {apart:5.2f} s, CPU {spent(pids).servers - before:.2f} s")


async def measure(services: Services, folder: Path) -> None:
    settings = settings_for(await services.create_database("bench_bulk"), services.new_redis_url(), folder)
    await asyncio.to_thread(upgrade, settings)
    token, path = await prepare(settings)
    socket = folder / "web.sock"
    server = serve(settings, socket)
    try:
        await wait_for(socket)
        headers = {"Authorization": f"Bearer {token}"}
        connector = aiohttp.UnixConnector(str(socket))
        async with aiohttp.ClientSession("http://web", connector=connector, headers=headers) as session:
            await compare(session, path, [*services.pids(), server.pid])
    finally:
        server.terminate()
        server.wait(timeout=STOP_SECONDS)


def main() -> None:
    services = Services().start()
    try:
        with tempfile.TemporaryDirectory(prefix="competedexter-bench-") as folder:
            asyncio.run(measure(services, Path(folder)))
    finally:
        services.stop()


if __name__ == "__main__":
    main()

"""Nothing lost, nothing twice: workers killed, stopped, poisoned; the queue lost; two clocks. (quality.md R1-R4, R23)

After each fault the oracle counts: one run per due slot, one snapshot per new text, one change, one alert.
"""

import asyncio
import os
import random
import signal
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.services import Services
from tests.stories.house import Count, House
from tests.stories.staff import gone_within

pytestmark = pytest.mark.story

PAGES = 12
KILLS = 20


@pytest_asyncio.fixture
async def house(services: Services, template: str) -> AsyncIterator[House]:
    name = services.new_name("faults")
    url = await services.create_database(name, template)
    with tempfile.TemporaryDirectory(prefix="competedexter-") as folder:
        built = House(url, Path(folder))
        yield built
        await built.close()
    await services.drop_database(name)


async def two_good_rounds(house: House, *, pages: int = PAGES) -> Count:
    """The baseline, then one price move, without any fault: what the same seed must come to with faults."""
    await house.look_at_all(expect=pages)
    house.site.price = 25
    await house.look_at_all(expect=pages)
    return await house.count()


def expected_after(before: Count, pages: int) -> Count:
    """One more price move on every page: as much again as the first one brought."""
    return Count(
        runs=2 * before.runs - pages,  # a second look at each move included
        doubled_slots=0,
        unsettled=0,
        running=0,
        snapshots=before.snapshots + pages * (before.snapshots // pages) // 2,
        changes=before.changes * 2,
        alerts=before.alerts * 2,
        failed=0,
    )


async def test_r1_workers_killed_at_random_lose_and_double_nothing(house: House) -> None:
    workers = [house.staff.hire_worker() for _ in range(2)]
    await house.furnish(PAGES)
    before = await two_good_rounds(house)
    house.site.price = 30
    await house.everything_due()
    await house.queue_due()
    chance = random.Random(7)
    for _ in range(KILLS):
        await asyncio.sleep(chance.uniform(0, 1.5))
        victim = workers.pop(chance.randrange(len(workers)))
        os.kill(victim.pid or 0, signal.SIGKILL)
        workers.append(house.staff.hire_worker())
    assert await house.until_settled(before.runs + PAGES) == expected_after(before, PAGES)


async def test_r2_a_stopped_worker_drains_within_ten_seconds_and_no_error_is_counted(house: House) -> None:
    first = house.staff.hire_worker()
    await house.furnish(PAGES)
    before = await two_good_rounds(house)
    house.site.price, house.site.slowest = 30, 2.0
    await house.everything_due()
    await house.queue_due()
    await asyncio.sleep(0.1)
    house.staff.hire_worker()
    os.kill(first.pid or 0, signal.SIGTERM)
    assert gone_within(first, 10)
    assert first.exitcode == 0
    assert await house.until_settled(before.runs + PAGES) == expected_after(before, PAGES)
    assert await house.sql("SELECT 1 FROM data_sources WHERE error_count > 0") == []


async def test_r3_a_page_that_kills_its_worker_is_put_aside_after_three(house: House) -> None:
    house.staff.hire_worker()
    await house.furnish(5, deadly=1)
    await house.queue_due()
    for _ in range(3):
        victim = house.staff.hired[-1]
        await house.until(lambda victim=victim: _is_dead(victim), 40)
        house.staff.hire_worker()
    count = await house.until_settled(6)
    assert (count.failed, count.doubled_slots) == (1, 0)
    ((state, attempts, reason),) = await house.sql(
        "SELECT r.state, r.attempts, r.reason FROM crawl_runs r JOIN data_sources s ON s.id = r.data_source_id"
        " WHERE s.source_url LIKE '%%deadly%%'"
    )
    assert (state, attempts) == ("failed", 4)  # the fourth attempt only says so
    assert reason
    assert len(house.staff.hired) == 4


async def _is_dead(process: object) -> bool:
    return not process.is_alive()  # type: ignore[attr-defined]


@pytest.mark.parametrize("forget", [False, True], ids=["with its file", "empty"])
async def test_r4_a_lost_queue_is_derived_again_from_the_rows(house: House, forget: bool) -> None:
    house.staff.hire_worker()
    await house.furnish(PAGES)
    before = await two_good_rounds(house)
    house.site.price, house.site.slowest = 30, 0.5
    await house.everything_due()
    await house.queue_due()
    house.kill_valkey(forget=forget)
    house.valkey = house.start_valkey()
    lost = time.monotonic()
    house.staff.hire_clock()
    assert await house.until_settled(before.runs + PAGES) == expected_after(before, PAGES)
    assert time.monotonic() - lost < 60


async def test_r4_what_was_begun_while_the_queue_was_away_is_not_lost(house: House) -> None:
    house.kill_valkey(forget=True)
    await house.furnish(0, discover=True)
    await house.open_demo()
    house.valkey = house.start_valkey()
    house.staff.hire_worker()
    house.staff.hire_clock()
    await house.until(house.has_begun, 150)


async def test_r23_two_clocks_share_the_work_and_a_paused_one_does_no_harm(house: House) -> None:
    house.staff.hire_worker()
    clocks = [house.staff.hire_clock(), house.staff.hire_clock()]
    await house.furnish(PAGES)
    await house.until_settled(PAGES)
    for round_number in range(2, 5):
        if round_number == 3:
            os.kill(clocks[0].pid or 0, signal.SIGSTOP)
        if round_number == 4:
            os.kill(clocks[0].pid or 0, signal.SIGCONT)
        await house.everything_due()
        count = await house.until_settled(PAGES * round_number)
        assert (count.runs, count.doubled_slots) == (PAGES * round_number, 0)
    await asyncio.sleep(0.1)
    assert (await house.count()).runs == PAGES * 4

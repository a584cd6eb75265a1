"""History sent to a running product: two real years become dated changes; a worker killed in the middle loses nothing."""

import os
import signal
import tempfile
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio

from competedexter.market.imports import service as imports
from competedexter.market.imports.schemas import JobView, SentFile
from competedexter.runtime import open_archive
from tests.services import Services
from tests.stories.house import House

pytestmark = pytest.mark.story

DAYS = 150


@pytest_asyncio.fixture
async def house(services: Services, template: str) -> AsyncIterator[House]:
    name = services.new_name("imports")
    url = await services.create_database(name, template)
    with tempfile.TemporaryDirectory(prefix="competedexter-") as folder:
        built = House(url, Path(folder))
        await built.furnish(0)
        yield built
        await built.close()
    await services.drop_database(name)


async def send(house: House, body: bytes) -> JobView:
    assert house.viewer
    opener = house.database.opener(house.viewer.workspace_id, house.viewer.user_id)
    ((competitor_id,),) = await house.sql("SELECT id FROM competitors")
    file = SentFile(body, competitor_id=competitor_id)
    return await imports.begin(opener, house.viewer, file, open_archive(house.settings))


async def job(house: House, job_id: UUID) -> JobView:
    assert house.viewer
    async with house.database.workspace(house.viewer.workspace_id, house.viewer.user_id) as work:
        return await imports.get(work, house.viewer, job_id)


async def finished(house: House, job_id: UUID) -> JobView:
    async def is_done() -> bool:
        return (await job(house, job_id)).finished_at is not None

    await house.until(is_done, 90)
    return await job(house, job_id)


async def test_two_years_of_real_prices_become_dated_changes_and_no_alert(house: House, shared_data: Path) -> None:
    house.staff.hire_worker()
    for year in (2019, 2020):
        sent = await send(house, (shared_data / f"saas-pricing-yaml/yaml/github/{year}.yml").read_bytes())
        done = await finished(house, sent.id)
        assert (done.state, done.errors, done.result.documents) == ("completed", (), 1)
    told = await house.sql(
        "SELECT kind, data ->> 'plan', data #>> '{before,amount}', data #>> '{after,amount}', occurred_at::date"
        " FROM changes WHERE kind LIKE 'plan_price%%' AND backfilled ORDER BY 2"
    )
    assert ("plan_price_lowered", "TEAM", "9.00", "4.00", date(2020, 11, 30)) in told
    assert await house.sql("SELECT count(*) FROM changes WHERE NOT backfilled") == [(0,)]
    assert await house.sql("SELECT (SELECT count(*) FROM alerts) + (SELECT count(*) FROM rule_evaluations)") == [(0,)]


async def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(house: House) -> None:
    first = house.staff.hire_worker()
    house.staff.hire_clock()
    rows = [f"{date(2020, 1, 1) + timedelta(days=day)},Pro,{10 + day},USD,month" for day in range(DAYS)]
    sent = await send(house, "\n".join(["date,plan,amount,currency,period", *rows]).encode())

    async def is_under_way() -> bool:
        return (await job(house, sent.id)).done > 5

    await house.until(is_under_way, 30)
    os.kill(first.pid or 0, signal.SIGKILL)
    assert (await job(house, sent.id)).finished_at is None
    house.staff.hire_worker()
    done = await finished(house, sent.id)
    assert (done.state, done.done, done.errors) == ("completed", DAYS, ())
    assert done.result.known >= 5
    counted = await house.sql(
        "SELECT (SELECT count(*) FROM ingested_data), (SELECT count(*) FROM competitor_snapshots),"
        " (SELECT count(*) FROM changes), (SELECT count(*) FROM crawl_runs), (SELECT count(*) FROM alerts)"
    )
    assert counted == [(DAYS, DAYS, DAYS - 1, DAYS, 0)]

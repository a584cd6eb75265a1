"""Real price models through REST: every plan and price event of every year, dated; questions about then are answered."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from competedexter.foundation.job_queue import RecordingQueue
from competedexter.runtime import Runtime
from tests.api.test_imports import House
from tests.bench import price_models as bench


@pytest.fixture
def house(ada: httpx.AsyncClient, runtime: Runtime, queue: RecordingQueue) -> House:
    return House(ada, runtime, queue)


async def imported(house: House, shared_data: Path, saas: str, years: tuple[int, ...]) -> str:
    new = {"name": saas.title(), "domain": f"{saas}.example", "discover": False}
    competitor = str((await house.client.post("/competitors", json=new)).json()["id"])
    for year in years:
        model = (shared_data / "saas-pricing-yaml" / "yaml" / saas / f"{year}.yml").read_bytes()
        job = await house.send(model, competitorId=competitor)
        assert (job["state"], job["errors"]) == ("completed", [])
    return competitor


def side(price: dict[str, Any] | None) -> str:
    return "words" if price is None or price["amount"] is None else str(float(price["amount"]))


@pytest.mark.parametrize("saas", ["box", "github"])
async def test_every_event_of_the_years_is_there_with_its_date_and_no_other(
    house: House, shared_data: Path, saas: str
) -> None:
    pairs = [pair for pair in bench.pairs() if pair["saas"] == saas]
    years = tuple(range(2019, 2026))
    competitor = await imported(house, shared_data, saas, years)
    told = await house.changes(competitor)
    for pair in pairs:
        mine = [one for one in told if one["occurredAt"][:10] == pair["date_after"]]
        names = {
            kind: {one["data"]["plan"] for one in mine if one["kind"] == kind}
            for kind in ("plan_added", "plan_removed")
        }
        add_on = "Add-on "
        assert {one for one in names["plan_added"] if not one.startswith(add_on)} == set(pair["plans_added"])
        assert {one for one in names["plan_removed"] if not one.startswith(add_on)} == set(pair["plans_removed"])
        moved = {
            (one["data"]["plan"], side(one["data"]["before"]), side(one["data"]["after"]))
            for one in mine
            if one["kind"].startswith("plan_price_") and not one["data"]["plan"].startswith(add_on)
        }
        wanted = bench.wanted(pair)["price_changes"]
        currencies = {side_["currency"] for one in mine for side_ in (one["data"].get("before"), one["data"].get("after"))
                      if isinstance(side_, dict) and side_.get("currency")}  # fmt: skip
        assert moved == wanted or (moved == set() and len(currencies) > 1)
    assert all(one["backfilled"] for one in told)
    assert (await house.client.get("/alerts")).json()["items"] == []


async def test_a_question_about_then_is_answered_from_the_import(house: House, shared_data: Path) -> None:
    await imported(house, shared_data, "github", (2019, 2020))
    for as_of, amount in (("2019-12-31T00:00:00Z", "9"), ("2020-12-31T00:00:00Z", "4")):
        asked = {"query": "How much does the Github Team plan cost?", "asOf": as_of}
        answer = await house.client.post("/query/ask", json=asked, headers={"Accept": "application/json"})
        assert answer.status_code == 200, answer.text
        assert f"€{amount} per user per month" in answer.json()["answer"]

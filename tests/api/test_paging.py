"""Pages and cursors walk over everything once, newest first."""

from datetime import timedelta

import httpx
import pytest
import pytest_asyncio

from competedexter.foundation.clock import FixedClock
from tests.market.scene import Scene, plan, pricing


async def walk(client: httpx.AsyncClient, address: str, size: int) -> list[str]:
    """All ids, page by page along the cursors."""
    found: list[str] = []
    cursor = ""
    for _ in range(50):
        page = (await client.get(f"{address}pageSize={size}{cursor}")).json()
        assert len(page["items"]) <= size
        found += [one["id"] for one in page["items"]]
        if page["nextCursor"] is None:
            return found
        cursor = f"&cursor={page['nextCursor']}"
    raise AssertionError("the walk never ends")


@pytest_asyncio.fixture
async def busy(scene: Scene) -> Scene:
    """Seven prices of Pro, each confirmed."""
    for amount in ("60", "61", "62", "63", "64", "65"):
        await scene.observe((pricing(plan("Pro", amount), plan("Team", "99")), f"Pro {amount}\nTeam 99\n"))
    return scene


@pytest.mark.parametrize("size", [1, 2, 3, 100])
async def test_cursors_visit_every_row_once(ada: httpx.AsyncClient, busy: Scene, size: int) -> None:
    acme = busy.competitor_id
    for address in (
        "/crawl-runs?",
        "/changes?",
        "/alerts?",
        f"/competitors/{acme}/timeline?",
        f"/competitors/{acme}/data?",
        f"/competitors/{acme}/data/pricing?",
    ):
        whole = (await ada.get(f"{address}pageSize=100")).json()
        assert whole["items"], address
        ids = [one["id"] for one in whole["items"]]
        assert await walk(ada, address, size) == ids
        assert whole["pagination"] == {"total": len(ids), "page": 1, "pageSize": 100}
        numbered = [one["id"] for one in (await ada.get(f"{address}page=2&pageSize=2")).json()["items"]]
        assert numbered == ids[2:4]


async def test_rows_that_arrive_during_a_walk_do_not_shift_it(ada: httpx.AsyncClient, busy: Scene) -> None:
    first = (await ada.get("/crawl-runs?pageSize=2")).json()
    before = [one["id"] for one in (await ada.get("/crawl-runs?pageSize=100")).json()["items"]]
    await busy.look()
    second = (await ada.get(f"/crawl-runs?pageSize=2&cursor={first['nextCursor']}")).json()
    assert [one["id"] for one in second["items"]] == before[2:4]


async def test_as_of_shows_what_was_known_then(ada: httpx.AsyncClient, busy: Scene, clock: FixedClock) -> None:
    all_changes = (await ada.get("/changes?pageSize=100")).json()["items"]
    middle = all_changes[3]["observedAt"]
    then = (await ada.get(f"/changes?pageSize=100&asOf={middle}")).json()["items"]
    assert [one["id"] for one in then] == [one["id"] for one in all_changes[3:]]
    early = (clock.now() - timedelta(days=400)).isoformat().replace("+00:00", "Z")
    for address in ("/changes", "/crawl-runs", f"/competitors/{busy.competitor_id}/data",
                    f"/competitors/{busy.competitor_id}/snapshots", f"/competitors/{busy.competitor_id}/timeline"):  # fmt: skip
        assert (await ada.get(f"{address}?asOf={early}")).json()["items"] == [], address

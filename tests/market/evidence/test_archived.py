"""Of an archived competitor nothing shows where all are looked at, and everything where it is asked for."""

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.foundation.pagination import PageRequest
from competedexter.market.alerts import service as alerts
from competedexter.market.alerts.schemas import AlertFilters
from competedexter.market.changes import service as changes
from competedexter.market.changes.schemas import ChangeFilters
from competedexter.market.competitors import service as competitors
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.schemas import SearchQuery
from tests.market.scene import make_scene, page_of

LINES = [f"Minutes number {number} are written down and kept where you find them again." for number in range(12)]


async def test_search_changes_and_alerts_leave_archived_competitors_out(
    database: Database, clock: FixedClock, workspace: Viewer
) -> None:
    scene = await make_scene(database, clock, workspace)
    await scene.observe(page_of(*LINES))
    compared = await scene.observe(page_of(*LINES, "Acme now translates meetings into forty languages."))
    async with scene.database.workspace(workspace.workspace_id) as work:
        await alerts.evaluate(work, compared.confirmed[0])
        await competitors.archive(work, workspace, scene.competitor_id)

    async def seen(**wanted: object) -> tuple[int, int, int]:
        async with scene.database.workspace(workspace.workspace_id) as work:
            hits = await evidence.search(work, workspace, SearchQuery("forty languages", **_for_search(wanted)))
            told = await changes.find(work, workspace, ChangeFilters(**wanted), PageRequest())
            raised = await alerts.find(work, workspace, AlertFilters(**wanted), PageRequest())
            return len(hits), len(told.items), len(raised.items)

    assert await seen() == (0, 0, 0)
    shown = await seen(include_archived=True)
    assert shown == await seen(competitor_id=scene.competitor_id)
    assert min(shown) > 0


def _for_search(wanted: dict[str, object]) -> dict[str, object]:
    return {"competitor_ids": (wanted["competitor_id"],)} if "competitor_id" in wanted else wanted

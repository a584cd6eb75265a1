"""Changes by the many: how many a day, and the newest of each competitor that people are told of."""

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.database import Database
from competedexter.market.changes import service as changes
from competedexter.market.changes import volumes
from competedexter.market.changes.kinds import Label
from competedexter.market.changes.schemas import NewLabel
from tests.market.scene import make_scene, plan, pricing


async def test_the_newest_change_and_the_days_of_changes(
    database: Database, clock: FixedClock, workspace: Viewer, stranger: Viewer
) -> None:
    scene = await make_scene(database, clock, workspace)
    begun = clock.now()
    for amount in ("49", "59", "69"):
        await scene.observe((pricing(plan("Pro", amount)), f"Pro {amount}\n"))
    first, second = await scene.ledger()
    async with database.workspace(workspace.workspace_id, workspace.user_id) as work:
        ids, kinds = [scene.competitor_id], [first.kind.value]
        days = await volumes.by_day(work, workspace, ids, kinds, since=begun)
        last = await volumes.last_of(work, workspace, ids)
        await changes.label(work, workspace, second.id, NewLabel(label=Label.NOISE))
        then = await volumes.last_of(work, workspace, ids)
    assert [(one.competitor_id, one.day, one.count) for one in days] == [(scene.competitor_id, begun.date(), 2)]
    assert last[scene.competitor_id].change_id == second.id
    assert then[scene.competitor_id].change_id == first.id
    async with database.workspace(stranger.workspace_id) as work:
        assert await volumes.last_of(work, stranger, ids) == {}

"""How long archived pages are kept. What is older loses its raw bytes and its passages, never its row nor its text:
it says when they were let go. What is cited, carries a change, is current or is the newest of its source stays whole.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Final
from uuid import UUID

from competedexter.foundation.unit_of_work import OpenWork, Work

from .retention_repository import RetentionRepository

log = logging.getLogger(__name__)

HISTORY_DAYS: Final[dict[str, int | None]] = {"free": 30, "starter": 365, "professional": 3 * 365, "enterprise": None}
DOCUMENTS_AT_ONCE = 500  # a transaction of about a second
MOST_BATCHES = 200  # of one workspace and run; what is left waits for the next day

OpenWorkspace = Callable[[UUID], AbstractAsyncContextManager[Work]]


def history_of(plan: str, days: int | None = None) -> timedelta | None:
    """How far back a plan reaches; None for ever. `days` holds for every plan when the operator says so."""
    chosen = days if days is not None else HISTORY_DAYS[plan]
    return None if chosen is None else timedelta(days=chosen)


async def let_old_go(
    open_system: OpenWork, open_workspace: OpenWorkspace, *, default_plan: str, days: int | None = None
) -> int:
    """Lets go of what is older than each workspace's history. Returns how many documents. Safe to run twice.

    `default_plan` is that of workspaces that have bought none; `days` overrules all plans.
    """
    async with open_system() as work:
        plans = await RetentionRepository(work).plans()
    gone = 0
    for workspace_id, plan in plans:
        history = history_of(plan or default_plan, days)
        if history is not None:
            gone += await _of_workspace(open_workspace, workspace_id, history)
    return gone


async def _of_workspace(open_workspace: OpenWorkspace, workspace_id: UUID, history: timedelta) -> int:
    gone = 0
    for _ in range(MOST_BATCHES):
        async with open_workspace(workspace_id) as work:
            repository = RetentionRepository(work)
            before = work.now() - history
            old = await repository.old(before, DOCUMENTS_AT_ONCE)
            if old:
                await repository.let_go(old, before)
        gone += len(old)
        if len(old) < DOCUMENTS_AT_ONCE:
            break
    if gone:
        log.info("%s documents of workspace %s are older than its %s days", gone, workspace_id, history.days)
    return gone

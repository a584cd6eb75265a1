"""Serves the demo vendors' live sites: `/demo-sites/<workspace>/<vendor>/<page>`, today's state with prices changed by hand."""

from uuid import UUID

from competedexter.foundation.database import Database
from competedexter.integrations.web.protocol import WebResponse

from . import service
from .web import PATH, respond


async def answer(database: Database, workspace: str, place: str) -> WebResponse | None:
    """The page at `place` ("ticketwren/pricing"); None where there is no demo workspace of that id."""
    try:
        workspace_id = UUID(workspace)
    except ValueError:
        return None
    async with database.system() as work:
        prices = await service.prices_of(work, workspace_id)
        today = work.now().date()
    if prices is None:
        return None
    return respond(f"{PATH}/{workspace_id}/{place}", place, today=today, days_ago=0, prices=prices)

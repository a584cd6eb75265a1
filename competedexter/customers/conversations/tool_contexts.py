"""Tool results kept for long: append-only, found by workspace, tool, version and the digest of the arguments."""

from typing import Any
from uuid import UUID

from competedexter.foundation.unit_of_work import Work

from .context_repository import ToolContextRepository
from .schemas import NewContext


async def find(
    work: Work, tool_name: str, tool_version: str, args_hash: str
) -> dict[str, Any] | None:  # Any: a tool's result as JSON
    """The newest result that has not expired."""
    return await ToolContextRepository(work).newest(tool_name, tool_version, args_hash)


async def keep(work: Work, new: NewContext) -> None:
    await ToolContextRepository(work).add(new)


async def forget(work: Work, competitor_id: UUID) -> list[str]:
    """Removes what tools found out about this competitor. Returns the digests, for the caches in front of the table."""
    return await ToolContextRepository(work).remove_of(competitor_id)

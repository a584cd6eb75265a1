"""SQL of tool_contexts."""

from typing import Any
from uuid import UUID

from sqlalchemy import any_, delete, func, literal, or_, select
from sqlmodel import col

from competedexter.foundation.unit_of_work import Work
from competedexter.models import ToolContext

from .schemas import NewContext


class ToolContextRepository:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    async def newest(
        self, tool_name: str, tool_version: str, args_hash: str
    ) -> dict[str, Any] | None:  # Any: a tool's result as JSON
        statement = (
            select(col(ToolContext.result))
            .where(
                col(ToolContext.workspace_id) == self._work.tenant,
                col(ToolContext.tool_name) == tool_name,
                col(ToolContext.tool_version) == tool_version,
                col(ToolContext.args_hash) == args_hash,
                col(ToolContext.expires_at) > self._work.now(),
            )
            .order_by(col(ToolContext.observed_at).desc())
            .limit(1)
        )
        found: dict[str, Any] | None = await self._session.scalar(statement)  # Any: as above
        return found

    async def add(self, new: NewContext) -> None:
        self._session.add(
            ToolContext(
                workspace_id=self._work.tenant, competitor_ids=list(new.competitor_ids), tool_name=new.tool_name,
                tool_version=new.tool_version, tool_args=new.tool_args, args_hash=new.args_hash, result=new.result,
                source_urls=[], description=new.description, data_type=new.data_type, observed_at=self._work.now(),
                expires_at=new.expires_at, created_at=self._work.now(),
            )
        )  # fmt: skip
        await self._session.flush()

    async def remove_of(self, competitor_id: UUID) -> list[str]:
        """Results about this competitor, and those that may be about anybody. Returns the digests they were kept under."""
        about = col(ToolContext.competitor_ids)
        statement = delete(ToolContext).where(
            col(ToolContext.workspace_id) == self._work.tenant,
            or_(literal(competitor_id) == any_(about), func.cardinality(about) == 0),
        )
        return list((await self._session.execute(statement.returning(col(ToolContext.args_hash)))).scalars())

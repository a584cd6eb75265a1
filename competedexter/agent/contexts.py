"""tool_contexts as the cache's longest memory."""

from dataclasses import dataclass
from datetime import datetime

import orjson

from competedexter.customers.conversations import tool_contexts
from competedexter.customers.conversations.schemas import NewContext
from competedexter.foundation.unit_of_work import OpenWork

from .tool_cache import Call


@dataclass(frozen=True)
class KeptContexts:
    """Rows of one workspace, each read and write in a transaction of its own."""

    open_work: OpenWork

    async def find(self, call: Call, now: datetime) -> str | None:
        async with self.open_work() as work:
            found = await tool_contexts.find(work, call.tool, call.version, call.digest)
        return None if found is None else orjson.dumps(found).decode()

    async def keep(self, call: Call, result: str, now: datetime) -> None:
        context = NewContext(
            competitor_ids=call.competitor_ids, tool_name=call.tool, tool_version=call.version, tool_args=call.args,
            args_hash=call.digest, result=orjson.loads(result), description=orjson.loads(result)["summary"],
            data_type=call.data_type, expires_at=now + call.lifetime,
        )  # fmt: skip
        async with self.open_work() as work:
            await tool_contexts.keep(work, context)

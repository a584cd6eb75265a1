"""Free search in what was read."""

from uuid import UUID

from pydantic import Field

from competedexter.agent.question import MAX_COMPETITORS
from competedexter.agent.toolbox import Arguments, DataType, ToolContext, ToolResult


class SearchArguments(Arguments):
    query: str = Field(min_length=1, max_length=1000)
    competitor_ids: tuple[UUID, ...] = Field(default=(), max_length=MAX_COMPETITORS)
    limit: int = Field(default=8, ge=1, le=30)

    @property
    def about(self) -> tuple[UUID, ...]:
        return self.competitor_ids


class SearchEvidence:
    """Passages of archived pages that match words, best first. For anything no typed tool answers: features, policies."""

    name = "search_evidence"
    version = "1"
    data_type: DataType = "website"
    args = SearchArguments

    async def run(self, args: SearchArguments, context: ToolContext) -> ToolResult:
        hits = await context.library.search(args.query, args.competitor_ids, context.seen_until, args.limit)
        silent = [id_ for id_ in args.competitor_ids if not any(hit.competitor_id == id_ for hit in hits)]
        gaps = tuple(
            f"Nothing archived from {context.name(id_)} speaks of this; that does not mean that the answer is no."
            for id_ in silent
        )
        return ToolResult(summary=f"{len(hits)} passages", facts=tuple(hits), gaps=gaps, partial=bool(silent))

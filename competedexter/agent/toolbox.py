"""The tools of a run: typed calls, scope checked, results cached, errors told in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, Protocol, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from competedexter.foundation.views import View

from .errors import BadArguments, UnknownCompetitor, UnknownTool
from .facts import Company, Fact
from .library import Library
from .plan_graph import Json

DataType = Literal[
    "pricing", "website", "changes", "company", "computed", "jobs", "tech_stack", "reviews", "financials", "custom"
]


class Arguments(BaseModel):
    """What a tool takes. Unknown arguments are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @property
    def about(self) -> tuple[UUID, ...]:
        """The competitors a call is about; checked against the workspace before it runs."""
        return ()


class ToolResult(View):
    """What a tool found, and in words what it could not find. `partial`: something is missing that should be there."""

    summary: str
    facts: tuple[Fact, ...] = ()
    gaps: tuple[str, ...] = ()
    partial: bool = False


@dataclass(frozen=True)
class ToolContext:
    """What a tool works with: the workspace's library up to a moment, its names, and results it waited for."""

    library: Library
    companies: Mapping[UUID, Company]
    names: Mapping[UUID, str]
    seen_until: datetime
    now: datetime
    earlier: Mapping[str, ToolResult] = field(default_factory=dict)

    def name(self, competitor_id: UUID) -> str:
        return self.names.get(competitor_id, "a competitor")


A = TypeVar("A", bound=Arguments)


class Tool(Protocol[A]):
    """One read-only question to the archive. Its docstring is what a model reads."""

    name: str
    version: str
    data_type: DataType
    args: type[A]

    async def run(self, args: A, context: ToolContext) -> ToolResult:
        """Raises ProductError when the archive does not answer."""
        ...


class AnyTool(Generic[A]):
    """A tool with its type forgotten, so that tools of different arguments stand in one box."""

    def __init__(self, tool: Tool[A]) -> None:
        self.name, self.version, self.data_type = tool.name, tool.version, tool.data_type
        self.description = " ".join((type(tool).__doc__ or "").split())
        self.schema = tool.args.model_json_schema()
        self._tool = tool

    def read(self, raw: Json, known: Mapping[UUID, Company]) -> A:
        """The arguments, typed and within the workspace. Raises BadArguments, UnknownCompetitor."""
        try:
            args = self._tool.args.model_validate(raw)
        except ValidationError as error:
            reasons = [{"field": ".".join(map(str, e["loc"])), "reason": e["msg"]} for e in error.errors()]
            raise BadArguments(tool=self.name, details=reasons) from error
        if any(id_ not in known for id_ in args.about):
            raise UnknownCompetitor
        return args

    async def run(self, args: A, context: ToolContext) -> ToolResult:
        return await self._tool.run(args, context)


class Toolbox:
    """Tools by name; which arguments each takes is forgotten here and read again before a call (Any)."""

    def __init__(self, tools: Sequence["AnyTool[Any]"]) -> None:
        self._tools = {tool.name: tool for tool in tools}

    def __iter__(self) -> Iterator["AnyTool[Any]"]:
        return iter(self._tools.values())

    def get(self, name: str) -> "AnyTool[Any]":
        """Raises UnknownTool."""
        try:
            return self._tools[name]
        except KeyError:
            raise UnknownTool(tool=name) from None

"""A language model that says what a test told it to, in order."""

from collections import deque
from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel

from .errors import LlmError, LlmMalformed
from .protocol import Message, Reply, T, Tier, Usage


@dataclass
class ScriptedModel:
    """`turns` are typed values, texts (streamed word by word) or errors to raise. `heard` are the prompts."""

    turns: "deque[BaseModel | str | LlmError]" = field(default_factory=deque)
    heard: list[tuple[Message, ...]] = field(default_factory=list)

    @classmethod
    def saying(cls, turns: Iterable[BaseModel | str | LlmError]) -> "ScriptedModel":
        return cls(deque(turns))

    def name(self, tier: Tier) -> str:
        return f"scripted-{tier}"

    async def typed(self, tier: Tier, messages: Sequence[Message], shape: type[T], seconds: float) -> Reply[T]:
        turn = self._next(messages)
        if not isinstance(turn, shape):
            raise LlmMalformed
        return Reply(turn, Usage(self.name(tier), 100, 20))

    async def write(self, tier: Tier, messages: Sequence[Message], seconds: float) -> AsyncGenerator[str | Usage, None]:
        turn = self._next(messages)
        if not isinstance(turn, str):
            raise LlmMalformed
        for word in turn.split(" "):
            yield word + " "
        yield Usage(self.name(tier), 200, len(turn.split()))

    async def close(self) -> None:
        return None

    def _next(self, messages: Sequence[Message]) -> BaseModel | str:
        self.heard.append(tuple(messages))
        if not self.turns:
            raise LlmMalformed
        turn = self.turns.popleft()
        if isinstance(turn, LlmError):
            raise turn
        return turn

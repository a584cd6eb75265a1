"""A language model as the analyst sees it: typed answers and streamed text, from a fast and a strong one."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel

T = TypeVar("T", bound=BaseModel)
MILLION = 1_000_000


class Tier(StrEnum):
    """`fast` to understand and plan, `strong` to write."""

    FAST = "fast"
    STRONG = "strong"


@dataclass(frozen=True)
class Message:
    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Usage:
    """What calls cost: tokens as the endpoint counted them, or estimated where it does not say."""

    model: str
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True)
class TokenPrice:
    """US dollars per million tokens read and written; 0 where nobody said what they cost."""

    prompt: float = 0.0
    completion: float = 0.0

    def of(self, usage: Usage) -> float:
        """What these tokens cost in dollars."""
        return (usage.prompt_tokens * self.prompt + usage.completion_tokens * self.completion) / MILLION


@dataclass(frozen=True)
class Reply(Generic[T]):
    value: T
    usage: Usage


class LanguageModel(Protocol):
    def name(self, tier: Tier) -> str: ...

    async def typed(self, tier: Tier, messages: Sequence[Message], shape: type[T], seconds: float) -> Reply[T]:
        """An object of that shape within so many seconds, all tries included. Raises LlmError."""
        ...

    def write(self, tier: Tier, messages: Sequence[Message], seconds: float) -> AsyncGenerator[str | Usage, None]:
        """Text as it is written, then what it cost. Raises LlmError, also in the middle; LlmCutShort without an end."""
        ...

    async def close(self) -> None: ...

"""Any endpoint that speaks chat.completions: OpenAI, Azure, Anthropic's compatible one, Ollama, vLLM, llama.cpp server.

The address is the operator's own setting, so it may be on this machine; nothing crawled can reach it. The client
and instructor take seconds to import, so that happens at the first call, off the event loop.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import Any, TypeVar

from pydantic import BaseModel

from .errors import LlmBusy, LlmCutShort, LlmError, LlmMalformed, LlmRefused, LlmTimedOut, LlmTooLong
from .protocol import Message, Reply, Tier, Usage
from .vendor import Vendor

log = logging.getLogger(__name__)
T = TypeVar("T", bound=BaseModel)
R = TypeVar("R")

TRIES = 3  # of one step, whatever went wrong
RETRY_SECONDS = 20.0  # within which all of them end
FIRST_WAIT_SECONDS = 0.5  # doubled each time
SILENCE_SECONDS = 15.0  # without a token, after which a stream counts as dead; one token in 5 s is slow, not dead
MOST_CHARACTERS = 48_000  # of one answer; ten times the longest useful one
TOKEN_CHARACTERS = 4  # where the endpoint does not count


class OpenAiCompatible:
    """A LanguageModel over HTTP."""

    def __init__(
        self, api_key: str, base_url: str = "", *, fast_model: str, strong_model: str, retry_seconds: float = RETRY_SECONDS,
        silence_seconds: float = SILENCE_SECONDS, first_wait_seconds: float = FIRST_WAIT_SECONDS,
    ) -> None:  # fmt: skip
        self._api_key, self._base_url = api_key, base_url
        self._models = {Tier.FAST: fast_model, Tier.STRONG: strong_model}
        self._retry_seconds, self._silence, self._first_wait = retry_seconds, silence_seconds, first_wait_seconds
        self._vendor: Vendor | None = None
        self._opening = asyncio.Lock()
        self._mode = 0  # index into the vendor's modes: the first that this endpoint understood
        self._counts_tokens = True

    def name(self, tier: Tier) -> str:
        return self._models[tier]

    async def close(self) -> None:
        if self._vendor is not None:
            await self._vendor.close()

    async def _open(self) -> Vendor:
        async with self._opening:
            if self._vendor is None:
                self._vendor = await asyncio.to_thread(Vendor.open, self._api_key, self._base_url, self._silence)
            return self._vendor

    async def typed(self, tier: Tier, messages: Sequence[Message], shape: type[T], seconds: float) -> Reply[T]:
        vendor = await self._open()
        limit = min(seconds, self._retry_seconds)

        async def once() -> Reply[T]:
            return await self._typed_once(vendor, tier, messages, shape)

        return await self._tried(once, limit, self._next_mode)

    async def _typed_once(self, vendor: Vendor, tier: Tier, messages: Sequence[Message], shape: type[T]) -> Reply[T]:
        mode = vendor.modes[self._mode]
        try:
            value, completion = await vendor.structured(mode).create_with_completion(
                model=self._models[tier], messages=_wire(messages), response_model=shape, max_retries=0
            )
        except Exception as error:
            # The library wraps what happened; told apart and raised again as one of ours.
            raise vendor.told(error) from error
        if not isinstance(value, shape):
            raise LlmMalformed
        return Reply(value, self._usage(tier, messages, completion.usage, value.model_dump_json()))

    def _next_mode(self, error: LlmError) -> bool:
        """Whether another way to ask for a shape is left: TOOLS, then JSON_SCHEMA, then JSON in a fence."""
        unfit = isinstance(error, LlmMalformed) or (isinstance(error, LlmRefused) and error.values.get("unfit"))
        if unfit and self._vendor is not None and self._mode + 1 < len(self._vendor.modes):
            self._mode += 1
            return True
        return isinstance(error, LlmMalformed)

    async def write(self, tier: Tier, messages: Sequence[Message], seconds: float) -> AsyncGenerator[str | Usage, None]:
        vendor = await self._open()
        deadline = asyncio.get_running_loop().time() + seconds
        stream = await self._tried(
            lambda: self._begin(vendor, tier, messages), min(seconds, self._retry_seconds), self._without_counting
        )
        written: list[str] = []
        counted: Any = None  # Any: the client's usage object
        finish: str | None = None
        try:
            async with aclosing(self._timed(stream, vendor, deadline)) as chunks:
                async for chunk in chunks:
                    counted = chunk.usage or counted
                    for choice in chunk.choices:
                        finish = choice.finish_reason or finish
                        if getattr(choice.delta, "refusal", None):
                            raise LlmRefused(reason="it declined to answer")
                        if choice.delta.content:
                            written.append(choice.delta.content)
                            _bounded(written)
                            yield choice.delta.content
        finally:
            await stream.close()
        _ended(finish)
        yield self._usage(tier, messages, counted, "".join(written))

    async def _begin(self, vendor: Vendor, tier: Tier, messages: Sequence[Message]) -> Any:  # Any: the client's stream
        more = {"stream_options": {"include_usage": True}} if self._counts_tokens else {}
        try:
            return await vendor.client.chat.completions.create(
                model=self._models[tier], messages=_wire(messages), stream=True, **more
            )
        except vendor.errors as error:
            raise vendor.told(error) from error

    def _without_counting(self, error: LlmError) -> bool:
        """Some endpoints do not know stream_options; asked once more without."""
        if isinstance(error, LlmRefused) and error.values.get("unfit") and self._counts_tokens:
            self._counts_tokens = False
            return True
        return False

    async def _timed(self, stream: Any, vendor: Vendor, deadline: float) -> AsyncGenerator[Any, None]:  # Any: as above
        """Chunks until the deadline, with at most so much silence between two."""
        chunks = aiter(stream)
        while True:
            left = deadline - asyncio.get_running_loop().time()
            try:
                async with asyncio.timeout(min(self._silence, max(left, 0.0))):
                    chunk = await anext(chunks)
            except StopAsyncIteration:
                return
            except TimeoutError as error:
                raise LlmTimedOut from error
            except vendor.errors as error:
                raise vendor.told(error) from error
            yield chunk

    async def _tried(self, once: Callable[[], Awaitable[R]], seconds: float, again: Callable[[LlmError], bool]) -> R:
        """At most TRIES within so many seconds; waits what the endpoint asks for, if that still fits."""
        end = asyncio.get_running_loop().time() + seconds
        for attempt in range(1, TRIES + 1):
            try:
                async with asyncio.timeout_at(end):
                    return await once()
            except TimeoutError as error:
                raise LlmTimedOut from error
            except LlmError as error:
                wait = 0.0 if again(error) else max(error.retry_after or 0.0, self._first_wait * 2 ** (attempt - 1))
                fits = asyncio.get_running_loop().time() + wait < end
                if attempt == TRIES or not fits or not (error.retryable or wait == 0.0):
                    raise
                log.info("asking the language model again: %s", error.code)
                await asyncio.sleep(wait)
        raise LlmBusy

    def _usage(self, tier: Tier, messages: Sequence[Message], counted: Any, written: str) -> Usage:  # Any: as above
        if counted is not None:
            return Usage(self._models[tier], counted.prompt_tokens or 0, counted.completion_tokens or 0)
        asked = sum(len(message.content) for message in messages)
        return Usage(self._models[tier], asked // TOKEN_CHARACTERS, len(written) // TOKEN_CHARACTERS)


def _wire(messages: Sequence[Message]) -> list[dict[str, str]]:
    return [{"role": message.role, "content": message.content} for message in messages]


def _bounded(written: Sequence[str]) -> None:
    if sum(map(len, written)) > MOST_CHARACTERS:
        raise LlmTooLong


def _ended(finish: str | None) -> None:
    """The client accepts a stream that was cut without a word; an answer without an end is none."""
    if finish in ("stop", "tool_calls", "end_turn"):
        return
    if finish == "content_filter":
        raise LlmRefused(reason="its filter stopped the answer")
    raise LlmCutShort

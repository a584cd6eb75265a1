"""Events gathered for a moment, so that a page is told ten times a second and not for every word."""

import asyncio
from collections.abc import AsyncIterator
from typing import TypeVar

T = TypeVar("T")


async def batches(stream: AsyncIterator[T], seconds: float) -> AsyncIterator[list[T]]:
    """What arrives within `seconds` of the first of each batch; never holds the last one back longer."""
    waiting = asyncio.ensure_future(anext(stream, None))
    try:
        while (first := await waiting) is not None:
            batch = [first]
            deadline = asyncio.get_running_loop().time() + seconds
            waiting = asyncio.ensure_future(anext(stream, None))
            while (left := deadline - asyncio.get_running_loop().time()) > 0:
                done, _ = await asyncio.wait({waiting}, timeout=left)
                more = waiting.result() if done else None
                if more is None:
                    break
                batch.append(more)
                waiting = asyncio.ensure_future(anext(stream, None))
            yield batch
    finally:
        waiting.cancel()

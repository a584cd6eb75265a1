"""Events gathered for a moment."""

import asyncio
from collections.abc import AsyncIterator

from competedexter.ui.ask.batches import batches


async def spaced(*gaps: float) -> AsyncIterator[int]:
    for number, gap in enumerate(gaps):
        await asyncio.sleep(gap)
        yield number


async def test_what_comes_together_is_told_together() -> None:
    assert [batch async for batch in batches(spaced(0, 0, 0), 0.05)] == [[0, 1, 2]]


async def test_a_pause_ends_a_batch() -> None:
    assert [batch async for batch in batches(spaced(0, 0, 0.09, 0), 0.02)] == [[0, 1], [2, 3]]


async def test_nothing_comes_of_nothing() -> None:
    assert [batch async for batch in batches(spaced(), 0.01)] == []

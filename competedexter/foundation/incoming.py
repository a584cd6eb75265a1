"""What a client sends, read up to a size and within a time: neither a flood nor a trickle holds a request for long."""

import asyncio
from collections.abc import AsyncIterable

from .errors import ProductError, TooLarge

BODY_SECONDS = 15.0  # for a whole body; a megabyte over a slow phone takes ten


class SentTooMuch(TooLarge):
    code = "body_too_large"
    sentence = "The body is larger than {limit}."


class SentTooSlowly(ProductError):
    code = "body_too_slow"
    status = 408
    retryable = True
    sentence = "The body did not arrive within {seconds} seconds. Send it again."


async def read_within(pieces: AsyncIterable[bytes], *, most: int, limit: str, seconds: float = BODY_SECONDS) -> bytes:
    """All pieces as one. `limit` says `most` (bytes) in words. Raises SentTooMuch, SentTooSlowly."""
    read, size = [], 0
    try:
        async with asyncio.timeout(seconds):
            async for piece in pieces:
                size += len(piece)
                if size > most:
                    raise SentTooMuch(limit=limit)
                read.append(piece)
    except TimeoutError as error:
        raise SentTooSlowly(seconds=round(seconds)) from error
    return b"".join(read)


def told_size(content_length: str) -> int | None:
    """What a Content-Length header announces, in bytes; None when it is no number."""
    text = content_length.strip()
    return int(text[:20]) if text.isascii() and text.isdecimal() else None

"""Server-sent events as api.md has them: `id: <n>`, `data: <json>`, a comment line every 15 s of silence."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from typing import TypeVar

import orjson
from starlette.requests import Request
from starlette.responses import StreamingResponse

from competedexter.foundation.errors import InvalidRequest, ProductError

HEARTBEAT_SECONDS = 15.0  # proxies cut what is silent for 30 or 60
HEARTBEAT = b": still here\n\n"
EVENT_STREAM = "text/event-stream"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # the second keeps nginx from collecting events
MAX_EVENT_ID = 2**31 - 1


T = TypeVar("T")
Event = tuple[int, Mapping[str, object]]  # its number in the stream, and its JSON


class BadLastEventId(InvalidRequest):
    code = "bad_last_event_id"
    sentence = "Last-Event-ID is the number of an event of this stream."


def wants_json(request: Request) -> bool:
    """Whether the answer is asked for whole; a stream is the default."""
    accept = request.headers.get("accept", "").lower()
    return "application/json" in accept and EVENT_STREAM not in accept


def last_event_id(request: Request) -> int:
    """The last event the client has, 0 for none. Raises BadLastEventId."""
    text = request.headers.get("last-event-id", "").strip()
    if not text:
        return 0
    if not text.isascii() or not text.isdecimal() or len(text) > 10 or int(text) > MAX_EVENT_ID:
        raise BadLastEventId
    return int(text)


def event_stream(
    events: AsyncIterator[T], read: Callable[[T], Event], *, heartbeat: float = HEARTBEAT_SECONDS
) -> StreamingResponse:
    """Sends events as they come. A client that goes away ends the sending, never the run."""
    return StreamingResponse(_sent(events, read, heartbeat), media_type=EVENT_STREAM, headers=HEADERS)


async def _sent(events: AsyncIterator[T], read: Callable[[T], Event], heartbeat: float) -> AsyncIterator[bytes]:
    pending: asyncio.Future[T | None] = asyncio.ensure_future(anext(events, None))
    try:
        while True:
            done, _ = await asyncio.wait((pending,), timeout=heartbeat)
            if not done:
                yield HEARTBEAT
                continue
            event = pending.result()
            if event is None:
                return
            seq, data = read(event)
            yield b"id: %d\ndata: %b\n\n" % (seq, orjson.dumps(data))
            pending = asyncio.ensure_future(anext(events, None))
    except ProductError as error:
        # Without an id: the event of that number may still come when the client asks again.
        yield b"data: %b\n\n" % orjson.dumps({"type": "error", "error": str(error), "code": error.code})
    finally:
        await _close(events, pending)


async def _close(events: AsyncIterator[T], pending: "asyncio.Future[T | None]") -> None:
    if not pending.done():
        pending.cancel()
        await asyncio.wait((pending,))
    close = getattr(events, "aclose", None)
    if close is not None:
        await close()

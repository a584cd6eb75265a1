"""An endpoint on loopback that speaks chat.completions and misbehaves as it is told to."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

Turn = Callable[[web.Request, dict[str, object]], Awaitable[web.StreamResponse]]


@dataclass
class Endpoint:
    """Turns are taken in order, the last one again and again; `heard` are the requests."""

    turns: "deque[Turn]" = field(default_factory=deque)
    heard: list[dict[str, object]] = field(default_factory=list)
    url: str = ""

    def will(self, *turns: Turn) -> "Endpoint":
        self.turns.extend(turns)
        return self

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.heard.append(body)
        turn = self.turns.popleft() if len(self.turns) > 1 else self.turns[0]
        return await turn(request, body)


@asynccontextmanager
async def endpoint() -> AsyncIterator[Endpoint]:
    made = Endpoint()
    app = web.Application()
    app.router.add_post("/v1/chat/completions", made.handle)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    try:
        yield made
    finally:
        await runner.cleanup()


def chunk(content: str | None = None, finish: str | None = None, *, usage: bool = False) -> bytes:
    data: dict[str, object] = {
        "id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "stub",
        "choices": [{"index": 0, "delta": {"content": content} if content is not None else {}, "finish_reason": finish}],
    }  # fmt: skip
    if usage:
        data |= {"choices": [], "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}}
    return f"data: {json.dumps(data)}\n\n".encode()


def streams(*parts: str, finish: str | None = "stop", pause: float = 0.0, done: bool = True) -> Turn:
    """A stream of these parts; without `finish` and `done` it is cut."""

    async def turn(request: web.Request, body: dict[str, object]) -> web.StreamResponse:
        response = web.StreamResponse(headers={"content-type": "text/event-stream"})
        await response.prepare(request)
        for part in parts:
            await response.write(chunk(part))
            await asyncio.sleep(pause)
        if finish:
            await response.write(chunk(None, finish))
        if done:
            await response.write(chunk(usage=True) + b"data: [DONE]\n\n")
        return response

    return turn


def completion(message: dict[str, object], finish: str = "stop") -> web.Response:
    return web.json_response(
        {
            "id": "c1", "object": "chat.completion", "created": 1, "model": "stub",
            "choices": [{"index": 0, "message": {"role": "assistant", "content": None, **message}, "finish_reason": finish}],
            "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
        }
    )  # fmt: skip


def calls_tool(arguments: dict[str, object] | str) -> Turn:
    """The typed answer as a tool call, when tools were offered."""

    async def turn(request: web.Request, body: dict[str, object]) -> web.StreamResponse:
        name = body["tools"][0]["function"]["name"]  # type: ignore[index]
        text = arguments if isinstance(arguments, str) else json.dumps(arguments)
        call = {"id": "t1", "type": "function", "function": {"name": name, "arguments": text}}
        return completion({"tool_calls": [call]}, "tool_calls")

    return turn


def says(content: str, finish: str = "stop") -> Turn:
    async def turn(request: web.Request, body: dict[str, object]) -> web.StreamResponse:
        return completion({"content": content}, finish)

    return turn


def fails(status: int, **headers: str) -> Turn:
    async def turn(request: web.Request, body: dict[str, object]) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.json_response({"error": {"message": "secret prompt text"}}, status=status, headers=named)

    return turn


def sends(body: bytes, content_type: str = "application/json") -> Turn:
    async def turn(request: web.Request, _body: dict[str, object]) -> web.StreamResponse:
        return web.Response(body=body, content_type=content_type)

    return turn


def hangs() -> Turn:
    async def turn(request: web.Request, body: dict[str, object]) -> web.StreamResponse:
        await asyncio.sleep(30)
        return web.Response()

    return turn


def drops() -> Turn:
    async def turn(request: web.Request, body: dict[str, object]) -> web.StreamResponse:
        assert request.transport
        request.transport.close()
        return web.Response()

    return turn

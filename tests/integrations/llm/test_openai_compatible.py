"""The real client against a real server: what it reads, what it tries again, what it gives up on."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from pydantic import BaseModel

from competedexter.integrations.llm.errors import (
    LlmBusy,
    LlmCutShort,
    LlmError,
    LlmFailed,
    LlmMalformed,
    LlmRefused,
    LlmTimedOut,
    LlmTooLong,
    LlmUnreachable,
)
from competedexter.integrations.llm.openai_compatible import OpenAiCompatible
from competedexter.integrations.llm.protocol import Message, Tier, Usage
from tests.integrations.llm.endpoint import (
    Endpoint,
    Turn,
    calls_tool,
    drops,
    endpoint,
    fails,
    hangs,
    says,
    sends,
    streams,
)

ASKED = [Message("system", "Be brief."), Message("user", "Hello")]


class Colour(BaseModel):
    name: str
    depth: int


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Endpoint]:
    async with endpoint() as made:
        yield made


@pytest_asyncio.fixture
async def model(server: Endpoint) -> AsyncIterator[OpenAiCompatible]:
    made = OpenAiCompatible(
        "key", server.url, fast_model="small", strong_model="large", retry_seconds=2.0, silence_seconds=0.4,
        first_wait_seconds=0.01,
    )  # fmt: skip
    yield made
    await made.close()


async def written(model: OpenAiCompatible, seconds: float = 5.0) -> tuple[str, Usage | None]:
    text, usage = "", None
    async for part in model.write(Tier.STRONG, ASKED, seconds):
        if isinstance(part, Usage):
            usage = part
        else:
            text += part
    return text, usage


async def test_text_is_streamed_and_tokens_are_counted(server: Endpoint, model: OpenAiCompatible) -> None:
    server.will(streams("Hel", "lo", "."))
    assert await written(model) == ("Hello.", Usage("large", 11, 7))
    assert server.heard[0]["model"] == "large"


async def test_a_typed_answer_is_asked_for_as_a_tool_call(server: Endpoint, model: OpenAiCompatible) -> None:
    server.will(calls_tool({"name": "red", "depth": 3}))
    reply = await model.typed(Tier.FAST, ASKED, Colour, 5)
    assert (reply.value.model_dump(), reply.usage) == ({"name": "red", "depth": 3}, Usage("small", 11, 7))


async def test_an_endpoint_without_tools_is_asked_by_schema_then_in_a_fence_and_remembered(
    server: Endpoint, model: OpenAiCompatible
) -> None:
    fenced = says('Sure!\n```json\n{"name": "red", "depth": 3}\n```')
    server.will(fails(400), fails(400), fenced)
    assert (await model.typed(Tier.FAST, ASKED, Colour, 5)).value.name == "red"
    assert "tools" in server.heard[0]
    assert "response_format" in server.heard[1]
    assert len(server.heard) == 3
    await model.typed(Tier.FAST, ASKED, Colour, 5)
    assert len(server.heard) == 4


async def test_stream_options_are_left_out_for_those_who_do_not_know_them(
    server: Endpoint, model: OpenAiCompatible
) -> None:
    server.will(fails(400), streams("Hi."))
    assert (await written(model))[0] == "Hi."
    assert "stream_options" not in server.heard[1]


@pytest.mark.parametrize(
    ("turn", "error", "tries"),
    [
        (fails(500), LlmFailed, 3),
        (fails(503), LlmFailed, 3),
        (fails(429), LlmBusy, 3),
        (fails(429, retry_after="600"), LlmBusy, 1),
        (fails(401), LlmRefused, 1),
        (fails(404), LlmRefused, 1),
        (drops(), LlmUnreachable, 3),
    ],
)
async def test_a_step_is_tried_at_most_three_times(
    server: Endpoint, model: OpenAiCompatible, turn: Turn, error: type[LlmError], tries: int
) -> None:
    server.will(turn)
    with pytest.raises(error):
        await written(model)
    assert len(server.heard) == tries


async def test_a_second_try_may_succeed(server: Endpoint, model: OpenAiCompatible) -> None:
    server.will(fails(500), fails(429, retry_after="0"), streams("Hi."))
    assert (await written(model))[0] == "Hi."


@pytest.mark.parametrize(
    "turn",
    [
        calls_tool("{not json"),
        calls_tool({"name": "red", "depth": "very"}),
        says(""),
        says("I would rather not."),
        sends(b"<html>hello</html>", "text/html"),
        sends(b"{}"),
        sends(b'{"choices": []}'),
        sends(b"\xff\xfe\x00"),
        sends(b'{"x": "' + b"a" * 1_500_000 + b'"}'),
    ],
)
async def test_garbage_is_never_repaired_without_end(server: Endpoint, model: OpenAiCompatible, turn: Turn) -> None:
    async def garbage(request: object, body: dict[str, object]) -> object:
        if "tools" not in body:
            return await says("no json here")(request, body)  # type: ignore[arg-type]
        return await turn(request, body)  # type: ignore[arg-type]

    server.will(garbage)  # type: ignore[arg-type]
    with pytest.raises(LlmMalformed):
        await model.typed(Tier.FAST, ASKED, Colour, 5)
    assert len(server.heard) <= 3


@pytest.mark.parametrize("finish", [None, "length"])
async def test_a_stream_without_its_end_is_not_an_answer(
    server: Endpoint, model: OpenAiCompatible, finish: str | None
) -> None:
    server.will(streams("Half an ans", finish=finish, done=finish is not None))
    with pytest.raises(LlmCutShort):
        await written(model)


async def test_a_filtered_answer_is_a_refusal(server: Endpoint, model: OpenAiCompatible) -> None:
    server.will(streams("I", finish="content_filter"))
    with pytest.raises(LlmRefused):
        await written(model)


async def test_a_megabyte_of_text_is_stopped(server: Endpoint, model: OpenAiCompatible) -> None:
    server.will(streams(*["a" * 10_000] * 100))
    with pytest.raises(LlmTooLong):
        await written(model)


@pytest.mark.parametrize(
    ("turn", "seconds"),
    [(hangs(), 1.0), (streams("a", "b", pause=0.6), 5.0), (streams(*"abcdefgh", pause=0.2), 0.5)],
    ids=["never answers", "goes silent", "speaks, but too slowly"],
)
async def test_slowness_ends_at_its_deadline(
    server: Endpoint, model: OpenAiCompatible, turn: Turn, seconds: float
) -> None:
    server.will(turn)
    began = asyncio.get_running_loop().time()
    with pytest.raises(LlmTimedOut):
        await written(model, seconds)
    assert asyncio.get_running_loop().time() - began < 2.5


async def test_whoever_stops_listening_stops_the_request(server: Endpoint, model: OpenAiCompatible) -> None:
    server.will(streams(*"abcdefgh", pause=0.05))
    stream = model.write(Tier.STRONG, ASKED, 5)
    assert await anext(stream) == "a"
    began = asyncio.get_running_loop().time()
    await stream.aclose()
    assert asyncio.get_running_loop().time() - began < 0.5


async def test_no_error_repeats_what_the_endpoint_said(server: Endpoint, model: OpenAiCompatible) -> None:
    server.will(fails(500))
    with pytest.raises(LlmFailed) as raised:
        await written(model)
    assert "secret" not in str(raised.value)

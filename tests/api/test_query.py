"""Questions over REST: streamed, whole, followed again, stopped, kept."""

import asyncio
import json
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from competedexter.agent.live import LiveRun
from competedexter.api import streaming
from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.database import DatabaseAway
from competedexter.market.evidence.records import Plan, Price, PricingRecord
from competedexter.runtime import Runtime
from tests.market.scene import Scene, page_of

from .conftest import client_of, join, refused, token_of

JSON = {"Accept": "application/json"}
LINES = ("# Pricing", "Starter", "$9 per month", "Pro", "$59 per user per month", "SSO included")
HOW_MUCH = {"query": "How much is Acme Pro?"}


@pytest_asyncio.fixture
async def priced(scene: Scene) -> Scene:
    """A price page whose plans can be quoted."""
    page, text = page_of(*LINES, title="Acme pricing")
    plans = (
        Plan(name="Starter", prices=(Price(amount="9.00", currency="USD", period="month"),), start=text.index("Starter"),
             end=text.index("Pro\n") - 1),
        Plan(name="Pro", prices=(Price(amount="59.00", currency="USD", period="month", unit="user"),),
             start=text.index("Pro\n"), end=len(text) - 1),
    )  # fmt: skip
    await scene.observe((PricingRecord(plans=plans, currency="USD", default_period="month"), text), (page, text))
    return scene


def events_in(stream: str) -> list[tuple[int | None, dict[str, object]]]:
    """The events of a stream; comments are no events."""
    found = []
    for part in stream.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in part.splitlines() if not line.startswith(":"))
        if "data" in lines:
            found.append((int(lines["id"]) if "id" in lines else None, json.loads(lines["data"])))
    return found


async def test_an_answer_streams_its_events_in_order_without_gaps(ada: httpx.AsyncClient, priced: Scene) -> None:
    answer = await ada.post("/query/ask", json=HOW_MUCH)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"
    told = events_in(answer.text)
    assert [number for number, _ in told] == list(range(1, len(told) + 1))
    kinds = [event["type"] for _, event in told]
    assert kinds[0] == "query"
    assert kinds[-2:] == ["sources", "done"]
    assert {"phase", "task_start", "task_complete", "source", "answer"} <= set(kinds)
    assert kinds.index("source") < min(at for at, kind in enumerate(kinds) if kind in ("answer", "block"))
    assert "59" in " ".join(str(event["chunk"]) for _, event in told if event["type"] == "answer")


async def test_the_same_answer_comes_whole_when_json_is_asked_for(ada: httpx.AsyncClient, priced: Scene) -> None:
    answer = await ada.post("/query/ask", json=HOW_MUCH, headers=JSON)
    body = answer.json()
    assert answer.headers["content-type"] == "application/json"
    assert (body["status"], body["outcome"], body["degraded"]) == ("completed", "answered", False)
    assert set(body) >= {
        "queryId", "status", "outcome", "answer", "sentences", "sources", "confidence", "taskResults", "gaps",
        "freshness", "degraded", "metadata",
    }  # fmt: skip
    assert set(body["metadata"]) >= {"tokensUsed", "executionTime", "dataSourcesUsed", "model", "cost", "cached"}
    for sentence in body["sentences"]:
        assert body["answer"][sentence["start"] : sentence["end"]] == sentence["text"]
        assert sentence["verified"]
    source = next(one for one in body["sources"] if one.get("documentId"))
    document = (await ada.get(f"/documents/{source['documentId']}")).json()
    assert document["text"][source["start"] : source["end"]] == source["quote"]
    assert (await ada.get(f"/query/{body['queryId']}")).json() == body


async def test_a_stream_is_taken_up_after_the_last_event_seen(ada: httpx.AsyncClient, priced: Scene) -> None:
    told = events_in((await ada.post("/query/ask", json=HOW_MUCH)).text)
    query_id = told[0][1]["queryId"]
    again = events_in((await ada.get(f"/query/{query_id}/events")).text)
    assert again == told
    rest = await ada.get(f"/query/{query_id}/events", headers={"Last-Event-ID": "3"})
    assert events_in(rest.text) == told[3:]
    over = await ada.get(f"/query/{query_id}/events", headers={"Last-Event-ID": str(len(told))})
    assert (over.status_code, over.content) == (204, b"")
    log = (await ada.get(f"/query/{query_id}/events", headers=JSON)).json()["events"]
    assert [(one["id"], one["data"]) for one in log] == told
    for wrong in ("x", "-1", "99999999999", "1.5"):
        refused(await ada.get(f"/query/{query_id}/events", headers={"Last-Event-ID": wrong}), 400, "bad_last_event_id")
    refused(await ada.get(f"/query/{uuid4()}/events"), 404, "query_not_found")


async def test_history_conversations_and_feedback(ada: httpx.AsyncClient, priced: Scene) -> None:
    first = (await ada.post("/query/ask", json=HOW_MUCH, headers=JSON)).json()
    follow_up = {"query": "And Starter?", "context": {"conversationId": first["conversationId"]}}
    second = (await ada.post("/query/ask", json=follow_up, headers=JSON)).json()
    history = (await ada.get("/query/history")).json()
    assert [one["id"] for one in history["queries"]] == [second["queryId"], first["queryId"]]
    assert set(history["queries"][0]) >= {"id", "query", "answer", "timestamp", "competitorIds", "status"}
    assert history["pagination"] == {"total": 2, "page": 1, "pageSize": 20}
    assert len((await ada.get("/query/history?q=starter")).json()["queries"]) >= 1
    page = (await ada.get("/query/history?pageSize=1")).json()
    rest = (await ada.get(f"/query/history?pageSize=1&cursor={page['nextCursor']}")).json()
    assert [one["id"] for one in rest["queries"]] == [first["queryId"]]
    address = f"/conversations/{first['conversationId']}"
    [conversation] = (await ada.get("/conversations")).json()["items"]
    assert (conversation["title"], conversation["shared"]) == ("How much is Acme Pro?", False)
    assert (await ada.patch(address, json={"title": "Acme"})).json()["title"] == "Acme"
    assert (await ada.post(f"{address}/share")).json()["shared"] is True
    assert len((await ada.get(f"{address}/queries")).json()["items"]) == 2
    rated = await ada.post(f"/query/{first['queryId']}/feedback", json={"helpful": True, "comment": "yes"})
    assert rated.status_code == 204
    assert (await ada.get(f"/query/{first['queryId']}")).json()["helpful"] is True
    assert (await ada.delete(address)).status_code == 204
    refused(await ada.get(address), 404, "conversation_not_found")
    refused(await ada.get(f"/query/{first['queryId']}"), 404, "query_not_found")


async def test_a_private_question_is_nobody_elses_until_it_is_shared(
    app: FastAPI, runtime: Runtime, ada: httpx.AsyncClient, priced: Scene, workspace: Viewer
) -> None:
    asked = (await ada.post("/query/ask", json=HOW_MUCH, headers=JSON)).json()
    colleague = await join(runtime, workspace.workspace_id, "Colleague Two", Role.MEMBER)
    headers = {"X-Workspace-Id": str(workspace.workspace_id)}
    async with client_of(app, await token_of(runtime, colleague), **headers) as client:
        refused(await client.get(f"/query/{asked['queryId']}"), 404, "query_not_found")
        await ada.post(f"/conversations/{asked['conversationId']}/share")
        assert (await client.get(f"/query/{asked['queryId']}")).status_code == 200
        refused(await client.delete(f"/conversations/{asked['conversationId']}"), 404)


async def test_suggestions_are_made_from_what_is_there(
    ada: httpx.AsyncClient, grace: httpx.AsyncClient, priced: Scene
) -> None:
    made = (await ada.get("/query/suggestions")).json()["suggestions"]
    assert {"query", "category", "description"} == set(made[0])
    assert any("Acme" in one["query"] and one["category"] == "pricing" for one in made)
    assert (await grace.get("/query/suggestions")).json() == {"suggestions": []}


@pytest.mark.parametrize(
    "body",
    [
        {"query": "hi"},
        {**HOW_MUCH, "asOf": "0001-01-01T00:00:00+14:00"},
        {"query": "x" * 1_001},
        {},
        {"query": "How much?", "competitorIds": "all"},
        {"query": 7},
    ],
)
async def test_what_is_no_question_is_refused(ada: httpx.AsyncClient, body: dict[str, object]) -> None:
    refused(await ada.post("/query/ask", json=body), 400, "invalid_request")


async def test_a_question_about_somebody_unknown_is_refused(ada: httpx.AsyncClient) -> None:
    refused(await ada.post("/query/ask", json={**HOW_MUCH, "competitorIds": [str(uuid4())]}), 404)
    refused(await ada.post("/query/ask", json={**HOW_MUCH, "context": {"conversationId": str(uuid4())}}), 404)


async def test_the_same_ask_twice_is_one_run(ada: httpx.AsyncClient, priced: Scene) -> None:
    key = {"Idempotency-Key": "ask-1"}
    first = await ada.post("/query/ask", json=HOW_MUCH, headers=key)
    again = await ada.post("/query/ask", json=HOW_MUCH, headers=key)
    assert events_in(again.text) == events_in(first.text)
    assert again.headers["Idempotent-Replayed"] == "true"
    whole = await ada.post("/query/ask", json=HOW_MUCH, headers={**key, **JSON})
    assert whole.json()["queryId"] == events_in(first.text)[0][1]["queryId"]
    both = await asyncio.gather(
        *(ada.post("/query/ask", json=HOW_MUCH, headers={"Idempotency-Key": "2"}) for _ in "ab")
    )
    begun = {events_in(one.text)[0][1]["queryId"] for one in both if one.status_code == 200}
    assert len(begun) == 1
    assert (await ada.get("/query/history")).json()["pagination"]["total"] == 2


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Runs that wait for `set()` after their first event."""
    gate = asyncio.Event()

    async def wait(self: object, *_: object) -> object:
        await gate.wait()
        return await unpatched(self, *_)

    from competedexter.agent.answering import _Teller

    unpatched = _Teller._prepare
    monkeypatch.setattr(_Teller, "_prepare", wait)
    return gate


async def test_a_run_can_be_stopped_and_says_so(ada: httpx.AsyncClient, priced: Scene, slow: asyncio.Event) -> None:
    asking = asyncio.create_task(ada.post("/query/ask", json=HOW_MUCH))
    query_id = await _begun(ada)
    assert (await ada.get(f"/query/{query_id}")).json()["status"] == "processing"
    assert (await ada.post(f"/query/{query_id}/cancel")).json() == {"queryId": query_id, "stopped": True}
    told = events_in((await asking).text)
    assert told[-1][1]["outcome"] == "cancelled"
    assert (await ada.post(f"/query/{query_id}/cancel")).json()["stopped"] is False


async def _begun(ada: httpx.AsyncClient) -> str:
    for _ in range(200):
        if queries := (await ada.get("/query/history")).json()["queries"]:
            return str(queries[0]["id"])
        await asyncio.sleep(0.02)
    raise AssertionError("no question began")


async def test_a_client_that_leaves_stops_nothing(
    ada: httpx.AsyncClient, runtime: Runtime, priced: Scene, slow: asyncio.Event
) -> None:
    asking = asyncio.create_task(ada.post("/query/ask", json=HOW_MUCH))
    query_id = await _begun(ada)
    asking.cancel()
    slow.set()
    for _ in range(200):
        if (await ada.get(f"/query/{query_id}")).json()["status"] == "completed":
            break
        await asyncio.sleep(0.02)
    assert events_in((await ada.get(f"/query/{query_id}/events")).text)[-1][1]["type"] == "done"


async def test_silence_is_filled_with_comments_and_an_error_ends_the_stream() -> None:
    live = LiveRun(uuid4())

    async def broken():
        await asyncio.sleep(0.05)
        raise DatabaseAway
        yield

    pieces = [piece async for piece in streaming._sent(broken(), lambda one: (one.seq, {}), 0.01)]
    assert pieces[0].startswith(b":")
    assert json.loads(pieces[-1].removeprefix(b"data: "))["code"] == "database_unavailable"
    quiet = streaming._sent(live.follow(), lambda one: (one.seq, {}), 0.01)
    assert (await anext(quiet)).startswith(b":")
    await quiet.aclose()  # a client that leaves: nothing is left pending


async def test_a_viewer_reads_but_does_not_ask(
    app: FastAPI, runtime: Runtime, priced: Scene, workspace: Viewer
) -> None:
    guest = await join(runtime, workspace.workspace_id, "Guest Person", Role.VIEWER)
    headers = {"X-Workspace-Id": str(workspace.workspace_id)}
    async with client_of(app, await token_of(runtime, guest), **headers) as client:
        refused(await client.post("/query/ask", json=HOW_MUCH), 403, "forbidden")
        assert (await client.get("/query/history")).status_code == 200

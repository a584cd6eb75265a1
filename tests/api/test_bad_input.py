"""Every refusal of api.md, in the one shape, for whatever is sent."""

import asyncio

import httpx
import orjson
import pytest
from fastapi import FastAPI

from competedexter.foundation.database import Database, DatabaseAway
from competedexter.runtime import Runtime

from .conftest import client_of, refused

JSON = {"Content-Type": "application/json"}
ACME = {"name": "Acme", "domain": "acme.com", "discover": False}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"{", "not valid JSON"),
        (b'{"name": "Acme", "domain": "acme.com",}', "not valid JSON"),
        (b'{"name": NaN}', "not valid JSON"),
        (b'{"name": 1e999}', "not valid JSON"),
        (b'{"name": "\\ud800"}', "not valid JSON"),
        (b'{"name": "\xff"}', "not valid JSON"),
        (b'{"name": "Acme\\u0000"}', "NUL"),
        (b'{"na\\u0000me": "Acme"}', "NUL"),
        (b'{"metadata": ' + b'{"a":' * 70 + b"1" + b"}" * 71, "deep"),
        (b"[" * 100_000 + b"]" * 100_000, "not valid JSON"),
    ],
)
async def test_a_body_that_is_not_clean_json_is_refused(ada: httpx.AsyncClient, body: bytes, why: str) -> None:
    told = refused(await ada.post("/competitors", content=body, headers=JSON), 400)
    assert why in str(told["error"])


async def test_text_that_only_spells_out_an_escape_is_welcome(ada: httpx.AsyncClient) -> None:
    body = b'{"name": "Acme", "domain": "acme.com", "description": "a \\\\u0000 b", "discover": false}'
    made = await ada.post("/competitors", content=body, headers=JSON)
    assert (made.status_code, made.json()["description"]) == (201, "a \\u0000 b")


async def test_each_mistake_is_told_with_its_field(ada: httpx.AsyncClient) -> None:
    sent = {"name": 7, "domain": "acme.com", "tier": "huge", "tags": ["ok", 5], "favourite": True}
    told = refused(await ada.post("/competitors", json=sent), 400, "invalid_request")
    assert [one["field"] for one in told["details"]] == ["name", "tier", "tags[1]", "favourite"]
    assert all(one["reason"] for one in told["details"])
    refused(await ada.post("/competitors", json=[1, 2]), 400, "invalid_request")
    refused(await ada.post("/competitors", content=b"", headers=JSON), 400, "invalid_request")
    told = refused(await ada.get("/competitors?page=0&pageSize=101"), 400, "invalid_request")
    assert [one["field"] for one in told["details"]] == ["page", "pageSize"]
    told = refused(await ada.get("/competitors/seven"), 400, "invalid_request")
    assert told["details"][0]["field"] == "id"


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_only_json_bodies_are_taken(ada: httpx.AsyncClient, content_type: str) -> None:
    answer = await ada.post("/competitors", content=b'{"name": "Acme"}', headers={"Content-Type": content_type})
    refused(answer, 415, "unsupported_media_type")


async def test_a_body_over_a_megabyte_is_refused_before_it_is_read(ada: httpx.AsyncClient) -> None:
    sent = 0

    async def endless():
        nonlocal sent
        while sent < 64:
            sent += 1
            yield b" " * 65_536

    refused(await ada.post("/competitors", content=endless(), headers=JSON), 413, "body_too_large")
    assert sent < 20
    announced = {**JSON, "Content-Length": "99999999999999999999999"}
    refused(await ada.post("/competitors", content=b"{}", headers=announced), 413, "body_too_large")
    big = orjson.dumps({**ACME, "description": "x" * 2_000_000})
    refused(await ada.post("/competitors", content=big, headers=JSON), 413, "body_too_large")


async def test_unknown_addresses_and_methods_are_refused_in_the_same_shape(ada: httpx.AsyncClient) -> None:
    refused(await ada.get("/nothing/here"), 404, "no_such_path")
    refused(await ada.get("/competitors/"), 404, "no_such_path")
    refused(await ada.delete("/competitors"), 405, "method_not_allowed")
    refused(await ada.post("/search", json={}), 405, "method_not_allowed")


@pytest.mark.parametrize(
    "address",
    [
        "/competitors?q=%00",
        "/competitors?tag=a%00b",
        "/competitors/%00",
        "/search?q=%00",
        f"/competitors?q={'x' * 20_000}",
        "/competitors?sort=name;drop table users",
        "/competitors?page=99999999999999999999999999",
        "/crawl-runs?cursor=AAAA",
        "/crawl-runs?cursor=%F0%9F%92%A9",
        "/crawl-runs?cursor=bm93fDEyMw",
        "/crawl-runs?asOf=yesterday",
        "/crawl-runs?asOf=0001-01-01T00:00:00%2B14:00",
        "/changes?from=9999-12-31T23:59:59-14:00",
        "/changes?snapshotType=a%27b",
    ],
)
async def test_a_bad_query_is_refused_and_never_breaks_anything(ada: httpx.AsyncClient, address: str) -> None:
    answer = await ada.get(address)
    assert answer.status_code in (400, 413), answer.text
    refused(answer, answer.status_code)


@pytest.mark.parametrize(
    "moment", ["2026-11-02T12:00:00Z", "2026-11-02T13:00:00+01:00", "2026-11-02T12:00:00", "2026-11-02"]
)
async def test_times_are_read_with_a_zone_or_as_utc(ada: httpx.AsyncClient, moment: str) -> None:
    """The plus sign may come unescaped."""
    assert (await ada.get(f"/crawl-runs?asOf={moment}")).status_code == 200


async def test_what_we_did_not_foresee_is_a_number_to_tell_and_nothing_else(
    ada: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("SELECT secret FROM users")

    monkeypatch.setattr("competedexter.market.competitors.service.find", broken)
    answer = await ada.get("/competitors")
    told = refused(answer, 500, "internal_error")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    incident = str(told["error"]).rsplit(" ", 1)[1].rstrip(".")
    assert incident in caplog.text
    assert "SELECT secret" in caplog.text


async def test_without_the_database_the_answer_says_when_to_come_back(
    ada: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise DatabaseAway(retry_after=5)

    monkeypatch.setattr(Database, "workspace", away)
    answer = await ada.get("/competitors")
    refused(answer, 503, "database_unavailable")
    assert answer.headers["Retry-After"] == "5"


async def test_an_error_in_the_commit_is_the_answer(
    app: FastAPI, ada: httpx.AsyncClient, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer leaves after the commit, so it never promises what was not kept."""
    from sqlalchemy.ext.asyncio import AsyncSession

    commit = AsyncSession.commit

    async def lost(session: AsyncSession) -> None:
        if session.sync_session.info.get("tenant"):
            raise DatabaseAway(retry_after=5)
        await commit(session)

    monkeypatch.setattr(AsyncSession, "commit", lost)
    refused(await ada.post("/competitors", json=ACME), 503, "database_unavailable")
    monkeypatch.undo()
    assert (await ada.get("/competitors")).json()["items"] == []


async def test_a_burst_is_stopped_and_says_when_to_go_on(runtime: Runtime, ada: httpx.AsyncClient) -> None:
    from competedexter.api.app import create_app

    token = ada.headers["Authorization"].removeprefix("Bearer ")
    async with client_of(create_app(runtime, burst=5), token) as client:
        answers = [await client.get("/competitors") for _ in range(12)]  # at most one window ends in between
    assert [answer.status_code for answer in answers[:5]] == [200] * 5
    assert 429 in {answer.status_code for answer in answers}
    stopped = next(answer for answer in answers if answer.status_code == 429)
    refused(stopped, 429, "rate_limited")
    assert 1 <= int(stopped.headers["Retry-After"]) <= 10


async def test_without_redis_reads_go_on_and_sign_in_stays_shut(
    runtime: Runtime, ada: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from redis.exceptions import ConnectionError as RedisConnectionError

    async def away(*_: object, **__: object) -> None:
        raise RedisConnectionError("away")

    monkeypatch.setattr("redis.asyncio.client.Pipeline.execute", away)
    assert (await ada.get("/competitors")).status_code == 200
    sign_in = await ada.post("/auth/login", json={"email": "ada@example.com", "password": "whatever it was"})
    refused(sign_in, 503, "redis_unavailable")


async def test_a_body_that_trickles_in_is_cut_off_and_may_be_sent_again(
    ada: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("competedexter.api.reading.BODY_SECONDS", 0.05)

    async def trickle():
        yield b'{"name": "Ac'
        await asyncio.sleep(30)

    headers = {**JSON, "Idempotency-Key": "once"}
    refused(await ada.post("/competitors", content=trickle(), headers=headers), 408, "body_too_slow")
    monkeypatch.undo()
    assert (await ada.post("/competitors", json=ACME, headers=headers)).status_code == 201


async def test_too_long_a_query_is_told_as_one(ada: httpx.AsyncClient) -> None:
    told = refused(await ada.get(f"/competitors?q={'x' * 20_000}"), 413, "address_too_long")
    assert "query" in str(told["error"])


async def test_a_wrong_method_names_the_right_ones(ada: httpx.AsyncClient) -> None:
    for address, allowed in (
        ("/competitors", "GET, HEAD, POST"),
        ("/sources/01a205e1-b7bb-7760-9908-6778df57d1f5", "DELETE, PATCH"),
        ("/docs", "GET, HEAD"),
    ):
        answer = await ada.request("OPTIONS", address)
        refused(answer, 405, "method_not_allowed")
        assert answer.headers["Allow"] == allowed


async def test_head_answers_as_get_without_the_body(ada: httpx.AsyncClient) -> None:
    for address, status in (("/competitors", 200), ("/competitors?page=0", 400), ("/docs", 200), ("/nothing", 404)):
        head, get = await ada.head(address), await ada.get(address)
        assert (head.status_code, head.content) == (status, b"")
        assert head.headers["Content-Length"] == get.headers["Content-Length"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({**ACME, "domain": "no domain"}, "domain"),
        ({**ACME, "websiteUrl": "ftp://acme.com"}, "websiteUrl"),
        ({**ACME, "tags": [str(n) for n in range(60)]}, "tags"),
    ],
)
async def test_every_invalid_field_is_named_in_words_for_people(
    ada: httpx.AsyncClient, sent: dict[str, object], field: str
) -> None:
    (mistake,) = refused(await ada.post("/competitors", json=sent), 400)["details"]
    assert mistake["field"] == field
    assert "Tuple" not in mistake["reason"]
    (mistake,) = refused(await ada.get("/crawl-runs?cursor=AAAA"), 400, "bad_cursor")["details"]
    assert mistake["field"] == "cursor"

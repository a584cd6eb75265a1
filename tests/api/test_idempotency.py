"""A POST with an Idempotency-Key is carried out once, whatever happens around it."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from competedexter.foundation.clock import FixedClock
from competedexter.foundation.job_queue import RecordingQueue

from .conftest import refused

ACME = {"name": "Acme", "domain": "acme.com", "discover": True}
KEY = {"Idempotency-Key": "order-1"}


async def test_the_first_answer_is_given_again_and_nothing_is_done_twice(
    ada: httpx.AsyncClient, queue: RecordingQueue
) -> None:
    first = await ada.post("/competitors", json=ACME, headers=KEY)
    again = await ada.post("/competitors", json=ACME, headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert len(queue.take()) == 1
    assert (await ada.get("/competitors")).json()["pagination"]["total"] == 1


async def test_a_refusal_is_an_answer_too(ada: httpx.AsyncClient) -> None:
    await ada.post("/competitors", json=ACME)
    first = await ada.post("/competitors", json=ACME, headers=KEY)
    refused(first, 409, "domain_taken")
    again = await ada.post("/competitors", json=ACME, headers=KEY)
    assert (again.status_code, again.json()) == (409, first.json())
    assert again.headers["Idempotent-Replayed"] == "true"


async def test_the_key_with_another_request_is_refused(ada: httpx.AsyncClient) -> None:
    await ada.post("/competitors", json=ACME, headers=KEY)
    other = {**ACME, "domain": "other.com"}
    refused(await ada.post("/competitors", json=other, headers=KEY), 422, "idempotency_key_reused")


async def test_two_at_once_do_the_work_once(ada: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(ada.post("/competitors", json=ACME, headers=KEY) for _ in range(8)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    done = [answer for answer in answers if answer.status_code == 201]
    assert done
    assert len({answer.json()["id"] for answer in done}) == 1
    for answer in answers:
        if answer.status_code == 409:
            refused(answer, 409, "idempotency_under_way")
            assert answer.headers["Retry-After"] == "1"


async def test_an_answer_is_forgotten_after_a_day(ada: httpx.AsyncClient, clock: FixedClock) -> None:
    first = await ada.post("/workspaces", json={"name": "One"}, headers=KEY)
    clock.advance(timedelta(hours=23))
    assert (await ada.post("/workspaces", json={"name": "One"}, headers=KEY)).json() == first.json()
    clock.advance(timedelta(hours=2))
    assert (await ada.post("/workspaces", json={"name": "One"}, headers=KEY)).json() != first.json()


async def test_a_request_that_failed_on_our_side_may_be_sent_again(
    ada: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("competedexter.market.competitors.service.add", broken)
        refused(await ada.post("/competitors", json=ACME, headers=KEY), 500, "internal_error")
    assert (await ada.post("/competitors", json=ACME, headers=KEY)).status_code == 201


async def test_keys_belong_to_one_person(ada: httpx.AsyncClient, grace: httpx.AsyncClient) -> None:
    hers = await ada.post("/competitors", json=ACME, headers=KEY)
    other = await grace.post("/competitors", json=ACME, headers=KEY)
    assert other.status_code == 201
    assert other.json()["id"] != hers.json()["id"]


@pytest.mark.parametrize("key", ["", "x" * 300, "two words", "tab\t"])
async def test_a_key_that_cannot_be_kept_is_refused(ada: httpx.AsyncClient, key: str) -> None:
    refused(await ada.post("/competitors", json=ACME, headers={"Idempotency-Key": key}), 400, "bad_idempotency_key")

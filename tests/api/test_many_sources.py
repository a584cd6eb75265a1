"""Many sources of a competitor in one request: what can be added is, the rest is told by its place."""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import event

from competedexter.runtime import Runtime

from .conftest import refused
from .test_market import add


@pytest.fixture
def statements(runtime: Runtime) -> Iterator[list[str]]:
    """What was sent to PostgreSQL by people's requests."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    engine = runtime.database._app.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def site(n: int) -> dict[str, object]:
    return {"sourceType": "website", "sourceUrl": f"https://acme.com/page/{n}"}


async def test_two_hundred_sources_are_added_in_a_few_statements(ada: httpx.AsyncClient, statements: list[str]) -> None:
    acme = await add(ada)
    statements.clear()
    answer = await ada.post(f"/competitors/{acme}/sources/bulk", json={"sources": [site(n) for n in range(200)]})
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert [one["sourceUrl"] for one in body["created"]] == [site(n)["sourceUrl"] for n in range(200)]
    assert all(one["nextDueAt"] and one["status"] == "active" for one in body["created"])
    assert body["problems"] == []
    assert len([one for one in statements if "data_sources" in one]) == 2
    listed = (await ada.get(f"/competitors/{acme}/sources", params={"pageSize": 1})).json()
    assert listed["pagination"]["total"] == 200


async def test_what_cannot_be_added_is_told_by_its_place_and_stops_no_other(ada: httpx.AsyncClient) -> None:
    acme = await add(ada)
    await ada.post(f"/competitors/{acme}/sources", json=site(1))
    sent = [
        site(1),  # watched already
        site(2),
        {"sourceType": "website", "sourceUrl": "not an address"},
        site(2),  # twice in the list
        {"sourceType": "custom", "sourceUrl": "https://acme.com/plans.json"},  # nobody says where its records are
        {"sourceType": "custom", "config": {"format": "csv", "title": "Name", "text": "Name", "feedBy": "upload"}},
    ]
    body = (await ada.post(f"/competitors/{acme}/sources/bulk", json={"sources": sent})).json()
    assert [(one["index"], one["code"]) for one in body["problems"]] == [
        (0, "source_taken"),
        (2, "invalid_source_url"),
        (3, "source_taken"),
        (4, "mapping_missing"),
    ]
    assert [(one["sourceType"], one["nextDueAt"] is None) for one in body["created"]] == [
        ("website", False),
        ("custom", True),
    ]


async def test_a_list_that_is_empty_or_endless_or_for_nobody_is_refused(ada: httpx.AsyncClient) -> None:
    acme = await add(ada)
    for sources in ([], [site(n) for n in range(1_001)], [{"sourceType": "nonsense", "sourceUrl": "https://acme.com"}]):
        assert (await ada.post(f"/competitors/{acme}/sources/bulk", json={"sources": sources})).status_code in (
            400,
            422,
        )
    one = {"sources": [site(1)]}
    refused(await ada.post(f"/competitors/{uuid4()}/sources/bulk", json=one), 404, "competitor_not_found")
    await ada.delete(f"/competitors/{acme}")
    refused(await ada.post(f"/competitors/{acme}/sources/bulk", json=one), 409, "competitor_archived")

"""Whatever is sent, the answer is ours: never a 500, always the one shape."""

from typing import Any
from urllib.parse import quote

import httpx
import orjson
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .catalogue import CATALOGUE, operations

EXAMPLES = 150
WRITES = sorted(key for key, row in CATALOGUE.items() if row.body is not None)
READS = sorted(key for key in CATALOGUE if key[0] == "get")
FREE = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)

odd_text = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", " ", "'", '";--', "%", "\\", "../..", "💥" * 5, "\u202e", "a" * 3_000, "http://[", "//", "1e5"]
    ),
)
scalar = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    odd_text,
)
anything = st.recursive(
    scalar, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(odd_text, inner, max_size=4), max_leaves=12
)


def close_to(body: dict[str, Any]) -> st.SearchStrategy[Any]:
    """A good body in which some fields went wrong."""
    fields = st.dictionaries(st.sampled_from(sorted(body) or ["x"]), anything, max_size=3)
    return st.builds(lambda wrong: {**body, **wrong}, fields)


write = st.sampled_from(WRITES).flatmap(
    lambda key: st.tuples(st.just(key), anything | close_to(CATALOGUE[key].body or {}))
)


def told_well(answer: httpx.Response, what: object) -> None:
    assert answer.status_code < 500, (what, answer.text)
    if answer.status_code >= 400:
        body = answer.json()
        assert set(body) <= {"error", "code", "details"}, (what, body)
        assert body["error"], what


@FREE
@given(sent=write)
async def test_no_body_breaks_a_route(
    sent: tuple[tuple[str, str], Any], app: FastAPI, ada: httpx.AsyncClient, ids: dict[str, str]
) -> None:
    (method, path), body = sent
    [operation] = [one for one in operations(app) if (one.method, one.path) == (method, path)]
    if path == "/auth/register":
        return  # each costs a password hash; its own tests cover it
    raw = orjson.dumps(_plain(body))
    answer = await ada.request(
        method.upper(), operation.address(ids), content=raw, headers={"Content-Type": "application/json"}
    )
    told_well(answer, (path, body))


def _plain(value: Any) -> Any:
    """What JSON can carry: text without lone surrogates."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_plain(name): _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


@FREE
@given(key=st.sampled_from(READS), values=st.lists(odd_text, min_size=12, max_size=12), place=odd_text)
async def test_no_query_breaks_a_route(
    key: tuple[str, str], values: list[str], place: str, app: FastAPI, ada: httpx.AsyncClient
) -> None:
    [operation] = [one for one in operations(app) if (one.method, one.path) == key]
    names = [one["name"] for one in operation.schema.get("parameters", ()) if one.get("in") == "query"]
    query = {name: _plain(value) for name, value in zip(names, values, strict=False) if value}
    path = operation.path
    for part in ("{id}", "{a}", "{b}", "{type}"):
        path = path.replace(part, quote(_plain(place), safe="") or "x")
    told_well(await ada.get(path, params=query), (path, query))

"""The API describes itself completely, on a page that loads nothing from elsewhere."""

import json
import re

import httpx
from fastapi import FastAPI

from .catalogue import operations


async def test_the_description_names_every_answer_and_what_it_needs(anyone: httpx.AsyncClient) -> None:
    schema = (await anyone.get("/openapi.json")).json()
    assert schema["openapi"].startswith("3.1")
    assert schema["servers"] == [{"url": "/api/v1"}]
    assert schema["security"] == [{"bearer": []}]
    assert "HTTPValidationError" not in schema["components"]["schemas"]
    create = schema["paths"]["/competitors"]["post"]
    assert {"201", "400", "401", "403", "404", "409", "413", "415", "422", "429", "503"} <= set(create["responses"])
    assert schema["paths"]["/auth/login"]["post"]["security"] == []


async def test_every_reference_in_the_description_leads_somewhere(app: FastAPI) -> None:
    schema = app.openapi()
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(schema)):
        place = schema
        for step in reference.split("/"):
            place = place[step]
    names = [operation.schema["operationId"] for operation in operations(app)]
    assert len(names) == len(set(names))


async def test_fields_are_in_camel_case_everywhere(app: FastAPI) -> None:
    for name, schema in app.openapi()["components"]["schemas"].items():
        for field in schema.get("properties", {}):
            assert "_" not in field, (name, field)


async def test_the_page_for_people_has_every_route_and_no_script(anyone: httpx.AsyncClient, app: FastAPI) -> None:
    page = await anyone.get("/docs")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "<script" not in page.text
    assert "http://" not in page.text.replace("http://json-schema.org", "")
    assert "https://" not in page.text
    for operation in operations(app):
        assert f"<code>{operation.path}</code>" in page.text


async def test_the_parts_of_an_answer_and_the_events_of_its_stream_have_shapes(app: FastAPI) -> None:
    schema = app.openapi()
    shapes = schema["components"]["schemas"]
    answer = shapes["QueryView"]["properties"]
    for name, part in (("sources", "AnswerSource"), ("blocks", "AnswerBlock"), ("taskResults", "AnswerTaskResult")):
        assert answer[name]["items"]["$ref"].endswith(f"/{part}")
    assert {"evidenceId", "quote", "start", "end", "verified"} <= set(shapes["AnswerSource"]["properties"])
    assert "asOf" in shapes["AnswerMetadata"]["properties"]
    told = {one["$ref"].rpartition("/")[2] for one in shapes["AnswerEvent"]["oneOf"]}
    assert {"AnswerQueryStarted", "AnswerSourceFound", "AnswerDone", "AnswerFailed"} <= told
    for path, method in (("/query/ask", "post"), ("/query/{id}/events", "get")):
        stream = schema["paths"][path][method]["responses"]["200"]["content"]["text/event-stream"]["schema"]
        assert stream["contentSchema"]["$ref"].endswith("/AnswerEvent")


async def test_what_a_route_really_answers_to_the_event_log_matches_its_shapes(
    app: FastAPI, ada: httpx.AsyncClient, ids: dict[str, str]
) -> None:
    shapes = app.openapi()["components"]["schemas"]
    answer = (await ada.get(f"/query/{ids['query']}")).json()
    assert answer["sources"]
    for name, part in (("sources", "AnswerSource"), ("blocks", "AnswerBlock"), ("taskResults", "AnswerTaskResult")):
        for one in answer[name]:
            assert set(shapes[part].get("required", ())) <= set(one) <= set(shapes[part]["properties"]), name
    assert set(answer["metadata"]) <= set(shapes["AnswerMetadata"]["properties"])


async def test_every_way_a_route_answers_is_described(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    events = paths["/query/{id}/events"]["get"]
    assert "204" in events["responses"]
    assert "Last-Event-ID" in [one.get("name") for one in events["parameters"]]
    assert "422" in paths["/snapshots/{a}/diff/{b}"]["get"]["responses"]
    assert "422" not in paths["/search"]["get"]["responses"]
    assert paths["/documents/{id}/raw"]["get"]["responses"]["200"]["content"]
    for operation in operations(app):
        assert "413" in operation.schema["responses"]
        for status in ("429", "503"):
            assert "Retry-After" in operation.schema["responses"][status]["headers"]


async def test_only_routes_that_keep_their_answers_take_an_idempotency_key(app: FastAPI) -> None:
    takes = {
        operation.path
        for operation in operations(app)
        if "#/components/parameters/IdempotencyKey" in [one.get("$ref") for one in operation.schema["parameters"]]
    }
    assert "/competitors" in takes
    assert not [path for path in takes if path.startswith("/auth/")]

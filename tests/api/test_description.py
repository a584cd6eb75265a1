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
